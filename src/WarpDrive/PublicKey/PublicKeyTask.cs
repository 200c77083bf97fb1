using WarpDrive.Uacce;
using WarpDrive.Uacce.PublicKey;

namespace WarpDrive;

/// <summary>One asynchronous public-key operation; what it says beside its result is whether a signature is valid.</summary>
internal sealed class PublicKeyTask : TaskOperation<PublicKeyRequest, Completion, bool, PublicKeyTask>
{
    private PublicKeySession _session = null!;
    private PublicKeyCall _call = null!;

    /// <summary>Submits a call; the caller disposes it when the task has ended.</summary>
    internal static ValueTask<bool> Start(
        PublicKeySession session, PublicKeyRoutes routes, CallShape shape, int arrival, PublicKeyCall call, CancellationToken cancellation)
    {
        PublicKeyTask operation = OperationPool<PublicKeyTask>.Shared.Rent();
        operation.Begin(routes, shape, arrival, cancellation);
        operation._session = session;
        operation._call = call;
        operation.Request = call.Request;
        ValueTask<bool> task = operation.Task;
        operation.Launch();
        return task;
    }

    protected override RequestStatus Conclude(RequestStatus status, ref PublicKeyAnswer answer)
    {
        Result = answer.Completion.IsValid;
        if (status == RequestStatus.Ok)
        {
            _session.Keep(answer.Receipt);
        }

        return status;
    }

    protected override void Release(bool keep)
    {
        if (keep)
        {
            _call.Keep();
        }

        _session = null!;
        _call = null!;
        Request = default;   // it holds the key
    }
}
