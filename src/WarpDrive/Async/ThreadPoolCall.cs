using System.Threading.Tasks.Sources;

namespace WarpDrive;

/// <summary>A synchronous call that runs on the thread pool, for requests that cannot be sent to a shared queue. Allocates nothing when warm.</summary>
internal static class ThreadPoolCall
{
    /// <summary>Queues a call.</summary>
    /// <param name="run">The call; static, so that no closure is made for it.</param>
    /// <param name="state">What it works on.</param>
    /// <param name="cancellation">Looked at once, before the call begins.</param>
    internal static ValueTask<TResult> Start<TState, TResult>(Func<TState, TResult> run, in TState state, CancellationToken cancellation)
    {
        Call<TState, TResult> call = OperationPool<Call<TState, TResult>>.Shared.Rent();
        ValueTask<TResult> task = call.Prepare(run, state, cancellation);
        ThreadPool.UnsafeQueueUserWorkItem(call, preferLocal: false);
        return task;
    }

    private sealed class Call<TState, TResult> : IThreadPoolWorkItem, IValueTaskSource<TResult>, IPooledOperation<Call<TState, TResult>>
    {
        private ManualResetValueTaskSourceCore<TResult> _core;   // continuations run where Execute runs: on the thread pool
        private Func<TState, TResult> _run = null!;
        private TState _state = default!;
        private CancellationToken _cancellation;

        Call<TState, TResult>? IPooledOperation<Call<TState, TResult>>.NextInPool { get; set; }

        internal ValueTask<TResult> Prepare(Func<TState, TResult> run, in TState state, CancellationToken cancellation)
        {
            _run = run;
            _state = state;
            _cancellation = cancellation;
            return new ValueTask<TResult>(this, _core.Version);
        }

        void IThreadPoolWorkItem.Execute()
        {
            TResult result;
            try
            {
                _cancellation.ThrowIfCancellationRequested();
                result = _run(_state);
            }
            catch (Exception e)
            {
                _core.SetException(e);   // the caller's, whatever it is
                return;
            }

            _core.SetResult(result);
        }

        TResult IValueTaskSource<TResult>.GetResult(short token)
        {
            try
            {
                return _core.GetResult(token);
            }
            finally
            {
                _core.Reset();
                _state = default!;
                _cancellation = default;
                OperationPool<Call<TState, TResult>>.Shared.Return(this);
            }
        }

        ValueTaskSourceStatus IValueTaskSource<TResult>.GetStatus(short token) => _core.GetStatus(token);

        void IValueTaskSource<TResult>.OnCompleted(
            Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
            _core.OnCompleted(continuation, state, token, flags);
    }
}
