using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text;

namespace WarpDrive.Uacce.Daemon;

/// <summary>A name of a device or an attribute: UTF-8, at most 63 bytes, padded with zero bytes to 64 (uacced.md §1).</summary>
[InlineArray(Size)]
internal struct WireName
{
    internal const int Size = 64;
    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private byte _first;

    /// <summary>Writes a name; false when it is empty, too long, or has a zero inside.</summary>
    internal static bool TryCreate(string name, out WireName wire)
    {
        wire = default;
        Span<byte> bytes = wire;
        return name.Length is > 0 and < Size && !name.Contains('\0', StringComparison.Ordinal)
            && Encoding.UTF8.TryGetBytes(name, bytes[..(Size - 1)], out _);
    }

    /// <summary>Reads the name; false when it is empty, not terminated, not padded with zeros, or not UTF-8.</summary>
    internal readonly bool TryRead([NotNullWhen(true)] out string? name)
    {
        ReadOnlySpan<byte> bytes = this;
        int length = bytes.IndexOf((byte)0);
        name = null;
        if (length <= 0 || bytes[length..].ContainsAnyExcept((byte)0))
        {
            return false;
        }

        try
        {
            name = s_strict.GetString(bytes[..length]);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }
}
