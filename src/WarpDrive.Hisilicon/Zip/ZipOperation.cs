namespace WarpDrive.Hisilicon.Zip;

/// <summary>Operation codes, dw9 bits 7–0 (hisi-qm-zip.md B1).</summary>
internal enum ZipOperation : byte
{
    /// <summary>Raw DEFLATE; HW v3.</summary>
    Deflate = 0x01,
    /// <summary>zlib body and trailer.</summary>
    Zlib = 0x02,
    /// <summary>gzip body and trailer.</summary>
    Gzip = 0x03,
    /// <summary>LZ4 block; newer hardware, not modelled.</summary>
    Lz4 = 0x04,
    /// <summary>LZ77 without an entropy form; newer hardware, not modelled.</summary>
    Lz77Only = 0x40,
    /// <summary>As <see cref="Lz77Only"/>, price mode.</summary>
    Lz77OnlyPrice = 0x41,
    /// <summary>LZ77 for zstd, price mode: the lower number of the two.</summary>
    Lz77ZstdPrice = 0x42,
    /// <summary>LZ77 for zstd.</summary>
    Lz77Zstd = 0x43,
}
