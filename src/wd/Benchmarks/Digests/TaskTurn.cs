using System.Threading.Tasks.Sources;

namespace WarpDrive.Tool.Benchmarks.Digests;

/// <summary>What a task awaits between two runs, so that neither starting a run nor ending it allocates.</summary>
/// <remarks>One awaits and one begins: the task says that its run is over, by other means, before the next <see cref="Begin"/>.</remarks>
internal sealed class TaskTurn : IValueTaskSource<bool>
{
    private ManualResetValueTaskSourceCore<bool> _core = new() { RunContinuationsAsynchronously = true };   // on the thread pool

    /// <summary>Waits for the next run.</summary>
    /// <returns>False when there is none.</returns>
    internal ValueTask<bool> Next() => new(this, _core.Version);

    /// <summary>Begins a run, or says that there are no more.</summary>
    internal void Begin(bool run) => _core.SetResult(run);

    bool IValueTaskSource<bool>.GetResult(short token)
    {
        bool run = _core.GetResult(token);
        _core.Reset();
        return run;
    }

    ValueTaskSourceStatus IValueTaskSource<bool>.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource<bool>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);
}
