namespace WarpDrive.Uacce;

/// <summary>A started queue of a device, driven by its user driver, for one class of requests.</summary>
/// <typeparam name="TRequest">The requests, in no vendor's format.</typeparam>
/// <typeparam name="TCompletion">What comes back for each.</typeparam>
/// <remarks>
/// One sender and one receiver at a time (they may be two threads); nothing here allocates. Completions come in submission order.
/// Memory named by a request belongs to the device until its completion was received. Disposing stops and closes the queue.
/// </remarks>
public abstract class RequestQueue<TRequest, TCompletion> : IDisposable
    where TRequest : struct, IRequest
    where TCompletion : struct, ICompletion
{
    /// <summary>The queue file below.</summary>
    public abstract QueueFile File { get; }

    /// <summary>Requests that fit: ring depth − 1.</summary>
    public abstract int Capacity { get; }

    /// <summary>Requests sent and not yet received.</summary>
    public abstract int InFlight { get; }

    /// <summary>False when the device ignored the level or engine asked for (hardware).</summary>
    public abstract bool LevelHonoured { get; }

    /// <summary>On a device without SVA: bytes of reserved memory that the driver wants for itself, for each request in flight; 0 when it needs none.</summary>
    /// <remarks>A queue has one reservation, and it is its user's: without a part of it the driver refuses the few requests that need one.</remarks>
    public virtual int PrivateBytesPerRequest => 0;

    /// <summary>Gives the driver memory of its own, before the first request. It stays reserved until the queue was disposed; secrets in it are wiped after each request.</summary>
    /// <param name="address">Device-visible address inside the queue's reservation, a multiple of 64.</param>
    /// <param name="length">Bytes, a multiple of <see cref="PrivateBytesPerRequest"/>; zeros.</param>
    /// <exception cref="ArgumentException">The address is not aligned, or there is no room for a single request.</exception>
    /// <exception cref="InvalidOperationException">The driver has private memory already.</exception>
    public virtual void GivePrivateMemory(ulong address, int length)
    {
        // A driver that wants none has no use for it.
    }

    /// <summary>Sends requests; either all or none.</summary>
    /// <param name="requests">At least one.</param>
    /// <param name="refusal">With <see cref="SubmitResult.Refused"/>: why, for people; else null. A constant string, never built.</param>
    public abstract SubmitResult TrySend(ReadOnlySpan<TRequest> requests, out string? refusal);

    /// <summary>Receives what has finished. On an Inline queue this runs the device when nothing is there.</summary>
    /// <param name="completions">Room; may be larger than what is in flight.</param>
    /// <param name="count">How many were written, also when the result is an error.</param>
    public abstract ReceiveResult TryReceive(Span<TCompletion> completions, out int count);

    /// <summary>Arms the completion event and waits until something may be received.</summary>
    /// <param name="timeout">Finite.</param>
    /// <returns>False when the time ran out.</returns>
    public abstract bool Wait(TimeSpan timeout);

    /// <summary>Arms the completion event once, for callers that wait on <see cref="QueueFile.EventDescriptor"/> of many queues.</summary>
    /// <returns>False when something can be received now.</returns>
    public abstract bool Arm();

    /// <summary>Words for a completion that is not <see cref="RequestStatus.Ok"/>, and what to do about it.</summary>
    /// <param name="completion">The completion.</param>
    public abstract string Describe(in TCompletion completion);

    /// <summary>Name of an engine path, e.g. <c>isal-1</c>; <c>hardware</c> when there are no notes.</summary>
    /// <param name="engine">Number from a completion.</param>
    public abstract string EngineName(ushort engine);

    /// <summary>Stops the queue: requests in flight are drained. After it returns true the device touches no memory of any request.</summary>
    /// <param name="timeout">How long to wait for the drain.</param>
    public abstract bool TryStop(TimeSpan timeout);

    /// <summary>Stops and closes.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases the queue.</summary>
    /// <param name="disposing">False when called by a finalizer.</param>
    protected abstract void Dispose(bool disposing);
}
