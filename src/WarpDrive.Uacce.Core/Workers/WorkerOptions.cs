namespace WarpDrive.Uacce.Core;

/// <summary>How workers spin and slice.</summary>
internal sealed record WorkerOptions
{
    /// <summary>Longest spin that the design allows.</summary>
    public static readonly TimeSpan MaxSpin = TimeSpan.FromMicroseconds(50);

    /// <summary>How long a worker keeps looking at a queue that has no work, at most <see cref="MaxSpin"/>.</summary>
    /// <remarks>Nothing on a machine with one core, where spinning only keeps the client from running.</remarks>
    public TimeSpan Spin { get; init; } = Environment.ProcessorCount > 1 ? MaxSpin : TimeSpan.Zero;

    /// <summary>A slice: descriptors and time for each queue before others get their turn.</summary>
    public StepLimits Slice { get; init; } = StepLimits.Slice;

    /// <summary>How long a worker sleeps when its queues have work that the device cannot go on with (a full completion ring).</summary>
    public TimeSpan Nap { get; init; } = TimeSpan.FromMilliseconds(1);

    /// <summary>
    /// How long a step may take before another worker is started for everybody else, to within half of it; an infinite time: for ever. Only steps of clients
    /// with <see cref="ClientAccount.MayStall"/>. A long request that is none's fault is not harmed: its worker goes on, and ends behind it.
    /// </summary>
    public TimeSpan StuckAfter { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// Steps of one client that may take so long at the same time; its other queues wait from then on. As many as there are workers in any case: so many long
    /// requests run at once without any replacement.
    /// </summary>
    public int MaxStuckSteps { get; init; } = 2;

    /// <summary>The same for all clients of a user.</summary>
    public int MaxStuckStepsOfUser { get; init; } = 8;

    /// <summary>The same for the pool: there are no more threads than its workers and these.</summary>
    public int MaxStuckStepsOfPool { get; init; } = 64;

    /// <summary>The lowest nice value that a worker takes when it works for several clients; 0: it keeps its own.</summary>
    public int LowestNice { get; init; }

    /// <summary>Stopwatch ticks now, by which clients are charged; null: the real ones. For tests with a time of their own.</summary>
    public Func<long>? Clock { get; init; }

    /// <summary>How long <see cref="WorkerPool.Dispose"/> waits for running slices.</summary>
    public TimeSpan EndTimeout { get; init; } = TimeSpan.FromSeconds(5);
}
