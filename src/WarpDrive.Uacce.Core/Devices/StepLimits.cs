using System.Diagnostics;

namespace WarpDrive.Uacce.Core;

/// <summary>A slice: what one queue may use up before others get their turn.</summary>
/// <param name="MaxDescriptors">Descriptors for each queue, at least 1.</param>
/// <param name="MaxTicks">Stopwatch ticks for each queue; checked between executions, so one long request may overrun it.</param>
/// <param name="Looks">
/// How often a step of one queue looks whether a request follows before it ends, at least 0: some ten nanoseconds each. To begin another step costs more
/// than a short request.
/// </param>
public readonly record struct StepLimits(int MaxDescriptors, long MaxTicks, int Looks = 0)
{
    /// <summary>32 descriptors or 200 µs, then other queues and control operations get their turn (docs/architecture.md, Threads).</summary>
    internal static readonly StepLimits Slice = new(MaxDescriptors: 32, MaxTicks: Stopwatch.Frequency / 5000);
}
