using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace WarpDrive.Hisilicon.Qm;

/// <summary>Argument of the tuning command of software devices, 16 bytes: what a queue promises, and by which engine (hisi-qm-zip.md A12).</summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
public struct QmQueueTuning
{
    /// <summary>Bytes of the argument.</summary>
    public const int SizeInBytes = 16;
    /// <summary>Longest engine name, in ASCII characters.</summary>
    public const int MaxEngineName = 15;

    /// <summary>Level of the promise; its meaning belongs to the device. 0 is the device's default.</summary>
    [FieldOffset(0)] public byte Level;
    [FieldOffset(1)] private EngineName _engine;

    /// <summary>Makes the argument.</summary>
    /// <param name="level">0…255.</param>
    /// <param name="engine">At most 15 visible ASCII characters; empty or null lets the device choose.</param>
    /// <exception cref="ArgumentException">The name cannot be carried.</exception>
    public QmQueueTuning(byte level, string? engine)
    {
        Level = level;
        if (string.IsNullOrEmpty(engine))
        {
            return;
        }

        if (engine.Length > MaxEngineName || engine.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            throw new ArgumentException($"an engine name is at most {MaxEngineName} visible ASCII characters: '{engine}'", nameof(engine));
        }

        Encoding.ASCII.GetBytes(engine, _engine);
    }

    /// <summary>The forced engine, or null when the device may choose or the bytes are no name.</summary>
    public readonly string? Engine
    {
        get
        {
            ReadOnlySpan<byte> bytes = _engine;
            int end = bytes.IndexOf((byte)0);
            return end == 0 || !IsWellFormed ? null : Encoding.ASCII.GetString(end < 0 ? bytes : bytes[..end]);
        }
    }

    /// <summary>Whether the name is visible ASCII, padded with zeros.</summary>
    public readonly bool IsWellFormed
    {
        get
        {
            ReadOnlySpan<byte> bytes = _engine;
            int end = bytes.IndexOf((byte)0);
            return end < 0
                ? !bytes.ContainsAnyExceptInRange((byte)'!', (byte)'~')
                : !bytes[..end].ContainsAnyExceptInRange((byte)'!', (byte)'~') && !bytes[end..].ContainsAnyExcept((byte)0);
        }
    }

    [InlineArray(MaxEngineName)]
    private struct EngineName
    {
        private byte _first;
    }
}
