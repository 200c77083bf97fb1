namespace WarpDrive.Hisilicon.Zip;

/// <summary>A history window whose newest byte is at its fill.</summary>
internal static class ZipWindow
{
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
