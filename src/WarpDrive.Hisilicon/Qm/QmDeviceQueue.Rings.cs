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
        if (_life != Running)
        {
            return 0;
        }

        uint depth = _sqDepth;
        uint head = _head;
        uint tail = Volatile.Read(ref _ctl.At<uint>(CtlLayout.SqTail));   // pairs with the ring's release
        if (tail == head || tail >= depth)
        {
            return 0;
        }

        uint ready = tail > head ? tail - head : tail + depth - head;
        int count = (int)Math.Min(ready, (uint)requests.Length);
        if ((uint)count > CompletionRoom())
        {
            _cqHead = ClientHead();
            count = (int)Math.Min((uint)count, CompletionRoom());
        }

        _unposted += (uint)count;

        _wantNotes = (Volatile.Read(ref _ctl.At<uint>(CtlLayout.ClientOptions)) & CtlLayout.WantNotes) != 0;
        for (int i = 0; i < count; i++)
        {
            ref QmRequest request = ref requests[i];
            if (!ReferenceEquals(request.Source, this))
            {
                request.Source = this;
            }

            request.Slot = head;
            request.HasRemarks = false;
            request.IsFatal = false;
            request.Fault = QmCompletionFault.None;
            request.Engine = 0;
            request.Reason = 0;
            request.Lanes = 0;
            request.FaultAddress = 0;
            _rings.Read(head, request.Copy);
            head = head + 1 == depth ? 0 : head + 1;
        }

        Volatile.Write(ref _head, head);
        return count;
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
            if (request.IsFatal)
            {
                Fail();
                break;
            }

            _rings.WriteBack(request.Slot, request.Copy, _resultOffset);
            if (_wantNotes || request.HasRemarks)
            {
                WriteNote(in request, takenAt, servedNanoseconds, (uint)requests.Length);
                if (request.FaultAddress != 0)
                {
                    Volatile.Write(ref _faults, _faults + 1);
                }
            }

            ulong upper = QmCqe.PackUpper(request.Slot, (uint)_number, phase);
            if (request.Fault != QmCompletionFault.None)
            {
                upper = request.Fault == QmCompletionFault.BadPhase
                    ? QmCqe.PackUpper(request.Slot, (uint)_number, phase ^ 1)
                    : QmCqe.PackUpper(_sqDepth, (uint)_number, phase);
            }

            _rings.Post(tail, upper);
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
    /// The client arms, then looks at the ring; the device posts, then looks at the arm cell. Each needs its store before its load, hence the fence,
    /// except on an Inline queue, where both are the same thread.
    /// </remarks>
    internal void Finish()
    {
        if (!IsInline)
        {
            Interlocked.MemoryBarrier();
        }

        FireIfArmed();
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
        ref uint arm = ref _ctl.At<uint>(CtlLayout.Arm);
        if (Volatile.Read(ref arm) == 1 && Interlocked.Exchange(ref arm, 0) == 1)
        {
            _events.Signal();
        }
    }

    /// <summary>Entries that may be posted without overrunning the client; one stays free, so that full and empty differ.</summary>
    private uint CompletionRoom()
    {
        uint used = (_cqTail >= _cqHead ? _cqTail - _cqHead : _cqTail + _cqDepth - _cqHead) + _unposted;
        return used < _cqDepth ? _cqDepth - 1 - used : 0;
    }

    private uint ClientHead()
    {
        uint head = Volatile.Read(ref _ctl.At<uint>(CtlLayout.CqHead));
        return head < _cqDepth ? head : _cqHead;   // nonsense counts as no news
    }

    private void WriteNote(in QmRequest request, long takenAt, uint servedNanoseconds, uint batchSize)
    {
        ref SlotNote note = ref _ctl.At<SlotNote>(CtlLayout.NoteOffset((int)request.Slot));
        note.SubmitFlags = 0;
        note.Engine = request.Engine;
        note.Reason = request.Reason;
        note.FaultAddress = request.FaultAddress;
        note.TakenAt = takenAt;
        note.ServedNanoseconds = servedNanoseconds;
        note.BatchSize = request.Lanes != 0 ? request.Lanes : batchSize;
    }
}
