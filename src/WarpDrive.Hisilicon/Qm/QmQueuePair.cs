using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using WarpDrive.Linux;
using WarpDrive.Uacce;

namespace WarpDrive.Hisilicon.Qm;

/// <summary>The driver's end of a QM queue pair: submits descriptors and takes completions (hisi-qm-zip.md A3–A9). Speaks to hardware and software devices alike.</summary>
/// <typeparam name="TSqe">The device's descriptor; its size must be the one the device reports.</typeparam>
/// <remarks>
/// One thread may send while another receives; each side by one thread at a time. Nothing is allocated after <see cref="QmQueuePair.Open"/>.
/// Ordering: descriptors are written with plain stores, <see cref="QueueFile.Ring"/> releases them. The acquire load of a completion's phase pairs with
/// the device's release store; the written-back descriptor and the note are read after it. The number in flight is the difference of two counters, each
/// written by one side only, so that neither side pays for a locked operation.
/// </remarks>
public sealed partial class QmQueuePair<TSqe> : IDisposable
    where TSqe : unmanaged
{
    private readonly QueueFile _file;
    private readonly RegionMapping? _mmio;
    private readonly RegionMapping _dus;
    private readonly RegionMapping? _ctl;
    private readonly QmDusLayout _layout;
    private readonly int _doorbellOffset;
    private readonly ulong _sqDoorbell;
    private readonly ulong _cqDoorbell;
    private readonly ulong _cqArmDoorbell;
    private readonly int _indexShift;
    private readonly bool _isInline;
    private int _disposed;

    private PaddedCounter _sent;       // written by the sender
    private uint _sqTail;              // the sender's
    private PaddedCounter _received;   // written by the receiver
    private uint _cqHead;              // the receiver's
    private uint _phase = 1;           // the receiver's
    private uint _nextSlot;            // the receiver's: the slot that completes next, as requests complete in order; no more than a guess

    private QmQueuePair(QueueFile file, RegionMapping? mmio, RegionMapping dus, RegionMapping? ctl, in QmDusLayout layout, QmVersion version, ushort number, bool isTuned)
    {
        _file = file;
        _mmio = mmio;
        _dus = dus;
        _ctl = ctl;
        _layout = layout;
        DoorbellLayout doorbell = version.Doorbell;
        _doorbellOffset = doorbell.Offset;
        _indexShift = doorbell.IndexShift;
        _sqDoorbell = doorbell.Encode(number, DoorbellLayout.SqTail, 0, 0);
        _cqDoorbell = doorbell.Encode(number, DoorbellLayout.CqHead, 0, 0);
        _cqArmDoorbell = doorbell.Encode(number, DoorbellLayout.CqHead, 0, 1);
        _isInline = file.Driving == QueueDriving.Inline;
        Version = version;
        Number = number;
        IsTuned = isTuned;
    }

    /// <summary>Generation spoken.</summary>
    public QmVersion Version { get; }

    /// <summary>Queue number inside the function.</summary>
    public int Number { get; }

    /// <summary>Whether the device took <see cref="QmQueuePairOptions.Tuning"/>.</summary>
    public bool IsTuned { get; }

    /// <summary>Most requests in flight: depth − 1 (A6).</summary>
    public int Capacity => _layout.SqDepth - 1;

    /// <summary>Requests sent and not yet received.</summary>
    public int InFlight => (int)(Volatile.Read(ref _sent.Value) - Volatile.Read(ref _received.Value));

    /// <summary>Slot that the next sent descriptor goes to, 0…<see cref="Capacity"/>; the sender's.</summary>
    public int NextSlot => (int)_sqTail;

    /// <summary>Whether the device writes notes (<see cref="SlotNote"/>); hardware does not.</summary>
    public bool HasNotes => _ctl is not null;

    /// <summary>The queue file.</summary>
    public QueueFile File => _file;

    /// <summary>Whether nothing can be received any more: the RX status word, or the device was removed.</summary>
    public bool IsDead => IsReceiveDead || _dus.IsDeviceGone;

    private bool IsReceiveDead => Volatile.Read(ref _dus.At<uint>(_layout.RxStatusOffset)) == QmDusLayout.Dead;

    /// <summary>Sends descriptors, all or none (A6).</summary>
    /// <param name="descriptors">In order. None is legal and does nothing.</param>
    /// <param name="submitFlags">Goes into the notes of these slots (<see cref="SlotNote.SubmitFlags"/>) where the device has notes.</param>
    /// <returns>Queued; RingFull with nothing written; DeviceLost when the submit side is dead.</returns>
    [SkipLocalsInit]
    public SubmitResult TrySend(ReadOnlySpan<TSqe> descriptors, uint submitFlags = 0)
    {
        int count = descriptors.Length;
        ulong sent = _sent.Value;
        if ((ulong)Capacity - (sent - _sent.Cached) < (ulong)count)
        {
            _sent.Cached = Volatile.Read(ref _received.Value);
            if ((ulong)Capacity - (sent - _sent.Cached) < (ulong)count)
            {
                return IsSubmitDead ? SubmitResult.DeviceLost : SubmitResult.RingFull;
            }
        }

        uint tail = _sqTail;
        if (count == 1)
        {
            _dus.At<TSqe>((int)tail * Unsafe.SizeOf<TSqe>()) = descriptors[0];
        }
        else if (count == 0)
        {
            return SubmitResult.Queued;
        }
        else
        {
            CopyIn(descriptors, (int)tail);
        }

        if (submitFlags != 0)
        {
            WriteFlags((int)tail, count, submitFlags);
        }

        if (IsSubmitDead)
        {
            return SubmitResult.DeviceLost;   // what was copied is never announced
        }

        tail += (uint)count;
        if (tail >= (uint)_layout.SqDepth)
        {
            tail -= (uint)_layout.SqDepth;
        }

        _sqTail = tail;
        Volatile.Write(ref _sent.Value, sent + (ulong)count);   // before the ring: a fast receiver must not count below zero
        _file.Ring(_doorbellOffset, _sqDoorbell | ((ulong)tail << _indexShift));
        return SubmitResult.Queued;
    }

    /// <summary>Sends one descriptor.</summary>
    /// <param name="descriptor">The descriptor.</param>
    /// <param name="submitFlags">As above.</param>
    public SubmitResult TrySend(in TSqe descriptor, uint submitFlags = 0) => TrySend(new ReadOnlySpan<TSqe>(in descriptor), submitFlags);

    /// <summary>Receives what has completed, in submission order (A7); on an Inline queue with nothing there, runs the device once.</summary>
    /// <param name="descriptors">Room for written-back descriptors; fewer may come. None is legal.</param>
    /// <param name="count">How many were received, also beside an error.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]   // a look is short, but what follows a find is not: in its caller's loop it would take all registers
    public ReceiveResult TryReceive(Span<TSqe> descriptors, out int count) => Receive(descriptors, [], [], out count);

    /// <summary>Receives what has completed, with slots, by which a driver finds its own records, and notes.</summary>
    /// <param name="descriptors">Room for written-back descriptors.</param>
    /// <param name="slots">Empty, or room for as many slots.</param>
    /// <param name="notes">Empty, or room for as many notes: copies, untrusted, zero where the device has none (<see cref="HasNotes"/>).</param>
    /// <param name="count">How many were received, also beside an error.</param>
    /// <exception cref="ArgumentException">Slots or notes are wanted, but there is room for fewer of them than of descriptors.</exception>
    public ReceiveResult TryReceive(Span<TSqe> descriptors, Span<int> slots, Span<SlotNote> notes, out int count)
    {
        if ((!slots.IsEmpty && slots.Length < descriptors.Length) || (!notes.IsEmpty && notes.Length < descriptors.Length))
        {
            throw new ArgumentException("as many slots and notes as descriptors", nameof(slots));
        }

        return Receive(descriptors, slots, notes, out count);
    }

    /// <summary>Does nothing: a QM rings at every send.</summary>
    public void Flush()
    {
        // The queue-level interface has the call for protocols that batch doorbells.
    }

    // Who serves the queue from another process can end without writing a word. An Inline queue is served by the caller, who would know.
    private bool IsSubmitDead => Volatile.Read(ref _dus.At<uint>(_layout.TxStatusOffset)) == QmDusLayout.Dead || (!_isInline && _dus.IsDeviceGone);

    // Inlined: where nobody wants slots and notes, what is for them is not there.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ReceiveResult Receive(Span<TSqe> descriptors, Span<int> slots, Span<SlotNote> notes, out int count)
    {
        ReceiveResult result = Drain(descriptors, slots, notes, out count);
        if (result != ReceiveResult.Empty)
        {
            return result;
        }

        if (_isInline)
        {
            _file.Poll();
            return DrainAgain(descriptors, slots, notes, out count);
        }

        if (_dus.IsDeviceGone)
        {
            result = DrainAgain(descriptors, slots, notes, out count);   // what came before the end counts
            return result == ReceiveResult.Empty ? ReceiveResult.DeviceLost : result;
        }

        return ReceiveResult.Empty;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private ReceiveResult DrainAgain(Span<TSqe> descriptors, Span<int> slots, Span<SlotNote> notes, out int count) =>
        Drain(descriptors, slots, notes, out count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ReceiveResult Drain(Span<TSqe> descriptors, Span<int> slots, Span<SlotNote> notes, out int count)
    {
        count = 0;
        ReceiveResult result = ReceiveResult.Received;
        uint head = _cqHead;
        uint phase = _phase;
        uint next = _nextSlot;
        int taken = 0;
        while (taken < descriptors.Length)
        {
            int at = _layout.CqOffset + ((int)head * QmCqe.SizeInBytes) + QmCqe.UpperHalf;
            ulong upper = Volatile.Read(ref _dus.At<ulong>(at));   // pairs with the device's release of the completion
            if (((uint)(upper >> 48) & QmCqe.PhaseBit) != phase)
            {
                if (taken == 0)
                {
                    // The result comes out of the cache of another processor, as the completion does. Asked for together, the two ways are one.
                    CacheHint.Fetch(ref _dus.At<TSqe>((int)_nextSlot * Unsafe.SizeOf<TSqe>()));
                    result = ReceiveResult.Empty;
                }

                break;
            }

            uint slot = (ushort)upper;
            if (slot >= (uint)_layout.SqDepth)
            {
                result = ReceiveResult.BadCompletion;
                break;
            }

            descriptors[taken] = _dus.At<TSqe>((int)slot * Unsafe.SizeOf<TSqe>());
            if (!slots.IsEmpty)
            {
                slots[taken] = (int)slot;
            }

            if (!notes.IsEmpty)
            {
                notes[taken] = _ctl is null ? default : _ctl.At<SlotNote>(CtlLayout.NoteOffset((int)slot));
            }

            taken++;
            next = slot + 1 == (uint)_layout.SqDepth ? 0 : slot + 1;
            if (++head == (uint)_layout.CqDepth)
            {
                head = 0;
                phase ^= 1;
            }
        }

        if (IsReceiveDead)
        {
            return ReceiveResult.DeviceLost;   // A7 step 5: what was copied is not handed out
        }

        if (taken > 0)
        {
            _cqHead = head;
            _phase = phase;
            _nextSlot = next;
            _file.Ring(_doorbellOffset, _cqDoorbell | ((ulong)head << _indexShift));   // once for the batch
            Volatile.Write(ref _received.Value, _received.Value + (ulong)taken);       // slots are free again
            count = taken;
        }

        return result;
    }

    private void CopyIn(ReadOnlySpan<TSqe> descriptors, int tail)
    {
        int first = Math.Min(descriptors.Length, _layout.SqDepth - tail);
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(descriptors);
        int split = first * Unsafe.SizeOf<TSqe>();
        bytes[..split].CopyTo(_dus.Slice(tail * Unsafe.SizeOf<TSqe>(), split));
        bytes[split..].CopyTo(_dus.Slice(0, bytes.Length - split));
    }

    private void WriteFlags(int slot, int count, uint flags)
    {
        if (_ctl is null)
        {
            return;
        }

        for (int i = 0; i < count; i++)
        {
            _ctl.At<uint>(CtlLayout.NoteOffset(slot)) = flags;
            slot = slot + 1 == _layout.SqDepth ? 0 : slot + 1;
        }
    }
}
