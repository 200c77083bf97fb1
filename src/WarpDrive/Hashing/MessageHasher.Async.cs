using System.Runtime.CompilerServices;
using WarpDrive.Uacce;

namespace WarpDrive;

/// <content>Asynchronous forms.</content>
public abstract partial class MessageHasher
{
    /// <summary>Messages that are worth a thread of their own in an asynchronous batch.</summary>
    private const int LeastShare = 64;

    /// <summary>Hashes a message. Calls from many tasks are packed into SIMD lanes; calls one after the other run at once, on the caller's thread.</summary>
    /// <param name="source">Message. Must not be changed, freed or returned to a pool until the task has ended.</param>
    /// <param name="digest">Room for <see cref="HashSize"/> bytes; the same holds for it.</param>
    /// <param name="cancellationToken">Before the request is with a device, takes it back; after that the task ends as cancelled once the device has let go.</param>
    /// <exception cref="CryptoRequestException">It failed.</exception>
    /// <exception cref="ArgumentException">The room is too small.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public ValueTask<HashResult> HashAsync(ReadOnlyMemory<byte> source, Memory<byte> digest, CancellationToken cancellationToken = default)
    {
        CheckRoom(digest.Length, 1);
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<HashResult>(cancellationToken);
        }

        if (source.Length > SmallRequest && source.Length > _routes.RequestLimit)
        {
            return RunOnThreadPool(source, digest, cancellationToken);
        }

        bool queued = _shape.Begin(source.Length, out int arrival);
        if (!queued && TryRunInline(source.Span, digest.Span, arrival, out ValueTask<HashResult> done))
        {
            return done;
        }

        if (!_routes.SharesAddresses)
        {
            _shape.End(arrival);
            return RunOnThreadPool(source, digest, cancellationToken);
        }

        Hold();   // let go of by the operation
        return DigestOperation.Start(_routes, _shape, arrival, _template, _key, source, digest, cancellationToken);
    }

    /// <summary>Hashes a message into an array of its own.</summary>
    /// <param name="source">Message. Must not be changed, freed or returned to a pool until the task has ended.</param>
    /// <param name="cancellationToken">As for the form above.</param>
    /// <returns>The digest.</returns>
    /// <exception cref="CryptoRequestException">It failed.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<byte[]> HashAsync(ReadOnlyMemory<byte> source, CancellationToken cancellationToken = default)
    {
        byte[] digest = new byte[HashSize];
        await HashAsync(source, digest, cancellationToken).ConfigureAwait(false);
        return digest;
    }

    /// <summary>Hashes several messages on the thread pool, as <see cref="HashMany(ReadOnlySpan{ReadOnlyMemory{byte}}, Span{byte}, CancellationToken)"/> does.</summary>
    /// <param name="sources">Messages of any lengths. No buffer may be touched until the task has ended.</param>
    /// <param name="digests">Room for <see cref="HashSize"/> bytes each, in the same order.</param>
    /// <param name="cancellationToken">Ends the batch; the task ends when devices have let go of all its buffers.</param>
    /// <returns>Where the last one ran.</returns>
    /// <exception cref="CryptoRequestException">One failed; all others were done.</exception>
    /// <exception cref="ArgumentException">The room is too small.</exception>
    public Task<Receipt> HashManyAsync(
        ReadOnlyMemory<ReadOnlyMemory<byte>> sources, Memory<byte> digests, CancellationToken cancellationToken = default)
    {
        CheckRoom(digests.Length, sources.Length);
        return RunShares(
            sources.Length, (from, count) => HashMany(sources.Span.Slice(from, count), digests.Span[(from * HashSize)..], cancellationToken));
    }

    /// <summary>Hashes several messages on the thread pool, each into a room of its own.</summary>
    /// <param name="jobs">What to hash. No buffer may be touched until the task has ended.</param>
    /// <param name="results">Room for as many results, in the same order.</param>
    /// <param name="cancellationToken">Ends the batch; the task ends when devices have let go of all its buffers.</param>
    /// <exception cref="CryptoRequestException">One failed; all others were done.</exception>
    /// <exception cref="ArgumentException">There are fewer results than jobs, or a room is too small.</exception>
    public Task HashManyAsync(ReadOnlyMemory<HashJob> jobs, Memory<HashResult> results, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (results.Length < jobs.Length)
        {
            throw new ArgumentException("there are fewer results than jobs", nameof(results));
        }

        return RunShares(jobs.Length, (from, count) =>
        {
            HashMany(jobs.Span.Slice(from, count), results.Span[from..], cancellationToken);
            return count > 0 ? results.Span[from + count - 1].Receipt : default;
        });
    }

    /// <summary>Hashes messages of one length on the thread pool, as <see cref="HashEach"/> does.</summary>
    /// <param name="messages">The messages, one behind the other. Not to be touched until the task has ended.</param>
    /// <param name="messageLength">Bytes of each, at least 1.</param>
    /// <param name="digests">Room for <see cref="HashSize"/> bytes each, in the same order; the same holds for it.</param>
    /// <param name="cancellationToken">Ends the batch; the task ends when devices have let go of all its buffers.</param>
    /// <returns>Where the last one ran.</returns>
    /// <exception cref="CryptoRequestException">One failed; all others were done.</exception>
    /// <exception cref="ArgumentException">The messages are no multiple of the length, or the room is too small.</exception>
    public Task<Receipt> HashEachAsync(
        ReadOnlyMemory<byte> messages, int messageLength, Memory<byte> digests, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(messageLength);
        if (messages.Length % messageLength != 0)
        {
            throw new ArgumentException($"{messages.Length} bytes are no messages of {messageLength}", nameof(messages));
        }

        int all = messages.Length / messageLength;
        CheckRoom(digests.Length, all);
        return RunShares(all, (from, count) => HashEach(
            messages.Span.Slice(from * messageLength, count * messageLength), messageLength, digests.Span[(from * HashSize)..], cancellationToken));
    }

    /// <summary>Runs a batch in as many equal shares as there are processors for it; the first failure is thrown when all shares have ended.</summary>
    private static async Task<Receipt> RunShares(int all, Func<int, int, Receipt> run)
    {
        int shares = Math.Clamp(all / LeastShare, 1, Environment.ProcessorCount);
        var tasks = new Task<Receipt>[shares];
        for (int i = 0; i < shares; i++)
        {
            int from = (int)((long)all * i / shares), to = (int)((long)all * (i + 1) / shares);
            tasks[i] = Task.Run(() => run(from, to - from));
        }

        Receipt[] receipts = await Task.WhenAll(tasks).ConfigureAwait(false);
        return receipts[^1];
    }

    /// <summary>Runs a call on its caller's thread, unless a daemon would have to be waited for there.</summary>
    private bool TryRunInline(ReadOnlySpan<byte> source, Span<byte> digest, int arrival, out ValueTask<HashResult> done)
    {
        RequestStatus status;
        HashResult result;
        DigestAnswer answer;
        try
        {
            status = Run(source, digest, Patience.Queue, out result, out answer);
        }
        catch
        {
            _shape.End(arrival);
            throw;
        }

        return InlineCall.TryEnd(_routes, _shape, arrival, status, result, answer, out done);
    }

    /// <summary>The way of messages that no single descriptor can do.</summary>
    private ValueTask<HashResult> RunOnThreadPool(ReadOnlyMemory<byte> source, Memory<byte> digest, CancellationToken cancellationToken) =>
        ThreadPoolCall.Start(
            static call => call.Hasher.Hash(call.Source.Span, call.Digest.Span), (Hasher: this, Source: source, Digest: digest), cancellationToken);
}
