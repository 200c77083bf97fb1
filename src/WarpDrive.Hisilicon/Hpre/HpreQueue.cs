using System.Numerics;
using WarpDrive.Hisilicon.Qm;
using WarpDrive.Uacce;
using WarpDrive.Uacce.PublicKey;

namespace WarpDrive.Hisilicon.Hpre;

/// <summary>A public-key queue on a QM queue pair.</summary>
/// <remarks>
/// What is remembered of descriptors in flight is a ring of its own, entered by the sender before the doorbell, left by the receiver after it has read and
/// zeroed the private slot: <see cref="_sent"/> is written by the sender, <see cref="_received"/> by the receiver, and the sender reuses nothing before it
/// has read the receiver's counter. SM2 encryption that the driver finishes takes two places. The tag of a descriptor is its number since the queue was opened: index and lap of that ring (hisi-hpre.md §10).
/// </remarks>
internal sealed class HpreQueue : QmRequestQueue<HpreSqe, PublicKeyRequest, Completion>
{
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
    private bool _disposed;

    /// <summary>Takes over a started queue pair.</summary>
    internal HpreQueue(QmQueuePair<HpreSqe> pair, PublicKeyQueueOptions options, bool hasSva)
        : base(pair)
    {
        bool elliptic = options.Family == PublicKeyFamily.Elliptic;
        _isTuned = options.Engine is null || pair.IsTuned;
        _pending = new HprePending[BitOperations.RoundUpToPowerOf2((uint)pair.Capacity + 1)];
        _mask = (uint)_pending.Length - 1;
        _slots = new HpreSlots(_pending.Length, elliptic, hasSva ? null : length => pair.File.Map(RegionType.Ss, length));
        _encoder = new HpreRequestEncoder(_slots, elliptic, hasSva, pair.Version.Generation);
        _decoder = new HpreCompletionDecoder(_slots, pair.HasNotes);
    }

    /// <inheritdoc/>
    public override int InFlight => (int)(Volatile.Read(ref _requestsSent) - Volatile.Read(ref _requestsReceived));

    /// <inheritdoc/>
    public override bool LevelHonoured => _isTuned;

    /// <inheritdoc/>
    public override SubmitResult TrySend(ReadOnlySpan<PublicKeyRequest> requests, out string? refusal)
    {
        refusal = null;
        if (IsStopped)
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
            refusal = TooManyAtOnce;
            return SubmitResult.Refused;
        }

        if ((int)(_sent - Volatile.Read(ref _received)) + count > Capacity)
        {
            return Pair.IsDead ? SubmitResult.DeviceLost : SubmitResult.RingFull;
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
    public override string Describe(in Completion completion) => HpreWords.Describe(in completion);

    /// <inheritdoc/>
    public override string EngineName(ushort engine) => HpreEngineNames.Describe(engine);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (!disposing || _disposed)
        {
            return;
        }

        _disposed = true;
        Release(_received, (int)(_sent - _received));   // what nobody received
        _decoder.Dispose();
        _slots.Dispose();
    }

    /// <inheritdoc/>
    private protected override bool TryTake(
        ReadOnlySpan<HpreSqe> descriptors, ReadOnlySpan<SlotNote> notes, Span<Completion> completions, ref int count)
    {
        for (int i = 0; i < descriptors.Length; i++)
        {
            ulong number = _received;
            if (number == Volatile.Read(ref _sent) || descriptors[i].Tag != number)
            {
                return false;
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

        return true;
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
        SubmitResult result = Pair.TrySend(_batch.AsSpan(0, count), SlotNote.Leased);   // private memory outlives every request
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
