using System.Security.Cryptography;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Aeads;

namespace WarpDrive;

/// <content>Asynchronous and batch forms.</content>
public abstract partial class AuthenticatedCipher
{
    /// <summary>Bytes from which a call may be queued: below, the work alone takes less than the way through a queue and back.</summary>
    private const int QueuedFrom = 4 << 10;

    /// <summary>Encrypts and authenticates. Calls from many tasks are packed; calls one after the other run at once, on the caller's thread.</summary>
    /// <param name="job">Nonce, plaintext, room, tag and associated data. Not to be touched until the task has ended.</param>
    /// <param name="cancellationToken">Before the request is with a device, takes it back; after that the task ends as cancelled once the device has let go.</param>
    /// <exception cref="ArgumentException">A length is wrong, or buffers overlap.</exception>
    /// <exception cref="CryptoRequestException">It failed.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public ValueTask<CipherResult> EncryptAsync(AeadJob job, CancellationToken cancellationToken = default) =>
        RunAsync(job, decrypt: false, cancellationToken);

    /// <summary>Verifies and decrypts, as <see cref="EncryptAsync"/> encrypts.</summary>
    /// <param name="job">Nonce, ciphertext, room, tag and associated data. Not to be touched until the task has ended.</param>
    /// <param name="cancellationToken">Cancellation.</param>
    /// <exception cref="AuthenticationTagMismatchException">The tag does not match; the room holds zeros.</exception>
    /// <exception cref="ArgumentException">A length is wrong, or buffers overlap.</exception>
    /// <exception cref="CryptoRequestException">It failed in another way.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public ValueTask<CipherResult> DecryptAsync(AeadJob job, CancellationToken cancellationToken = default) =>
        RunAsync(job, decrypt: true, cancellationToken);

    /// <summary>Encrypts several messages: all pinned together, many in flight on one queue.</summary>
    /// <param name="jobs">What to encrypt.</param>
    /// <param name="results">Room for as many results, in the same order; default for those that failed.</param>
    /// <param name="cancellationToken">Looked at before each is begun; those begun end first.</param>
    /// <exception cref="CryptoRequestException">One failed; all others were done.</exception>
    /// <exception cref="ArgumentException">A length is wrong; nothing was begun.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public void EncryptMany(ReadOnlySpan<AeadJob> jobs, Span<CipherResult> results, CancellationToken cancellationToken = default) =>
        RunMany(jobs, results, decrypt: false, cancellationToken);

    /// <summary>Verifies and decrypts several messages.</summary>
    /// <param name="jobs">What to decrypt.</param>
    /// <param name="results">Room for as many results, in the same order; default for those that failed.</param>
    /// <param name="cancellationToken">Looked at before each is begun; those begun end first.</param>
    /// <exception cref="AuthenticationTagMismatchException">A tag does not match, and that was the first failure; all others were done.</exception>
    /// <exception cref="CryptoRequestException">One failed in another way; all others were done.</exception>
    /// <exception cref="ArgumentException">A length is wrong; nothing was begun.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public void DecryptMany(ReadOnlySpan<AeadJob> jobs, Span<CipherResult> results, CancellationToken cancellationToken = default) =>
        RunMany(jobs, results, decrypt: true, cancellationToken);

    private ValueTask<CipherResult> RunAsync(in AeadJob job, bool decrypt, CancellationToken cancellation)
    {
        Check(job.Nonce.Length, job.Source.Span, job.Destination.Span, job.Tag.Span, job.AssociatedData.Span);
        if (cancellation.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<CipherResult>(cancellation);
        }

        bool queued = _shape.Begin(job.Source.Length, out int arrival);
        if (!queued && TryRunInline(job, decrypt, arrival, out ValueTask<CipherResult> done))
        {
            return done;
        }

        if (!_routes.SharesAddresses || job.Source.IsEmpty)
        {
            _shape.End(arrival);
            return RunOnThreadPool(job, decrypt, cancellation);
        }

        bool held = false;
        _key.DangerousAddRef(ref held);   // let go of by the operation
        AeadRequest template = _template;
        template.Decrypt = decrypt;
        return AeadOperation.Start(_routes, _shape, arrival, template, _key, job, cancellation);
    }

    private CipherResult Run(in AeadJob job, bool decrypt) =>
        Run(job.Nonce.Span, job.Source.Span, job.Destination.Span, job.Tag.Span, job.AssociatedData.Span, decrypt);

    /// <summary>Runs a call on its caller's thread, unless a daemon would have to be waited for there.</summary>
    private bool TryRunInline(in AeadJob job, bool decrypt, int arrival, out ValueTask<CipherResult> done)
    {
        RequestStatus status;
        CipherResult result;
        RouteAnswer<AeadRequest, Completion> answer;
        try
        {
            status = Run(
                job.Nonce.Span, job.Source.Span, job.Destination.Span, job.Tag.Span, job.AssociatedData.Span, decrypt, Patience.Queue, out result, out answer);
        }
        catch
        {
            _shape.End(arrival);
            throw;
        }

        return InlineCall.TryEnd(_routes, _shape, arrival, status, result, answer, out done);
    }

    private ValueTask<CipherResult> RunOnThreadPool(AeadJob job, bool decrypt, CancellationToken cancellation) =>
        ThreadPoolCall.Start(static call => call.Cipher.Run(call.Job, call.Decrypt), (Cipher: this, Job: job, Decrypt: decrypt), cancellation);

    private void RunMany(ReadOnlySpan<AeadJob> jobs, Span<CipherResult> results, bool decrypt, CancellationToken cancellation)
    {
        using var batch = CryptoBatch<AeadRequest>.Rent(_routes, jobs.Length, results.Length);
        using var memory = AeadBatchMemory.Rent(jobs.Length);
        foreach (ref readonly AeadJob job in jobs)
        {
            Check(job.Nonce.Length, job.Source.Span, job.Destination.Span, job.Tag.Span, job.AssociatedData.Span);
        }

        bool held = false;
        try
        {
            _key.DangerousAddRef(ref held);
            for (int i = 0; i < jobs.Length; i++)
            {
                ref readonly AeadJob job = ref jobs[i];
                ref AeadRequest request = ref batch.Requests[i];
                request = _template;
                request.Decrypt = decrypt;
                AeadFacts.WriteIv(Algorithm, job.Nonce.Span, memory.Iv(i, out request.Iv));
                request.Mac = batch.Pin(job.Tag);
                request.MacLength = job.Tag.Length;
                memory.Lists(i).Write(
                    ref request, batch.Pin(job.AssociatedData), job.AssociatedData.Length, batch.Pin(job.Source), batch.Pin(job.Destination),
                    job.Source.Length);
            }

            batch.Run(cancellation);
            Finish(batch, jobs, results, decrypt, cancellation);
        }
        finally
        {
            if (held)
            {
                _key.DangerousRelease();
            }
        }
    }

    private void Finish(
        CryptoBatch<AeadRequest> batch, ReadOnlySpan<AeadJob> jobs, Span<CipherResult> results, bool decrypt, CancellationToken cancellation)
    {
        results[..jobs.Length].Clear();
        if (decrypt)
        {
            ClearUnverified(batch, jobs);
        }

        for (int i = 0; i < jobs.Length; i++)
        {
            ref readonly AeadJob job = ref jobs[i];
            if (batch.Statuses[i] == RequestStatus.Ok)
            {
                results[i] = new CipherResult(job.Source.Length, batch.Receipts[i]);
            }
            else if (batch.Statuses[i] == RequestStatus.TagMismatch)
            {
                batch.Fail(i, RequestStatus.TagMismatch, default);
            }
            else if (!batch.IsFinal(i, repeatable: !job.Source.Span.Overlaps(job.Destination.Span)))
            {
                cancellation.ThrowIfCancellationRequested();
                RequestStatus status = Run(
                    job.Nonce.Span, job.Source.Span, job.Destination.Span, job.Tag.Span, job.AssociatedData.Span, decrypt, Patience.Both, out results[i],
                    out RouteAnswer<AeadRequest, Completion> answer);
                batch.Fail(i, status, answer);
            }
        }

        batch.ThrowIfFailed();
    }

    /// <summary>Zeroes what devices may have written before they failed. In place that is also the input: it goes only where nothing is tried again.</summary>
    private static void ClearUnverified(CryptoBatch<AeadRequest> batch, ReadOnlySpan<AeadJob> jobs)
    {
        for (int i = 0; i < jobs.Length; i++)
        {
            ref readonly AeadJob job = ref jobs[i];
            RequestStatus status = batch.Statuses[i];
            bool isFinal = status is CryptoBatch<AeadRequest>.Sent or RequestStatus.TagMismatch or RequestStatus.TimedOut or RequestStatus.DeviceError;
            bool isUntouched = status is RequestStatus.Ok or CryptoBatch<AeadRequest>.NotBegun;
            if (isFinal || (!isUntouched && !job.Source.Span.Overlaps(job.Destination.Span)))
            {
                job.Destination.Span[..job.Source.Length].Clear();
            }
        }
    }
}
