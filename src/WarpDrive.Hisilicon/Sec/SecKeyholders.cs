namespace WarpDrive.Hisilicon.Sec;

/// <summary>The executors of a device, whose prepared keys must not outlive the queue that a key came by.</summary>
/// <remarks>
/// Thread safe. A key may have been prepared by any worker, so all forget all they have when a queue stops: busy ones prepare again what they still need. An executor is asked under
/// its own gate, one after the other and under no lock of the device: a stop waits for the batch that a worker executes, and holds up nobody else.
/// </remarks>
internal sealed class SecKeyholders
{
    private readonly Lock _lock = new();
    private SecExecutor[] _executors = [];

    /// <summary>Keys that are prepared now; for tests.</summary>
    internal int PreparedKeys => Volatile.Read(ref _executors).Sum(executor => executor.PreparedKeys);

    internal void Add(SecExecutor executor)
    {
        lock (_lock)
        {
            Volatile.Write(ref _executors, [.. _executors, executor]);
        }
    }

    internal void Remove(SecExecutor executor)
    {
        lock (_lock)
        {
            Volatile.Write(ref _executors, [.. _executors.Where(other => other != executor)]);
        }
    }

    /// <summary>Zeroes every prepared key.</summary>
    internal void ForgetKeys()
    {
        foreach (SecExecutor executor in Volatile.Read(ref _executors))
        {
            executor.ForgetKeys();
        }
    }
}
