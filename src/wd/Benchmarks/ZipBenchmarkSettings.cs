using WarpDrive.Uacce.Compression;

namespace WarpDrive.Tool.Benchmarks;

/// <summary>One job of <c>wd bench zip</c>.</summary>
/// <param name="Size">Bytes of a buffer, 1 to 8 Mi.</param>
/// <param name="Threads">Threads that call at the same time.</param>
/// <param name="Seconds">Time that each contestant gets.</param>
/// <param name="Level">0 for fastest, 1 to 9.</param>
/// <param name="Format">Format.</param>
/// <param name="Direction">Direction.</param>
internal sealed record ZipBenchmarkSettings(int Size, int Threads, double Seconds, int Level, CompressionFormat Format, CompressionDirection Direction)
{
    /// <summary>Buffers that each thread has in flight on its queue.</summary>
    internal int Depth { get; init; } = 1;

    /// <summary>Whether the buffers of the device lie in memory reserved on its queue.</summary>
    internal bool Reserved { get; init; }
}
