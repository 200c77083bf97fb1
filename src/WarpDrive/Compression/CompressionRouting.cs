using WarpDrive.Uacce.Compression;

namespace WarpDrive;

/// <summary>Makes the routes of compression and decompression.</summary>
internal static class CompressionRouting
{
    internal static CompressionRoutes Create(
        Accelerators accelerators, CompressionFormat format, CompressionDirection direction, int level, string? device, SchedulingPolicy? scheduling,
        TimeSpan? deadline)
    {
        AcceleratorOptions options = accelerators.Options;
        var queueOptions = new CompressionQueueOptions
        {
            Direction = direction,
            Level = level,
            Engine = options.Engine,
            WantNotes = options.Receipts != ReceiptMode.Off,
        };
        string operation = direction == CompressionDirection.Compress ? "compress" : "decompress";
        return new CompressionRoutes(
            accelerators, CompressionClass.Instance, format.AlgorithmName(), operation, queueOptions, device, scheduling ?? options.Scheduling,
            deadline ?? options.Deadline);
    }
}
