using WarpDrive.Uacce;

namespace WarpDrive;

/// <summary>Many requests of one caller, made one by one as the queue takes them.</summary>
/// <typeparam name="TRequest">The requests.</typeparam>
/// <typeparam name="TCompletion">What comes back for each.</typeparam>
internal interface IRequestSeries<TRequest, TCompletion>
    where TRequest : struct, IRequest
    where TCompletion : struct, ICompletion
{
    /// <summary>How many there are.</summary>
    int Count { get; }

    /// <summary>Writes what all requests share into a buffer that is used for one after the other.</summary>
    /// <param name="requests">The buffer.</param>
    void Prepare(Span<TRequest> requests);

    /// <summary>Writes what is a request's own, but for its tag, into a prepared one.</summary>
    /// <param name="index">Which one.</param>
    /// <param name="request">The buffer's next.</param>
    void Fill(int index, ref TRequest request);

    /// <summary>Takes what came back. Called in order; never for some when the device was lost.</summary>
    /// <param name="index">Which one.</param>
    /// <param name="completion">What came back.</param>
    /// <param name="context">Where it ran, for the receipt.</param>
    /// <param name="stamp">To be given to <see cref="QueueContext{TRequest, TCompletion}.MakeReceipt"/>.</param>
    void Take(int index, in TCompletion completion, QueueContext<TRequest, TCompletion> context, long stamp);

    /// <summary>Takes the end of one that no device executed: Refused or TimedOut.</summary>
    /// <param name="index">Which one.</param>
    /// <param name="status">Its status.</param>
    void Fail(int index, RequestStatus status);
}
