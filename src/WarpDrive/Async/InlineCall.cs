using WarpDrive.Uacce;

namespace WarpDrive;

/// <summary>The end of an asynchronous call that ran on its caller's thread.</summary>
internal static class InlineCall
{
    /// <summary>Status of a call that cannot end on its caller's thread without waiting for a daemon, or may not in one request.</summary>
    internal const RequestStatus Elsewhere = RequestStatus.NoDevice;

    /// <summary>Makes the task of a call that was run with <see cref="Patience.Queue"/>.</summary>
    /// <param name="routes">Where it ran.</param>
    /// <param name="shape">How calls come.</param>
    /// <param name="arrival">What the shape gave.</param>
    /// <param name="status">How it ended.</param>
    /// <param name="result">The result when the status is Ok.</param>
    /// <param name="answer">What came back, for the words.</param>
    /// <param name="task">The task.</param>
    /// <returns>False when it has not ended, and goes another way.</returns>
    internal static bool TryEnd<TRequest, TCompletion, TResult>(
        RouteSet<TRequest, TCompletion> routes, CallShape shape, int arrival, RequestStatus status, in TResult result,
        in RouteAnswer<TRequest, TCompletion> answer, out ValueTask<TResult> task)
        where TRequest : struct, IRequest
        where TCompletion : struct, ICompletion
    {
        if (status == Elsewhere)
        {
            task = default;
            return false;
        }

        shape.End(arrival);
        task = status == RequestStatus.Ok ? new ValueTask<TResult>(result) : ValueTask.FromException<TResult>(Failures.Create(status, routes, answer));
        return true;
    }
}
