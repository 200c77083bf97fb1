using WarpDrive.Uacce.Compression;

namespace WarpDrive;

/// <summary>How a <see cref="ParallelCompressor"/> works.</summary>
public sealed record ParallelCompressionOptions
{
    /// <summary>What to produce.</summary>
    public CompressionOptions Compression { get; init; } = new() { Format = CompressionFormat.Gzip };

    /// <summary>
    /// Bytes of one block, 64 KiB…4 MiB. Blocks share no history: smaller ones cost ratio (about 0.3 % at 512 KiB), larger ones memory and the balance
    /// of short inputs.
    /// </summary>
    public int BlockSize { get; init; } = 1 << 20;

    /// <summary>
    /// Blocks in work at the same time, 1…256. The default is two more than there are processors, so that a block that waits for its turn to be
    /// written idles none. Each takes a thread and 2.2 blocks of memory.
    /// </summary>
    public int Degree { get; init; } = Math.Clamp(Environment.ProcessorCount + 2, 1, 18);

    internal void Validate()
    {
        Compression.Validate();
        if (BlockSize is < (64 << 10) or > (4 << 20))
        {
            throw new ArgumentOutOfRangeException(nameof(BlockSize), BlockSize, "a block has 64 KiB to 4 MiB");
        }

        if (Degree is < 1 or > 256)
        {
            throw new ArgumentOutOfRangeException(nameof(Degree), Degree, "1…256 blocks may be in work");
        }
    }
}
