using System.Threading.Tasks.Sources;
using WarpDrive.Uacce;

namespace WarpDrive;

/// <summary>An operation with a task that its caller awaits.</summary>
/// <typeparam name="TRequest">The requests.</typeparam>
/// <typeparam name="TCompletion">What comes back for each.</typeparam>
/// <typeparam name="TResult">What the caller gets.</typeparam>
/// <typeparam name="TSelf">The operation itself, for its pool.</typeparam>
internal abstract class TaskOperation<TRequest, TCompletion, TResult, TSelf> : Operation<TRequest, TCompletion>, IValueTaskSource<TResult>, IPooledOperation<TSelf>
    where TRequest : struct, IRequest
    where TCompletion : struct, ICompletion
    where TSelf : TaskOperation<TRequest, TCompletion, TResult, TSelf>, new()
{
    private ManualResetValueTaskSourceCore<TResult> _core;   // continuations run where Execute runs: on the thread pool

    TSelf? IPooledOperation<TSelf>.NextInPool { get; set; }

    /// <summary>What the caller gets when the operation ends well.</summary>
    protected TResult? Result { get; set; }

    /// <summary>The task, to be taken before the operation can end and be used again.</summary>
    protected ValueTask<TResult> Task => new(this, _core.Version);

    TResult IValueTaskSource<TResult>.GetResult(short token)
    {
        try
        {
            return _core.GetResult(token);
        }
        finally
        {
            _core.Reset();
            Result = default;
            if (!KeepsBuffers)
            {
                Rest();
                OperationPool<TSelf>.Shared.Return((TSelf)this);
            }
        }
    }

    ValueTaskSourceStatus IValueTaskSource<TResult>.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource<TResult>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);

    protected override void Succeed() => _core.SetResult(Result!);

    protected override void Fail(Exception reason) => _core.SetException(reason);
}
