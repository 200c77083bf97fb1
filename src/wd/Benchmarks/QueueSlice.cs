namespace WarpDrive.Tool.Benchmarks;

/// <summary>What one side did in a slice of the queue benchmark.</summary>
/// <param name="Operations">Operations.</param>
/// <param name="Ticks">Their time.</param>
/// <param name="Fastest">Ticks an operation in the fastest stretch between two looks at the clock: when nobody else had the processors of either side.</param>
internal readonly record struct QueueSlice(long Operations, long Ticks, double Fastest)
{
    /// <summary>Operations a tick.</summary>
    internal double Rate => (double)Operations / Ticks;

    /// <summary>Both together.</summary>
    internal QueueSlice With(QueueSlice other) => new(Operations + other.Operations, Ticks + other.Ticks, Math.Min(Fastest, other.Fastest));
}
