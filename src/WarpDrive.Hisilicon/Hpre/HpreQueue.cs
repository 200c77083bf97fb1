using System.Numerics;
using System.Runtime.CompilerServices;
using WarpDrive.Hisilicon.Qm;
using WarpDrive.Uacce;
using WarpDrive.Uacce.PublicKey;

namespace WarpDrive.Hisilicon.Hpre;

/// <summary>A public-key queue on a QM queue pair.</summary>
/// <remarks>
/// What is remembered of descriptors in flight is a ring of its own, entered by the sender before the doorbell, left by the receiver after it has read and
/// zeroed the private slot: <see cref="_sent"/> is written by the sender, <see cref="_received"/> by the receiver, and the sender reuses nothing before it
/// has read the receiver's counter. The tag of a descriptor is its number since the queue was opened: index and lap of that ring (hisi-hpre.md §10).
/// </remarks>
internal sealed class HpreQueue : RequestQueue<PublicKeyRequest, Completion>
{
    private const int ReceiveBatch = 16;

    private readonly QmQueuePair<HpreSqe> _pair;
    private readonly HpreSlots _slots;
    private readonly HpreRequestEncoder _encoder;
    private readonly HpreCompletionDecoder _decoder;
    private readonly HprePending[] _pending;
    private readonly uint _mask;
    private readonly bool _isTuned;
    private HpreSqe[] _batch = new HpreSqe[2];
    private ulong _sent;              // descriptors
    private ulong _received;
    private ulong _requestsSent;
    private ulong _requestsReceived;
    private volatile bool _stopped;
    private bool _disposed;

    /// <summary>Takes over a started queue pair.</summary>
    internal HpreQueue(QmQueuePair<HpreSqe> pair, PublicKeyQueueOptions options, bool hasSva)
    {
        bool elliptic = options.Family == PublicKeyFamily.Elliptic;
        _pair = pair;
        _isTuned = options.Engine is null || pair.IsTuned;
        _pending = new HprePending[BitOperations.RoundUpToPowerOf2((uint)pair.Capacity + 1)];
        _mask = (uint)_pending.Length - 1;
        _slots = new HpreSlots(_pending.Length, elliptic, hasSva ? null : length => pair.File.Map(RegionType.Ss, length));
        _encoder = new HpreRequestEncoder(_slots, elliptic, hasSva, pair.Version.Generation);
        _decoder = new HpreCompletionDecoder(_slots, pair.HasNotes);
    }

    /// <inheritdoc/>
    public override QueueFile File => _pair.File;

    /// <inheritdoc/>
    /// <remarks>SM2 encryption that the driver finishes takes two places.</remarks>
    public override int Capacity => _pair.Capacity;

    /// <inheritdoc/>
    public override int InFlight => (int)(Volatile.Read(ref _requestsSent) - Volatile.Read(ref _requestsReceived));

    /// <inheritdoc/>
    public override bool LevelHonoured => _isTuned;

    /// <inheritdoc/>
    public override SubmitResult TrySend(ReadOnlySpan<PublicKeyRequest> requests, out string? refusal)
    {
        refusal = null;
        if (_stopped)
        {
            return SubmitResult.DeviceLost;
        }

        int count = 0;
        foreach (ref readonly PublicKeyRequest request in requests)
        {
            count += HpreRequestEncoder.DescriptorsOf(in request);
        }

        if (count == 0)
        {
            return SubmitResult.Queued;
        }

        if (count > Capacity)
        {
            refusal = "more requests at once than the ring has slots: send them in parts";
            return SubmitResult.Refused;
        }

        if ((int)(_sent - Volatile.Read(ref _received)) + count > Capacity)
        {
            return _pair.IsDead ? SubmitResult.DeviceLost : SubmitResult.RingFull;
        }

        if (_batch.Length < count)
        {
            _batch = new HpreSqe[Math.Min(Capacity, (int)BitOperations.RoundUpToPowerOf2((uint)count))];
        }

        int encoded = 0;
        try
        {
            refusal = EncodeAll(requests, ref encoded);
        }
        catch
        {
            Release(_sent, encoded);
            throw;
        }

        if (refusal is not null)
        {
            Release(_sent, encoded);
            return SubmitResult.Refused;
        }

        return Announce(count, requests.Length);
    }

    /// <inheritdoc/>
    [SkipLocalsInit]
    public override ReceiveResult TryReceive(Span<Completion> completions, out int count)
    {
        Span<HpreSqe> descriptors = stackalloc HpreSqe[ReceiveBatch];
        Span<SlotNote> notes = stackalloc SlotNote[ReceiveBatch];
        count = 0;
        while (count < completions.Length)
        {
            int room = Math.Min(ReceiveBatch, completions.Length - count);
            ReceiveResult result = _pair.TryReceive(descriptors[..room], [], notes[..room], out int taken);
            for (int i = 0; i < taken; i++)
            {
                ulong number = _received;
                if (number == Volatile.Read(ref _sent) || descriptors[i].Tag != number)
                {
                    return ReceiveResult.BadCompletion;   // a completion of something that was not sent
                }

                uint slot = (uint)number & _mask;
                ref HprePending pending = ref _pending[slot];
                bool isEnd = _decoder.Decode(in descriptors[i], slot, in pending, in notes[i], out completions[count]);
                _encoder.Release(slot, ref pending);
                if (isEnd)
                {
                    count++;
                    Volatile.Write(ref _requestsReceived, _requestsReceived + 1);
                }

                Volatile.Write(ref _received, number + 1);
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
    public override string Describe(in Completion completion) => HpreWords.Describe(in completion);

    /// <inheritdoc/>
    public override string EngineName(ushort engine) => HpreEngineNames.Describe(engine);

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
        if (!disposing || _disposed)
        {
            return;
        }

        _disposed = true;
        _pair.Dispose();
        Release(_received, (int)(_sent - _received));   // what nobody received
        _decoder.Dispose();
        _slots.Dispose();
    }

    private string? EncodeAll(ReadOnlySpan<PublicKeyRequest> requests, ref int encoded)
    {
        foreach (ref readonly PublicKeyRequest request in requests)
        {
            ulong number = _sent + (uint)encoded;
            int descriptors = HpreRequestEncoder.DescriptorsOf(in request);
            ulong last = number + (uint)descriptors - 1;
            uint slot = (uint)last & _mask;
            if (_encoder.Encode(in request, slot, out HpreSqe sqe, out _pending[slot]) is { } refusal)
            {
                return refusal;
            }

            if (descriptors > 1)
            {
                HpreSqe point = HpreRequestEncoder.PointOf(in sqe);
                point.Tag = number;
                _batch[encoded++] = point;
                _pending[(uint)number & _mask] = new HprePending { Role = HpreRole.EncryptPoint };
            }

            sqe.Tag = last;
            _batch[encoded++] = sqe;
        }

        return null;
    }

    private SubmitResult Announce(int count, int requests)
    {
        ulong sent = _sent;
        Volatile.Write(ref _requestsSent, _requestsSent + (uint)requests);
        Volatile.Write(ref _sent, sent + (uint)count);   // before the doorbell: a fast receiver must not count below zero
        SubmitResult result = _pair.TrySend(_batch.AsSpan(0, count), SlotNote.Leased);   // private memory outlives every request
        if (result != SubmitResult.Queued)
        {
            Volatile.Write(ref _sent, sent);
            Volatile.Write(ref _requestsSent, _requestsSent - (uint)requests);
            Release(sent, count);
        }

        return result;
    }

    private void Release(ulong first, int count)
    {
        for (int i = 0; i < count; i++)
        {
            uint slot = (uint)(first + (uint)i) & _mask;
            _encoder.Release(slot, ref _pending[slot]);
        }
    }
}
