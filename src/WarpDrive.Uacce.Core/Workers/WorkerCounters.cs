namespace WarpDrive.Uacce.Core;

/// <summary>What the workers of a pool did so far. Each number is exact; together they are a moment apart.</summary>
/// <param name="Steps">Calls of the device's step.</param>
/// <param name="QueuesVisited">Queues whose tail was looked at in the passes that led to a step.</param>
/// <param name="Slices">Slices given to queues; a step gives one to each of its queues.</param>
/// <param name="Descriptors">Completions posted.</param>
/// <param name="Parks">Times that a worker went to sleep with nothing to look at.</param>
/// <param name="Naps">Times that a worker slept for a moment because its queues have work which the device cannot go on with.</param>
/// <param name="Claims">Times that a worker took a queue from the ready list.</param>
/// <param name="Failures">Queues ended because the device model threw.</param>
internal readonly record struct WorkerCounters(
    long Steps, long QueuesVisited, long Slices, long Descriptors, long Parks, long Naps, long Claims, long Failures)
{
    /// <summary>Sums.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">Other.</param>
    public static WorkerCounters operator +(WorkerCounters left, WorkerCounters right) => new(
        left.Steps + right.Steps,
        left.QueuesVisited + right.QueuesVisited,
        left.Slices + right.Slices,
        left.Descriptors + right.Descriptors,
        left.Parks + right.Parks,
        left.Naps + right.Naps,
        left.Claims + right.Claims,
        left.Failures + right.Failures);
}
