using WarpDrive.Uacce;
using WarpDrive.Uacce.Ciphers;

namespace WarpDrive;

/// <content>Asynchronous and batch forms.</content>
public sealed partial class Cipher
{
    /// <summary>Below this no device's limit needs to be asked for.</summary>
    private const int SmallRequest = 64 << 10;

    /// <summary>Bytes from which a call may be queued: below, the work alone takes less than the way through a queue and back.</summary>
    private const int QueuedFrom = 4 << 10;

    /// <summary>Encrypts. Calls from many tasks are packed; calls one after the other run at once, on the caller's thread.</summary>
    /// <param name="iv">IV or tweak of one block; empty for ECB. It is copied.</param>
    /// <param name="source">Plaintext. Must not be changed, freed or returned to a pool until the task has ended.</param>
    /// <param name="destination">Room for as many bytes; the same holds for it.</param>
    /// <param name="cancellationToken">Before the request is with a device, takes it back; after that the task ends as cancelled once the device has let go.</param>
    /// <exception cref="ArgumentException">A length is wrong, or the buffers overlap without being the same.</exception>
    /// <exception cref="CryptoRequestException">It failed.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public ValueTask<CipherResult> EncryptAsync(
        ReadOnlyMemory<byte> iv, ReadOnlyMemory<byte> source, Memory<byte> destination, CancellationToken cancellationToken = default) =>
        RunAsync(iv, source, destination, decrypt: false, cancellationToken);

    /// <summary>Decrypts, as <see cref="EncryptAsync"/> encrypts.</summary>
    /// <param name="iv">IV or tweak of one block; empty for ECB. It is copied.</param>
    /// <param name="source">Ciphertext.</param>
    /// <param name="destination">Room for as many bytes.</param>
    /// <param name="cancellationToken">Cancellation.</param>
    /// <exception cref="ArgumentException">A length is wrong, or the buffers overlap without being the same.</exception>
    /// <exception cref="CryptoRequestException">It failed.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public ValueTask<CipherResult> DecryptAsync(
        ReadOnlyMemory<byte> iv, ReadOnlyMemory<byte> source, Memory<byte> destination, CancellationToken cancellationToken = default) =>
        RunAsync(iv, source, destination, decrypt: true, cancellationToken);

    /// <summary>Encrypts several buffers: all pinned together, many in flight on one queue.</summary>
    /// <param name="jobs">What to encrypt.</param>
    /// <param name="results">Room for as many results, in the same order; default for those that failed.</param>
    /// <param name="cancellationToken">Looked at before each is begun; those begun end first.</param>
    /// <exception cref="CryptoRequestException">One failed; all others were done.</exception>
    /// <exception cref="ArgumentException">A length is wrong; nothing was begun.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public void EncryptMany(ReadOnlySpan<CipherJob> jobs, Span<CipherResult> results, CancellationToken cancellationToken = default) =>
        RunMany(jobs, results, decrypt: false, cancellationToken);

    /// <summary>Decrypts several buffers, as <see cref="EncryptMany"/> encrypts.</summary>
    /// <param name="jobs">What to decrypt.</param>
    /// <param name="results">Room for as many results, in the same order; default for those that failed.</param>
    /// <param name="cancellationToken">Looked at before each is begun; those begun end first.</param>
    /// <exception cref="CryptoRequestException">One failed; all others were done.</exception>
    /// <exception cref="ArgumentException">A length is wrong; nothing was begun.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public void DecryptMany(ReadOnlySpan<CipherJob> jobs, Span<CipherResult> results, CancellationToken cancellationToken = default) =>
        RunMany(jobs, results, decrypt: true, cancellationToken);

    private ValueTask<CipherResult> RunAsync(
        ReadOnlyMemory<byte> iv, ReadOnlyMemory<byte> source, Memory<byte> destination, bool decrypt, CancellationToken cancellation)
    {
        Check(iv.Length, source.Span, destination.Span);
        if (cancellation.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<CipherResult>(cancellation);
        }

        if (source.Length > SmallRequest && source.Length > _routes.RequestLimit)
        {
            return RunOnThreadPool(iv, source, destination, decrypt, cancellation);
        }

        bool queued = _shape.Begin(source.Length, out int arrival);
        if (!queued && TryRunInline(iv.Span, source.Span, destination.Span, decrypt, arrival, out ValueTask<CipherResult> done))
        {
            return done;
        }

        if (!_routes.SharesAddresses)
        {
            _shape.End(arrival);
            return RunOnThreadPool(iv, source, destination, decrypt, cancellation);
        }

        bool held = false;
        _key.DangerousAddRef(ref held);   // let go of by the operation
        CipherRequest template = _template;
        template.Decrypt = decrypt;
        return CipherOperation.Start(_routes, _shape, arrival, template, _key, iv.Span, source, destination, cancellation);
    }

    /// <summary>Runs a call on its caller's thread, unless a daemon would have to be waited for there.</summary>
    private bool TryRunInline(
        ReadOnlySpan<byte> iv, ReadOnlySpan<byte> source, Span<byte> destination, bool decrypt, int arrival, out ValueTask<CipherResult> done)
    {
        RequestStatus status;
        CipherResult result;
        RouteAnswer<CipherRequest, Completion> answer;
        try
        {
            status = Run(iv, source, destination, decrypt, Patience.Queue, out result, out answer);
        }
        catch
        {
            _shape.End(arrival);
            throw;
        }

        return InlineCall.TryEnd(_routes, _shape, arrival, status, result, answer, out done);
    }

    private ValueTask<CipherResult> RunOnThreadPool(
        ReadOnlyMemory<byte> iv, ReadOnlyMemory<byte> source, Memory<byte> destination, bool decrypt, CancellationToken cancellation) =>
        ThreadPoolCall.Start(
            static call => call.Cipher.Run(call.Iv.Span, call.Source.Span, call.Destination.Span, call.Decrypt),
            (Cipher: this, Iv: iv, Source: source, Destination: destination, Decrypt: decrypt), cancellation);

    private unsafe void RunMany(ReadOnlySpan<CipherJob> jobs, Span<CipherResult> results, bool decrypt, CancellationToken cancellation)
    {
        using var batch = CryptoBatch<CipherRequest>.Rent(_routes, jobs.Length, results.Length);
        foreach (ref readonly CipherJob job in jobs)
        {
            Check(job.Iv.Length, job.Source.Span, job.Destination.Span);
        }

        bool held = false;
        try
        {
            _key.DangerousAddRef(ref held);
            for (int i = 0; i < jobs.Length; i++)
            {
                ref CipherRequest request = ref batch.Requests[i];
                request = _template;
                request.Decrypt = decrypt;
                request.Iv = batch.Pin(jobs[i].Iv);
                request.Source = batch.Pin(jobs[i].Source);
                request.Destination = batch.Pin(jobs[i].Destination);
                request.Length = jobs[i].Source.Length;
            }

            batch.Run(cancellation);
            results[..jobs.Length].Clear();
            for (int i = 0; i < jobs.Length; i++)
            {
                if (batch.Statuses[i] == RequestStatus.Ok)
                {
                    results[i] = new CipherResult(jobs[i].Source.Length, batch.Receipts[i]);
                }
                else if (!batch.IsFinal(i, batch.Requests[i].Source != batch.Requests[i].Destination))
                {
                    cancellation.ThrowIfCancellationRequested();
                    RequestStatus status = Run(
                        jobs[i].Iv.Span, jobs[i].Source.Span, jobs[i].Destination.Span, decrypt, Patience.Both, out results[i],
                        out RouteAnswer<CipherRequest, Completion> answer);
                    batch.Fail(i, status, answer);
                }
            }

            batch.ThrowIfFailed();
        }
        finally
        {
            if (held)
            {
                _key.DangerousRelease();
            }
        }
    }
}
