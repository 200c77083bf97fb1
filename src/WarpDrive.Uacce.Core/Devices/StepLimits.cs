using System.Diagnostics;

namespace WarpDrive.Uacce.Core;

/// <summary>A slice: what one queue may use up before others get their turn.</summary>
/// <param name="MaxDescriptors">Descriptors for each queue, at least 1.</param>
/// <param name="MaxTicks">Stopwatch ticks for each queue; checked between executions, so one long request may overrun it.</param>
public readonly record struct StepLimits(int MaxDescriptors, long MaxTicks)
{
    /// <summary>32 descriptors or 200 µs, then other queues and control operations get their turn (docs/architecture.md, Threads).</summary>
    internal static readonly StepLimits Slice = new(MaxDescriptors: 32, MaxTicks: Stopwatch.Frequency / 5000);
}
