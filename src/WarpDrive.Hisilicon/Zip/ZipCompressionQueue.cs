using System.Numerics;
using System.Runtime.CompilerServices;
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
internal sealed class ZipCompressionQueue : CompressionQueue
{
    private const int ReceiveBatch = 16;

    private readonly QmQueuePair<ZipSqe> _pair;
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
    private volatile bool _stopped;

    internal ZipCompressionQueue(QmQueuePair<ZipSqe> pair, CompressionQueueOptions options, bool hasSva)
    {
        _pair = pair;
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
    public override QueueFile File => _pair.File;

    /// <inheritdoc/>
    public override int Capacity => _pair.Capacity;

    /// <inheritdoc/>
    public override int InFlight => (int)(Volatile.Read(ref _sent) - Volatile.Read(ref _received));

    /// <inheritdoc/>
    public override bool LevelHonoured => _pair.IsTuned;

    /// <inheritdoc/>
    public override SubmitResult TrySend(ReadOnlySpan<CompressionRequest> requests, out string? refusal)
    {
        refusal = null;
        if (_stopped)
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
            refusal = "this device has no shared virtual addressing, and lists of pieces would lie outside its reserved memory: use flat buffers";
            return SubmitResult.Refused;
        }

        if (lists > _lists.Total)
        {
            refusal = "the request needs more scatter lists than the queue was opened with (QueueOptions.ScatterRequests)";
            return SubmitResult.Refused;
        }

        // Nothing may be encoded that cannot be sent: encoding writes headers and drains small outputs.
        if (InFlight + requests.Length > Capacity || lists > _lists.Available)
        {
            return requests.Length > Capacity ? Refuse(out refusal) : _pair.IsDead ? SubmitResult.DeviceLost : SubmitResult.RingFull;
        }

        return requests.Length == 1 ? SendOne(in requests[0], flags) : SendMany(requests, flags);
    }

    /// <inheritdoc/>
    [SkipLocalsInit]
    public override ReceiveResult TryReceive(Span<CompressionCompletion> completions, out int count)
    {
        Span<ZipSqe> descriptors = stackalloc ZipSqe[ReceiveBatch];
        Span<SlotNote> notes = stackalloc SlotNote[ReceiveBatch];
        count = 0;
        while (count < completions.Length)
        {
            int room = Math.Min(ReceiveBatch, completions.Length - count);
            ReceiveResult result = _pair.TryReceive(descriptors[..room], [], notes[..room], out int taken);
            for (int i = 0; i < taken; i++)
            {
                ref ZipPending pending = ref PendingAt(_received);
                if (descriptors[i].Tag != pending.Tag)
                {
                    return ReceiveResult.BadCompletion;   // a completion of something that was not sent (B14)
                }

                _decoder.Decode(in descriptors[i], in pending, in notes[i], out completions[count++]);
                Volatile.Write(ref _received, _received + 1);
            }

            if (result != ReceiveResult.Received)
            {
                return result == ReceiveResult.Empty && count > 0 ? ReceiveResult.Received : result;
            }

            if (taken < room)
            {
                break;
            }
        }

        return count > 0 || completions.IsEmpty ? ReceiveResult.Received : ReceiveResult.Empty;
    }

    /// <inheritdoc/>
    public override bool Wait(TimeSpan timeout) => _pair.Wait(timeout);

    /// <inheritdoc/>
    public override bool Arm()
    {
        _pair.Arm();
        return !_pair.HasCompletion;
    }

    /// <inheritdoc/>
    public override string Describe(in CompressionCompletion completion) => ZipWords.Describe(in completion);

    /// <inheritdoc/>
    public override string EngineName(ushort engine) => ZipEngineNames.Describe(engine);

    /// <inheritdoc/>
    public override bool TryStop(TimeSpan timeout)
    {
        _stopped = true;
        return QmStop.TryStop(_pair.File, timeout);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _stopped = true;
        if (disposing)
        {
            _pair.Dispose();
            _lists.Dispose();
        }
    }

    private static SubmitResult Refuse(out string? refusal)
    {
        refusal = "more requests at once than the ring has slots: send them in parts";
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
        SubmitResult result = _pair.TrySend(MemoryMarshal.CreateReadOnlySpan(in first, count), flags);
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
