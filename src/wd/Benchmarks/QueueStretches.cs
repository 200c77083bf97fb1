namespace WarpDrive.Tool.Benchmarks;

/// <summary>Times of the stretches between two looks at the clock, of all slices of one side, each of as many operations.</summary>
internal sealed class QueueStretches
{
    private readonly List<long> _ticks = new(1 << 16);

    /// <summary>Adds a stretch.</summary>
    internal void Add(long ticks) => _ticks.Add(ticks);

    /// <summary>Ticks of the stretch in the middle: most of the time both sides are awake, and nobody else has the processors of either.</summary>
    internal long Median()
    {
        _ticks.Sort();
        return _ticks[_ticks.Count / 2];
    }
}
