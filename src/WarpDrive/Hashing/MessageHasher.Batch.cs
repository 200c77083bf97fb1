using System.Buffers;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Digests;

namespace WarpDrive;

/// <content>Many messages at once: pinned together, many in flight on one queue, equal work packed into SIMD lanes by the device.</content>
public abstract partial class MessageHasher
{
    /// <summary>Hashes several messages; the digests lie one behind the other.</summary>
    /// <param name="sources">Messages of any lengths.</param>
    /// <param name="digests">Room for <see cref="HashSize"/> bytes each, in the same order. Must overlap no message.</param>
    /// <param name="cancellationToken">Looked at before each message is begun; those begun end first.</param>
    /// <returns>Where the last one ran.</returns>
    /// <exception cref="CryptoRequestException">One failed; all others were done.</exception>
    /// <exception cref="ArgumentException">The room is too small; nothing was begun.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public unsafe Receipt HashMany(ReadOnlySpan<ReadOnlyMemory<byte>> sources, Span<byte> digests, CancellationToken cancellationToken = default)
    {
        CheckRoom(digests.Length, sources.Length);
        BatchRoom room = BatchRoom.Take(sources.Length, sources.Length);
        (MemoryHandle[] pins, PinnedMessage[] messages) = (room.Pins, room.Messages);
        bool held = Hold();
        int pinned = 0;
        try
        {
            fixed (byte* to = digests)
            {
                for (; pinned < sources.Length; pinned++)
                {
                    pins[pinned] = sources[pinned].Pin();
                    messages[pinned] = Message(pins[pinned], sources[pinned].Length, to + ((long)pinned * HashSize));
                }

                var series = new DigestSeries(_routes, _template, messages.AsSpan(0, sources.Length));
                return RunSeries(ref series, cancellationToken);
            }
        }
        finally
        {
            LetGo(held);
            room.Return(pinned);   // every request has ended
        }
    }

    /// <summary>Hashes several messages, each into a room of its own.</summary>
    /// <param name="jobs">What to hash.</param>
    /// <param name="results">Room for as many results, in the same order; default for those that failed.</param>
    /// <param name="cancellationToken">Looked at before each message is begun; those begun end first.</param>
    /// <exception cref="CryptoRequestException">One failed; all others were done.</exception>
    /// <exception cref="ArgumentException">There are fewer results than jobs, or a room is too small; nothing was begun.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public unsafe void HashMany(ReadOnlySpan<HashJob> jobs, Span<HashResult> results, CancellationToken cancellationToken = default)
    {
        if (results.Length < jobs.Length)
        {
            throw new ArgumentException("there are fewer results than jobs", nameof(results));
        }

        foreach (ref readonly HashJob job in jobs)
        {
            CheckRoom(job.Digest.Length, 1);
        }

        ObjectDisposedException.ThrowIf(_disposed, this);
        results = results[..jobs.Length];
        results.Clear();
        BatchRoom room = BatchRoom.Take(2 * jobs.Length, jobs.Length);
        (MemoryHandle[] pins, PinnedMessage[] messages) = (room.Pins, room.Messages);
        bool held = Hold();
        int pinned = 0;
        try
        {
            for (int i = 0; i < jobs.Length; i++)
            {
                pins[pinned++] = jobs[i].Source.Pin();
                pins[pinned++] = jobs[i].Digest.Pin();
                messages[i] = Message(pins[pinned - 2], jobs[i].Source.Length, (byte*)pins[pinned - 1].Pointer);
            }

            var series = new DigestSeries(_routes, _template, messages.AsSpan(0, jobs.Length)) { Results = results };
            RunSeries(ref series, cancellationToken);
        }
        finally
        {
            LetGo(held);
            room.Return(pinned);   // every request has ended
        }
    }

    /// <summary>Hashes messages of one length that lie one behind the other: one pin for all, no allocation, no copy.</summary>
    /// <param name="messages">The messages.</param>
    /// <param name="messageLength">Bytes of each, at least 1.</param>
    /// <param name="digests">Room for <see cref="HashSize"/> bytes each, in the same order. Must not overlap the messages.</param>
    /// <param name="cancellationToken">Looked at before each message is begun; those begun end first.</param>
    /// <returns>Where the last one ran.</returns>
    /// <exception cref="CryptoRequestException">One failed; all others were done.</exception>
    /// <exception cref="ArgumentException">The messages are no multiple of the length, or the room is too small; nothing was begun.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public unsafe Receipt HashEach(
        ReadOnlySpan<byte> messages, int messageLength, Span<byte> digests, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(messageLength);
        int count = messages.Length / messageLength;
        if (messages.Length % messageLength != 0)
        {
            throw new ArgumentException($"{messages.Length} bytes are no messages of {messageLength}", nameof(messages));
        }

        CheckRoom(digests.Length, count);
        bool held = Hold();
        try
        {
            fixed (byte* from = messages)
            fixed (byte* to = digests)
            {
                var series = new DigestSeries(_routes, _template, from, messageLength, count, to);
                return RunSeries(ref series, cancellationToken);
            }
        }
        finally
        {
            LetGo(held);
        }
    }

    private static unsafe PinnedMessage Message(in MemoryHandle pin, int length, byte* digest) =>
        new(pin.Pointer is null ? Nowhere.Address : (ulong)pin.Pointer, length, (ulong)digest);

    private Receipt RunSeries(ref DigestSeries series, CancellationToken cancellation)
    {
        if (series.Count > 0 && _routes.SharesAddresses)
        {
            _routes.ExecuteMany(ref series, cancellation);
        }

        if (series.Ended < series.Count || series.Failed is not null)
        {
            FinishSeries(ref series, cancellation);
        }

        return series.LastReceipt;
    }

    /// <summary>What the queue of the batch did not do runs by itself, on whatever queue is free; throws for the first that failed when all have ended.</summary>
    private unsafe void FinishSeries(ref DigestSeries series, CancellationToken cancellation)
    {
        Exception? failure = null;
        for (int i = 0; i < series.Failed?.Count; i++)
        {
            (int index, RequestStatus status) = series.Failed[i];
            if (status is RequestStatus.TimedOut or RequestStatus.DeviceError)
            {
                failure ??= Failures.Create(status, _routes, new DigestAnswer { Status = status });
            }
            else
            {
                RunAgain(ref series, index, ref failure);   // the single call knows what to do, and has the words
            }
        }

        for (int i = series.Ended; i < series.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            RunAgain(ref series, i, ref failure);
        }

        if (failure is not null)
        {
            throw failure;
        }
    }

    private unsafe void RunAgain(ref DigestSeries series, int index, ref Exception? failure)
    {
        var request = default(DigestRequest);
        request.SourceLength = series.MessageLength;
        series.Fill(index, ref request);
        RequestStatus status = RunPinned(
            (byte*)request.Source, request.SourceLength, (byte*)request.Digest, Patience.Both, out HashResult result, out DigestAnswer answer);
        if (status == RequestStatus.Ok)
        {
            series.Keep(index, result);
            return;
        }

        Exception why = Failures.Create(status, _routes, answer);
        failure ??= new CryptoRequestException(status, $"message {index}: {why.Message}", why);
    }
}
