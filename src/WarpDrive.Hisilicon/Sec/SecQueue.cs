using System.Numerics;
using WarpDrive.Hisilicon.Qm;
using WarpDrive.Uacce;

namespace WarpDrive.Hisilicon.Sec;

/// <summary>A SEC queue on a QM queue pair: what the three classes have in common.</summary>
/// <typeparam name="TRequest">The class's requests.</typeparam>
/// <remarks>
/// What is remembered of requests in flight is a ring of its own, entered by the sender before the doorbell, left by the receiver after it has read
/// descriptor and note: <see cref="_sent"/> is written by the sender, <see cref="_received"/> by the receiver, and the sender reuses nothing
/// before it has read the receiver's counter. The class is called once for a batch, not once for a request.
/// </remarks>
internal abstract class SecQueue<TRequest> : QmRequestQueue<SecSqe, TRequest, Completion>
    where TRequest : struct, IRequest
{
    private readonly SecSent[] _records;   // whole from the start: a warm queue allocates nothing, wherever in the ring it is
    private readonly uint _recordMask;
    private readonly bool _isBd2;
    private SecChains[] _chains = [];         // made by the first scattered request
    private SecSqe[] _batch = [];
    private ulong _sent;
    private ulong _received;
    private ulong _collected;                 // the sender's: lists of everything before are back

    private protected SecQueue(QmQueuePair<SecSqe> pair, SecQueueSetup setup, int listsPerRequest, int privateSlot)
        : base(pair)
    {
        Setup = setup;
        _isBd2 = setup.IsBd2;
        _records = new SecSent[BitOperations.RoundUpToPowerOf2((uint)pair.Capacity + 1)];
        _recordMask = (uint)_records.Length - 1;
        Lists = new SecLists(setup.HasSva ? setup.ScatterRequests : 0, listsPerRequest);
        Private = new SecPrivateMemory(privateSlot, _records.Length);
    }

    /// <inheritdoc/>
    public override int InFlight => (int)(Volatile.Read(ref _sent) - Volatile.Read(ref _received));

    /// <inheritdoc/>
    public override int PrivateBytesPerRequest => Setup.HasSva ? 0 : Private.SlotSize;

    /// <summary>What the queue is set up for.</summary>
    private protected SecQueueSetup Setup { get; }

    /// <summary>Scatter lists; the sender's.</summary>
    private protected SecLists Lists { get; }

    /// <summary>Private memory.</summary>
    private protected SecPrivateMemory Private { get; }

    /// <inheritdoc/>
    public override void GivePrivateMemory(ulong address, int length)
    {
        if (PrivateBytesPerRequest != 0)
        {
            Private.Use(address, length);
        }
    }

    /// <inheritdoc/>
    public override SubmitResult TrySend(ReadOnlySpan<TRequest> requests, out string? refusal)
    {
        if (IsStopped)
        {
            refusal = null;
            return SubmitResult.DeviceLost;
        }

        SecBatchNeeds needs = default;
        refusal = Check(requests, ref needs);
        if (refusal is not null)
        {
            return SubmitResult.Refused;
        }

        if (Lists.IsOutstanding)
        {
            Collect();
        }
        else
        {
            _collected = Volatile.Read(ref _received);
        }

        int room = Capacity - InFlight;
        if (needs.Lists > 0 || needs.Private)
        {
            refusal = Provide(in needs, requests.Length, ref room);
            if (refusal is not null)
            {
                return SubmitResult.Refused;
            }
        }

        // Nothing may be encoded that cannot be sent: encoding takes lists and computes ends of streams.
        if (requests.Length > room)
        {
            if (requests.Length > Capacity)
            {
                refusal = TooManyAtOnce;
                return SubmitResult.Refused;
            }

            return Pair.IsDead ? SubmitResult.DeviceLost : SubmitResult.RingFull;
        }

        if (_batch.Length < requests.Length)
        {
            _batch = new SecSqe[BitOperations.RoundUpToPowerOf2((uint)requests.Length)];
        }

        ulong first = _sent;
        Encode(requests, _batch, first);
        Volatile.Write(ref _sent, first + (uint)requests.Length);   // before the doorbell: a fast receiver must not count below zero
        SubmitResult result = Pair.TrySend(_batch.AsSpan(0, requests.Length), needs.Leased ? SlotNote.Leased : 0);
        if (result != SubmitResult.Queued)
        {
            TakeBack(first, requests.Length);
        }

        return result;
    }

    /// <inheritdoc/>
    public override string Describe(in Completion completion) => SecWords.Describe(in completion);

    /// <inheritdoc/>
    public override string EngineName(ushort engine) => SecEngineNames.Describe(engine);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            Lists.Dispose();
            Private.Dispose();
        }
    }

    /// <inheritdoc/>
    private protected sealed override bool TryTake(
        ReadOnlySpan<SecSqe> descriptors, ReadOnlySpan<SlotNote> notes, Span<Completion> completions, ref int count)
    {
        for (int i = 0; i < descriptors.Length; i++)
        {
            if (!IsOurs(in descriptors[i], _received))
            {
                return false;
            }

            Decode(in descriptors[i], in notes[i], _received, out completions[count++]);
            Volatile.Write(ref _received, _received + 1);
        }

        return true;
    }

    /// <summary>Words why a batch cannot be sent at all, or null; and what it needs.</summary>
    private protected abstract string? Check(ReadOnlySpan<TRequest> requests, ref SecBatchNeeds needs);

    /// <summary>Turns checked requests into descriptors and records.</summary>
    /// <param name="requests">The requests.</param>
    /// <param name="descriptors">Room for as many; what is there is overwritten whole.</param>
    /// <param name="first">Number of the first.</param>
    private protected abstract void Encode(ReadOnlySpan<TRequest> requests, Span<SecSqe> descriptors, ulong first);

    /// <summary>The class's last steps for requests marked with <see cref="SecSentFlags.Finish"/>, on the receiver's side.</summary>
    /// <param name="number">The request.</param>
    /// <param name="completion">Its completion.</param>
    private protected virtual void Finish(ulong number, ref Completion completion)
    {
        // Most requests are over when the device says so.
    }

    /// <summary>The record of a request.</summary>
    private protected ref SecSent SentAt(ulong number) => ref _records[(uint)number & _recordMask];

    /// <summary>Index of a request in rings of as many slots as <see cref="RingSlots"/>.</summary>
    private protected uint IndexOf(ulong number) => (uint)number & _recordMask;

    /// <summary>Slots of the rings of records, a power of two.</summary>
    private protected int RingSlots => _records.Length;

    /// <summary>The scatter lists of a request.</summary>
    private protected ref SecChains ChainsOf(ulong number) => ref _chains[(uint)number & _recordMask];

    private string? Provide(in SecBatchNeeds needs, int requests, ref int room)
    {
        if (needs.Lists > 0)
        {
            if (!Setup.HasSva)
            {
                return ListsNeedSva;
            }

            if (needs.Lists > Lists.Total)
            {
                return TooFewLists;
            }

            if (_chains.Length == 0)
            {
                _chains = new SecChains[_records.Length];
            }

            room = needs.Lists > Lists.Available ? 0 : room;
        }

        if (needs.Private)
        {
            if (Setup.HasSva)
            {
                Private.Create();
            }
            else if (Private.Slots < requests)
            {
                return "this device has no shared virtual addressing, and the request needs reserved memory for the driver itself (RequestQueue.GivePrivateMemory)";
            }

            room = Math.Min(room, Private.Slots - InFlight);
        }

        return null;
    }

    private void TakeBack(ulong first, int count)
    {
        Volatile.Write(ref _sent, first);
        for (int i = 0; i < count; i++)
        {
            ReturnLists(first + (uint)i);
            if ((SentAt(first + (uint)i).Flags & SecSentFlags.Private) != 0)
            {
                Private.Wipe(first + (uint)i);
            }
        }
    }

    // The number of the request is the descriptor's tag: 16 bits of generation 2 are more than a ring has slots.
    private bool IsOurs(in SecSqe sqe, ulong number) =>
        _isBd2 ? sqe.Bd2.Tag == (ushort)number : sqe.Bd3.Tag == number;

    private void Decode(in SecSqe sqe, in SlotNote note, ulong number, out Completion completion)
    {
        ref readonly SecSent sent = ref SentAt(number);
        completion = default;
        completion.Tag = sent.Tag;
        completion.Engine = note.Engine;
        completion.TakenAt = note.TakenAt;
        completion.ServedNanoseconds = note.ServedNanoseconds;
        completion.BatchSize = note.BatchSize;
        if (sqe.IsDone && sqe.ErrorType == SecStatus.None && sqe.Icv != SecResult.IcvMismatch && (sent.Flags & (SecSentFlags.Mismatch | SecSentFlags.Failed)) == 0)
        {
            completion.Produced = sent.Produced;
        }
        else
        {
            DecodeFailure(in sqe, in note, in sent, ref completion);
        }

        if (sent.Flags > SecSentFlags.Lists)
        {
            if ((sent.Flags & SecSentFlags.Local) != 0)
            {
                completion.Engine = (ushort)SecEngine.Driver;
            }

            if ((sent.Flags & SecSentFlags.Finish) != 0)
            {
                Finish(number, ref completion);
            }

            if ((sent.Flags & SecSentFlags.Private) != 0)
            {
                Private.Wipe(number);
            }
        }
    }

    /// <summary>Numbers of errors are public for software devices only, which are known by their notes (hisi-sec.md §8).</summary>
    private void DecodeFailure(in SecSqe sqe, in SlotNote note, in SecSent sent, ref Completion completion)
    {
        completion.DeviceStatus = (ushort)sqe.ErrorType;
        completion.Reason = note.Reason;
        completion.FaultAddress = note.FaultAddress;
        if (!sqe.IsDone || (sent.Flags & SecSentFlags.Failed) != 0)
        {
            completion.Status = RequestStatus.DeviceError;
        }
        else if (sqe.ErrorType == SecStatus.None)
        {
            completion.Status = RequestStatus.TagMismatch;
        }
        else if (Pair.HasNotes)
        {
            completion.Status = sqe.ErrorType switch
            {
                SecStatus.BadAddress => RequestStatus.BadAddress,
                <= SecStatus.MissingAddress => RequestStatus.BadRequest,
                _ => RequestStatus.DeviceError,
            };
        }
        else
        {
            completion.Status = !_isBd2 && sqe.SvaStatus != 0 ? RequestStatus.BadAddress : RequestStatus.DeviceError;
        }
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
        if ((SentAt(number).Flags & SecSentFlags.Lists) != 0)
        {
            ref SecChains chains = ref ChainsOf(number);
            Lists.Return(ref chains.Source);
            Lists.Return(ref chains.Destination);
        }
    }
}
