using WarpDrive.Hisilicon.Null;

namespace WarpDrive.Tool.Benchmarks;

/// <summary>The queue benchmark: picks the descriptor by its size.</summary>
internal static class QueueBenchmark
{
    /// <summary>Operations between two time stamps of the pass that finds percentiles.</summary>
    internal const int Group = 64;

    /// <summary>Sizes of descriptors that there are.</summary>
    internal static readonly int[] Sizes = [NullDescriptor.SizeInBytes, WideNullDescriptor.SizeInBytes];

    /// <summary>Measures.</summary>
    /// <param name="options">What.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    internal static QueueBenchmarkResult Run(QueueBenchmarkOptions options)
    {
        switch (options.Size)
        {
            case NullDescriptor.SizeInBytes:
                using (var run = new QueueBenchmarkRun<NullDescriptor>(options))
                {
                    return run.Run();
                }

            case WideNullDescriptor.SizeInBytes:
                using (var run = new QueueBenchmarkRun<WideNullDescriptor>(options))
                {
                    return run.Run();
                }

            default:
                throw new ArgumentOutOfRangeException(nameof(options), options.Size, $"descriptors have {string.Join(" or ", Sizes)} bytes");
        }
    }
}
