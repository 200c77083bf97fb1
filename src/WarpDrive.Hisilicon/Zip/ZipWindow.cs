using WarpDrive.Engines.Deflate;

namespace WarpDrive.Hisilicon.Zip;

/// <summary>Window codes, and history windows whose newest byte is at their fill.</summary>
internal static class ZipWindow
{
    private const int TwentyFourKiB = 3;

    /// <summary>The window of a code (B3): 4, 8, 16, 24, 32 KiB; larger codes as the largest.</summary>
    internal static int Bytes(uint code) => code switch
    {
        0 => 4 << 10,
        1 => 8 << 10,
        2 => 16 << 10,
        TwentyFourKiB => 24 << 10,
        _ => 32 << 10,
    };

    /// <summary>The window of a code for a deflate encoder with this much input and nothing before it, as a power of two; 24 KiB is none: the next lower.</summary>
    internal static int Bits(uint code, int length) => length <= Bytes(code) ? DeflateWindow.MaxBits : Bits(code);

    /// <summary>The window of a code for a deflate encoder, as a power of two.</summary>
    internal static int Bits(uint code) => code switch
    {
        0 => 12,
        1 => 13,
        2 or TwentyFourKiB => 14,
        _ => DeflateWindow.MaxBits,
    };

    /// <summary>Appends, forgetting the oldest bytes.</summary>
    /// <param name="window">32 KiB.</param>
    /// <param name="fill">Bytes in it, 0…32 KiB.</param>
    /// <param name="data">Newest bytes; may be more than the window takes.</param>
    internal static void Append(Span<byte> window, ref int fill, ReadOnlySpan<byte> data)
    {
        if (data.Length >= window.Length)
        {
            data[^window.Length..].CopyTo(window);
            fill = window.Length;
            return;
        }

        int kept = Math.Min(fill, window.Length - data.Length);
        window.Slice(fill - kept, kept).CopyTo(window);
        data.CopyTo(window[kept..]);
        fill = kept + data.Length;
    }
}
