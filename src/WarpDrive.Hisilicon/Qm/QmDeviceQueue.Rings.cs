using System.Runtime.CompilerServices;
using WarpDrive.Uacce;

namespace WarpDrive.Hisilicon.Qm;

public sealed partial class QmDeviceQueue
{
    /// <summary>Takes descriptors by value into a batch, in order, as many as there is room for in the completion ring.</summary>
    /// <param name="requests">The batch's free places.</param>
    /// <returns>How many were taken.</returns>
    internal unsafe int Take(Span<QmRequest> requests)
    {
        uint depth = _sqDepth;
        uint head = _head;
        uint tail = Volatile.Read(ref _ctl.At<uint>(CtlLayout.SqTail));   // pairs with the ring's release
        if (tail == head || tail >= depth || _life != Running)
        {
            return 0;
        }

        uint count = Math.Min(tail > head ? tail - head : tail + depth - head, (uint)requests.Length);
        if (count > _cqRoom)
        {
            count = Math.Min(count, LookForRoom());
        }

        _cqRoom -= count;
        _unposted += count;
        _wantNotes = (Volatile.Read(ref _ctl.At<uint>(CtlLayout.ClientOptions)) & CtlLayout.WantNotes) != 0;
        foreach (ref QmRequest request in requests[..(int)count])
        {
            if (!ReferenceEquals(request.Source, this))
            {
                request.Source = this;
            }

            request.Slot = head;
            request.Remarks = default;
            _rings.Read(head, request.Copy);
            head = head + 1 == depth ? 0 : head + 1;
        }

        Volatile.Write(ref _head, head);
        return (int)count;
    }

    /// <summary>Whether the notes of what was taken last are wanted.</summary>
    internal bool WantsNotes => _wantNotes;

    /// <summary>Posts the requests of this queue: results into the slots, notes, completions with the phase last (A5).</summary>
    /// <param name="requests">What <see cref="Take"/> gave, after execution.</param>
    /// <param name="takenAt">Time stamp of the taking, 0 when not measured.</param>
    /// <param name="servedNanoseconds">How long execution took.</param>
    /// <returns>Completions posted; fewer when the queue was made to fail.</returns>
    internal unsafe int Post(Span<QmRequest> requests, long takenAt, uint servedNanoseconds)
    {
        uint tail = _cqTail;
        uint phase = _phase;
        int posted = 0;
        foreach (ref QmRequest request in requests)
        {
            if (request.Remarks.IsFatal)
            {
                Fail();
                break;
            }

            _rings.WriteBack(request.Slot, request.Copy, _resultOffset);
            if (_wantNotes || request.Remarks.NeedsNote)
            {
                WriteNote(in request, takenAt, servedNanoseconds, (uint)requests.Length);
            }

            ulong upper = QmCqe.PackUpper(request.Slot, (uint)_number, phase);
            _rings.Post(tail, request.Remarks.Fault == QmCompletionFault.None ? upper : Spoil(upper, request.Remarks.Fault));
            posted++;
            if (++tail == _cqDepth)
            {
                tail = 0;
                phase ^= 1;
            }
        }

        _phase = phase;
        _unposted -= (uint)requests.Length;
        Volatile.Write(ref _cqTail, tail);
        ulong all = _posted + (ulong)posted;
        Volatile.Write(ref _posted, all);
        Volatile.Write(ref _ctl.At<uint>(CtlLayout.Posted), (uint)(all - _postedBefore));   // what a client elsewhere looks at before it sleeps
        return posted;
    }

    /// <summary>After posting: fires the completion event if armed, and lets a failing queue die.</summary>
    /// <remarks>
    /// By the steps of <see cref="WaitProtocol"/>: the client arms, then looks at the ring; the device posts, then looks at the arm cell. On an Inline
    /// queue both are the same thread.
    /// </remarks>
    internal void Finish()
    {
        var cells = new PostCells(this, ref _ctl.At<uint>(CtlLayout.Arm));
        WaitProtocol.Posted(ref cells);
        if (_life == Failing)
        {
            Bury();
        }
    }

    /// <summary>Lets a failing queue die when nothing of it executes: called in a step.</summary>
    internal void Bury()
    {
        if (Interlocked.CompareExchange(ref _life, Dead, Failing) == Failing)
        {
            _memory.MarkReceiveDead();
            Volatile.Write(ref _ctl.At<uint>(CtlLayout.State), QueueLife.Dead);
            _events.Signal();   // who sleeps learns it
        }
    }

    /// <summary>Whether the submitter is the thread that steps.</summary>
    internal bool IsInline => Volatile.Read(ref _ctl.At<uint>(CtlLayout.Attention)) == AttentionState.Inline;

    internal bool IsFailing => Volatile.Read(ref _life) == Failing;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void FireIfArmed()
    {
        var cells = new PostCells(this, ref _ctl.At<uint>(CtlLayout.Arm));
        WaitProtocol.RaiseIfArmed(ref cells);
    }

    /// <summary>Looks how far the client is, and so how many entries more may be taken; one of the ring stays free, so that full and empty differ.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private uint LookForRoom()
    {
        uint head = Volatile.Read(ref _ctl.At<uint>(CtlLayout.CqHead));
        _cqHead = head < _cqDepth ? head : _cqHead;   // nonsense counts as no news
        uint used = (_cqTail >= _cqHead ? _cqTail - _cqHead : _cqTail + _cqDepth - _cqHead) + _unposted;
        return _cqRoom = used < _cqDepth ? _cqDepth - 1 - used : 0;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void WriteNote(in QmRequest request, long takenAt, uint servedNanoseconds, uint batchSize)
    {
        QmRemarks remarks = request.Remarks;
        ref SlotNote note = ref _ctl.At<SlotNote>(CtlLayout.NoteOffset((int)request.Slot));
        note.SubmitFlags = 0;
        note.Engine = remarks.Engine;
        note.Reason = remarks.Reason;
        note.FaultAddress = remarks.FaultAddress;
        note.TakenAt = takenAt;
        note.ServedNanoseconds = servedNanoseconds;
        note.BatchSize = remarks.Lanes != 0 ? remarks.Lanes : batchSize;
        if (remarks.FaultAddress != 0)
        {
            Volatile.Write(ref _faults, _faults + 1);
        }
    }

    private ulong Spoil(ulong upper, QmCompletionFault fault) => fault == QmCompletionFault.BadPhase
        ? upper ^ QmCqe.PackUpper(0, 0, QmCqe.PhaseBit)
        : (upper & ~(ulong)ushort.MaxValue) | (ushort)_sqDepth;

    /// <summary>The cells of who posts, where they really are. By reference: the bounds of the cell are checked once.</summary>
    private readonly ref struct PostCells(QmDeviceQueue queue, ref uint arm) : IPostCells
    {
        private readonly ref uint _arm = ref arm;

        public void Fence()
        {
            if (!queue.IsInline)
            {
                Interlocked.MemoryBarrier();
            }
        }

        public uint LoadArm() => Volatile.Read(ref _arm);

        public uint ExchangeArm(uint value) => Interlocked.Exchange(ref _arm, value);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]   // rare: left to itself it is called, and the cells live in memory for it
        public void Signal() => queue._events.Signal();
    }
}
