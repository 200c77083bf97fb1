namespace WarpDrive.Tool.Benchmarks;

/// <summary>What one side did in a slice of the queue benchmark.</summary>
/// <param name="Operations">Operations.</param>
/// <param name="Ticks">Their time.</param>
internal readonly record struct QueueSlice(long Operations, long Ticks)
{
    /// <summary>Operations a tick.</summary>
    internal double Rate => (double)Operations / Ticks;

    /// <summary>Both together.</summary>
    internal QueueSlice With(QueueSlice other) => new(Operations + other.Operations, Ticks + other.Ticks);
}
