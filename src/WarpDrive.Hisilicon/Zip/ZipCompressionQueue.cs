using System.Numerics;
using System.Runtime.InteropServices;
using WarpDrive.Hisilicon.Qm;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Compression;

namespace WarpDrive.Hisilicon.Zip;

/// <summary>A compression queue on a QM queue pair.</summary>
/// <remarks>
/// What is remembered of requests in flight is a ring of its own, entered by the sender before the doorbell, left by the receiver after it has read
/// descriptor and note: <see cref="_sent"/> is written by the sender, <see cref="_received"/> by the receiver, and the sender reuses nothing
/// before it has read the receiver's counter.
/// </remarks>
internal sealed class ZipCompressionQueue : QmRequestQueue<ZipSqe, CompressionRequest, CompressionCompletion>
{
    private readonly ZipRequestEncoder _encoder;
    private readonly ZipCompletionDecoder _decoder;
    private readonly ZipLists _lists;
    private readonly uint _type;
    private readonly ZipPending[] _pending;   // whole from the start: a warm queue allocates nothing, wherever in the ring it is
    private readonly uint _pendingMask;
    private ZipSqe[] _batch = [];
    private ulong _sent;
    private ulong _received;
    private ulong _collected;   // the sender's: lists of everything before are back
    private readonly bool _hasSva;
    private readonly CompressionDirection _direction;

    internal ZipCompressionQueue(QmQueuePair<ZipSqe> pair, CompressionQueueOptions options, bool hasSva)
        : base(pair)
    {
        _direction = options.Direction;
        _hasSva = hasSva;
        _type = pair.Version.Generation == 2 ? ZipSqe.TypeV2 : ZipSqe.TypeV3;
        _encoder = new ZipRequestEncoder(options.Direction, _type);
        _decoder = new ZipCompletionDecoder(options.Direction);
        _lists = new ZipLists(options.ScatterRequests);
        _pending = new ZipPending[BitOperations.RoundUpToPowerOf2((uint)pair.Capacity + 1)];
        _pendingMask = (uint)_pending.Length - 1;
    }

    /// <inheritdoc/>
    public override int InFlight => (int)(Volatile.Read(ref _sent) - Volatile.Read(ref _received));

    /// <inheritdoc/>
    public override SubmitResult TrySend(ReadOnlySpan<CompressionRequest> requests, out string? refusal)
    {
        refusal = null;
        if (IsStopped)
        {
            return SubmitResult.DeviceLost;
        }

        if (requests.Length == 0)
        {
            return SubmitResult.Queued;
        }

        uint flags = SlotNote.Leased;
        int lists = 0;
        foreach (ref readonly CompressionRequest request in requests)
        {
            refusal = ZipRequestCheck.Refusal(in request, _direction, _type);
            if (refusal is not null)
            {
                return SubmitResult.Refused;
            }

            lists += ZipLists.Needed(in request);
            if ((request.Flags & CompressionRequestFlags.Leased) == 0)
            {
                flags = 0;
            }
        }

        if (_lists.IsOutstanding)
        {
            Collect();
        }
        else
        {
            _collected = Volatile.Read(ref _received);
        }

        if (lists > 0 && !_hasSva)
        {
            refusal = ListsNeedSva;
            return SubmitResult.Refused;
        }

        if (lists > _lists.Total)
        {
            refusal = TooFewLists;
            return SubmitResult.Refused;
        }

        // Nothing may be encoded that cannot be sent: encoding writes headers and drains small outputs.
        if (InFlight + requests.Length > Capacity || lists > _lists.Available)
        {
            return requests.Length > Capacity ? Refuse(out refusal) : Pair.IsDead ? SubmitResult.DeviceLost : SubmitResult.RingFull;
        }

        return requests.Length == 1 ? SendOne(in requests[0], flags) : SendMany(requests, flags);
    }

    /// <inheritdoc/>
    public override string Describe(in CompressionCompletion completion) => ZipWords.Describe(in completion);

    /// <inheritdoc/>
    public override string EngineName(ushort engine) => ZipEngineNames.Describe(engine);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            _lists.Dispose();
        }
    }

    /// <inheritdoc/>
    private protected override bool TryTake(
        ReadOnlySpan<ZipSqe> descriptors, ReadOnlySpan<SlotNote> notes, Span<CompressionCompletion> completions, ref int count)
    {
        for (int i = 0; i < descriptors.Length; i++)
        {
            ref ZipPending pending = ref PendingAt(_received);
            if (descriptors[i].Tag != pending.Tag)
            {
                return false;
            }

            _decoder.Decode(in descriptors[i], in pending, in notes[i], out completions[count++]);
            Volatile.Write(ref _received, _received + 1);
        }

        return true;
    }

    private static SubmitResult Refuse(out string? refusal)
    {
        refusal = TooManyAtOnce;
        return SubmitResult.Refused;
    }

    private SubmitResult SendOne(in CompressionRequest request, uint flags)
    {
        _ = _encoder.TryEncode(in request, _lists, out ZipSqe sqe, out PendingAt(_sent));
        return Announce(in sqe, 1, flags);
    }

    private SubmitResult SendMany(ReadOnlySpan<CompressionRequest> requests, uint flags)
    {
        if (_batch.Length < requests.Length)
        {
            _batch = new ZipSqe[requests.Length];
        }

        for (int i = 0; i < requests.Length; i++)
        {
            _ = _encoder.TryEncode(in requests[i], _lists, out _batch[i], out PendingAt(_sent + (uint)i));
        }

        return Announce(in _batch[0], requests.Length, flags);
    }

    private SubmitResult Announce(in ZipSqe first, int count, uint flags)
    {
        Volatile.Write(ref _sent, _sent + (uint)count);   // before the doorbell: a fast receiver must not count below zero
        SubmitResult result = Pair.TrySend(MemoryMarshal.CreateReadOnlySpan(in first, count), flags);
        if (result == SubmitResult.Queued)
        {
            return result;
        }

        Volatile.Write(ref _sent, _sent - (uint)count);
        for (int i = 0; i < count; i++)
        {
            ReturnLists(_sent + (uint)i);
        }

        return result;
    }

    /// <summary>Takes back the scatter lists of what was received since the last look.</summary>
    private void Collect()
    {
        ulong received = Volatile.Read(ref _received);
        for (; _collected < received; _collected++)
        {
            ReturnLists(_collected);
        }
    }

    private void ReturnLists(ulong number)
    {
        ref ZipPending pending = ref PendingAt(number);
        _lists.Return(ref pending.SourceChain);
        _lists.Return(ref pending.DestinationChain);
        _lists.Return(ref pending.LiteralChain);
    }

    private ref ZipPending PendingAt(ulong number) => ref _pending[(uint)number & _pendingMask];
}
