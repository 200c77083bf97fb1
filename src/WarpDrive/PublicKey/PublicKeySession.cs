using WarpDrive.Uacce;
using WarpDrive.Uacce.PublicKey;

namespace WarpDrive;

/// <summary>The way of one key object to the devices: routes for its algorithm, and the last receipt.</summary>
/// <remarks>Thread safe.</remarks>
internal sealed class PublicKeySession
{
    private readonly PublicKeyRoutes _routes;
    private readonly CallShape _shape = new();
    private readonly Lock _lock = new();
    private Receipt _last;

    /// <summary>Makes a session; devices are looked for at the first operation.</summary>
    /// <param name="algorithm">Algorithm as devices list it, e.g. <c>rsa</c>.</param>
    /// <param name="family">Kind of queue that it needs.</param>
    /// <param name="options">The caller's wishes, or null.</param>
    /// <param name="accelerators">The library instance; null for the default one.</param>
    internal PublicKeySession(string algorithm, PublicKeyFamily family, CryptoOptions? options, Accelerators? accelerators) =>
        _routes = CryptoRouting.Create(
            accelerators ?? Accelerators.Default, PublicKeyClass.Instance, algorithm, algorithm, new PublicKeyQueueOptions { Family = family },
            options ?? new CryptoOptions());

    /// <summary>Receipt of the last operation that ended well, on any thread.</summary>
    internal Receipt LastReceipt
    {
        get
        {
            lock (_lock)
            {
                return _last;
            }
        }
    }

    /// <summary>Runs a call on a queue of the caller's own.</summary>
    /// <exception cref="CryptoRequestException">It failed.</exception>
    internal bool Run(PublicKeyCall call)
    {
        RequestStatus status = TryRun(call, out PublicKeyAnswer answer);
        ThrowIfFailed(status, answer);
        return answer.Completion.IsValid;
    }

    /// <summary>Whether a signature is valid. Operands that no valid signature can have say no; they are no error.</summary>
    /// <exception cref="CryptoRequestException">It failed in another way.</exception>
    internal bool Verify(PublicKeyCall call)
    {
        RequestStatus status = TryRun(call, out PublicKeyAnswer answer);
        if (status is RequestStatus.BadOperand or RequestStatus.NoResult)
        {
            return false;
        }

        ThrowIfFailed(status, answer);
        return answer.Completion.IsValid;
    }

    /// <summary>Runs a call and tells failures by status.</summary>
    /// <param name="call">The call.</param>
    /// <param name="answer">What came back.</param>
    /// <param name="patience">What to wait for.</param>
    internal RequestStatus TryRun(PublicKeyCall call, out PublicKeyAnswer answer, Patience patience = Patience.Both)
    {
        RequestStatus status = _routes.Execute(call.Request, patience, repeatable: true, out answer);
        if (status == RequestStatus.Ok)
        {
            Keep(answer.Receipt);
        }

        return status;
    }

    /// <summary>Throws for what <see cref="TryRun"/> answered.</summary>
    /// <exception cref="CryptoRequestException">It failed.</exception>
    internal void ThrowIfFailed(RequestStatus status, in PublicKeyAnswer answer)
    {
        if (status != RequestStatus.Ok)
        {
            Failures.Throw(status, _routes, answer);
        }
    }

    /// <summary>Runs a call beside others: on the caller's thread when it is alone, else on a queue that many callers share.</summary>
    /// <exception cref="CryptoRequestException">It failed.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled before it began.</exception>
    internal ValueTask<bool> RunAsync(PublicKeyCall call, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        bool queued = _shape.Begin(call.Request.InputLength, out int arrival);
        return !queued && TryRunInline(call, arrival, out ValueTask<bool> done) ? done : PublicKeyTask.Start(this, _routes, _shape, arrival, call, cancellation);
    }

    /// <summary>Runs a call on its caller's thread, unless a daemon would have to be waited for there.</summary>
    private bool TryRunInline(PublicKeyCall call, int arrival, out ValueTask<bool> done)
    {
        RequestStatus status;
        PublicKeyAnswer answer;
        try
        {
            status = TryRun(call, out answer, Patience.Queue);
        }
        catch
        {
            _shape.End(arrival);
            throw;
        }

        return InlineCall.TryEnd(_routes, _shape, arrival, status, answer.Completion.IsValid, answer, out done);
    }

    /// <summary>Keeps the receipt of an operation that ended well.</summary>
    internal void Keep(in Receipt receipt)
    {
        lock (_lock)
        {
            _last = receipt;
        }
    }
}
