namespace WarpDrive.Tool.Benchmarks;

/// <summary>What one contestant did in all of its slices.</summary>
internal sealed class SliceTotals
{
    private readonly List<double> _rates = [];

    /// <summary>Operations of all threads.</summary>
    internal long Operations { get; private set; }

    /// <summary>Seconds of the slices, once and not per thread.</summary>
    internal double Seconds { get; private set; }

    /// <summary>Failed operations.</summary>
    internal long Errors { get; private set; }

    /// <summary>Bytes of the results.</summary>
    internal long ResultBytes { get; private set; }

    /// <summary>Managed bytes allocated by the threads during the slices.</summary>
    internal long AllocatedBytes { get; private set; }

    /// <summary>Operations a second over all slices.</summary>
    internal double OperationsPerSecond => Seconds > 0 ? Operations / Seconds : 0;

    /// <summary>Adds a slice.</summary>
    internal void Add(in SliceCount count, double seconds)
    {
        Operations += count.Operations;
        Errors += count.Errors;
        ResultBytes += count.ResultBytes;
        AllocatedBytes += count.AllocatedBytes;
        Seconds += seconds;
        _rates.Add(count.Operations / seconds);
    }

    /// <summary>How many times as fast as another, the median over the rounds in which both had a slice: robust against what else the machine does.</summary>
    internal double MedianRatioTo(SliceTotals other)
    {
        double[] ratios = [.. _rates.Zip(other._rates, (mine, theirs) => theirs > 0 ? mine / theirs : 0).Order()];
        return ratios.Length == 0 ? 0 : ratios[ratios.Length / 2];
    }
}
