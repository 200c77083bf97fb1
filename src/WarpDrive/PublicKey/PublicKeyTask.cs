using WarpDrive.Uacce;
using WarpDrive.Uacce.PublicKey;

namespace WarpDrive;

/// <summary>One asynchronous public-key operation.</summary>
internal sealed class PublicKeyTask : TaskOperation<PublicKeyRequest, Completion, PublicKeyOutcome, PublicKeyTask>
{
    private PublicKeyCall _call = null!;

    /// <summary>Submits a call; the caller disposes it when the task has ended.</summary>
    internal static ValueTask<PublicKeyOutcome> Start(
        PublicKeyRoutes routes, CallShape shape, int arrival, PublicKeyCall call, CancellationToken cancellation)
    {
        PublicKeyTask operation = OperationPool<PublicKeyTask>.Shared.Rent();
        operation.Begin(routes, shape, arrival, cancellation);
        operation._call = call;
        operation.Request = call.Request;
        ValueTask<PublicKeyOutcome> task = operation.Task;
        operation.Launch();
        return task;
    }

    protected override RequestStatus Conclude(RequestStatus status, ref PublicKeyAnswer answer)
    {
        Result = new PublicKeyOutcome(answer.Completion.IsValid, answer.Receipt);
        return status;
    }

    protected override void Release(bool keep)
    {
        if (keep)
        {
            _call.Keep();
        }

        _call = null!;
        Request = default;   // it holds the key
    }
}
