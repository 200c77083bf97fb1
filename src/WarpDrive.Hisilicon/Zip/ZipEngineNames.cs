using WarpDrive.Engines.Deflate;
using WarpDrive.Uacce.Compression;

namespace WarpDrive.Hisilicon.Zip;

/// <summary>Engine paths as numbers in notes: bits 15–8 the engine, from 1; bits 7–0 its own level, 0xFF for decoders.</summary>
internal static class ZipEngineNames
{
    /// <summary>LZ77 for zstd.</summary>
    internal const ushort Lz77 = 0x4000;
    private const byte NoLevel = 0xFF;

    /// <summary>All names, for people.</summary>
    internal const string All = "zlib-ng, isal, libdeflate";

    private static readonly string?[] s_names = new string?[0x600];   // each word is built once

    /// <summary>Number of an encoder.</summary>
    internal static ushort Encoder(DeflateEngineKind kind, int level) => (ushort)((((int)kind + 1) << 8) | (byte)level);

    /// <summary>Number of a decoder.</summary>
    internal static ushort Decoder(DeflateEngineKind kind) => (ushort)((((int)kind + 1) << 8) | NoLevel);

    /// <summary>Name of an engine.</summary>
    internal static string Name(DeflateEngineKind kind) => kind switch
    {
        DeflateEngineKind.Managed => "managed",
        DeflateEngineKind.Runtime => "zlib-ng",
        DeflateEngineKind.IsaL => "isal",
        DeflateEngineKind.LibDeflate => "libdeflate",
        _ => "unknown",
    };

    /// <summary>The engine of a name.</summary>
    internal static bool TryParse(string name, out DeflateEngineKind kind)
    {
        foreach (DeflateEngineKind candidate in Enum.GetValues<DeflateEngineKind>())
        {
            if (Name(candidate) == name)
            {
                kind = candidate;
                return true;
            }
        }

        kind = default;
        return false;
    }

    /// <summary>Why a device does not take a forced engine, for people.</summary>
    internal static string WhyRefused(string device, string name, CompressionDirection direction)
    {
        const string Choice = "leave the choice to the device, or use one of";
        if (!TryParse(name, out DeflateEngineKind kind))
        {
            return $"{device} knows no engine '{name}': {Choice} {Usable(direction)}";
        }

        DeflateEngineInfo info = DeflateEngines.Describe(kind);
        return info.IsAvailable
            ? $"engine '{name}' of {device} does not {(direction == CompressionDirection.Compress ? "compress" : "decompress")}: {Choice} {Usable(direction)}"
            : $"engine '{name}' of {device} is not present on this machine ({info.Reason}): install it, {Choice} {Usable(direction)}";
    }

    private static string Usable(CompressionDirection direction) => string.Join(", ", DeflateEngines.Available
        .Where(info => direction == CompressionDirection.Decompress || info.CanEncode).Select(info => Name(info.Kind)));

    /// <summary>Words for a number.</summary>
    internal static string Describe(ushort number)
    {
        if (number == 0)
        {
            return "hardware";
        }

        if (number >= Lz77)
        {
            return "lz77";
        }

        return number < s_names.Length ? s_names[number] ??= Build(number) : Build(number);
    }

    private static string Build(ushort number)
    {
        string name = Name((DeflateEngineKind)((number >> 8) - 1));
        int level = number & 0xFF;
        return level == NoLevel ? name : $"{name}-{level}";
    }
}
