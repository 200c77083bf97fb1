using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace WarpDrive.Uacce.Daemon;

/// <content>Doorbells, poll and wait: no system call while both sides are awake.</content>
internal sealed partial class DaemonQueue
{
    private static readonly TimeSpan s_longestSpin = TimeSpan.FromMicroseconds(50);
    private static readonly TimeSpan s_crowdedSpin = TimeSpan.FromMicroseconds(5);   // what a sleep costs
    private const int Offer = 8;   // looks between two offers of the processor to others

    private const int LooksArmed = 24;   // between arming and sleeping: 1 to 2 us, less than the sleep itself costs both sides

    private static readonly bool s_maySpin = Environment.ProcessorCount > 1;

    private uint _reported;        // completions that poll has told of, since START
    private uint _givenBack;       // completions since START, modulo 2^32; by the one who gives them back
    private uint _cqHead;          // the last index that was rung, of the completion that is read next
    private bool _armed;           // the arm cell was set, and its fall not seen yet
    private bool _eventPending;    // the event is written, or about to be, and was not read
    private bool _isFree;
    private long _discarded;

    /// <summary>Rings that were discarded. Counted by the one who rings.</summary>
    internal long DiscardedRings => _discarded;

    /// <summary>Whether a worker looks at the queue by itself at this moment, so that a completion may be nearer than a sleep.</summary>
    internal bool IsAttended => s_maySpin && Volatile.Read(ref _ctl.At<uint>(CtlLayout.Attention)) == AttentionState.Watched;

    /// <summary>The doorbell.</summary>
    internal void Ring(int offset, ulong value)
    {
        DoorbellLayout doorbell = _doorbell;
        if (!doorbell.TryDecode(value, out uint number, out uint command, out uint index, out uint priority)
            || number != _number || offset != doorbell.Offset || !_running)
        {
            _discarded++;
        }
        else if (command == DoorbellLayout.SqTail && index < _sqDepth)
        {
            Volatile.Write(ref _ctl.At<uint>(CtlLayout.SqTail), index);   // publishes the descriptors before it
            var cells = new RingCells(this, ref _ctl.At<uint>(CtlLayout.Attention));
            RingProtocol.Rung(ref cells);
        }
        else if (command == DoorbellLayout.CqHead && index < _cqDepth)
        {
            Volatile.Write(ref _ctl.At<uint>(CtlLayout.CqHead), index);   // gives the completions before it back
            _givenBack += index - _cqHead + (index < _cqHead ? _cqDepth : 0);   // a ring holds fewer than its depth
            _cqHead = index;
            if (priority != 0)
            {
                ArmForReceiver();
            }
        }
        else
        {
            _discarded++;
        }
    }

    /// <summary>poll(2) with no time-out.</summary>
    internal bool Poll()
    {
        if (IsDead)
        {
            return false;   // nothing, not even an error (uacce.md §3.4)
        }

        var cells = new WaitCells(this, default);
        return WaitProtocol.Poll(ref cells);
    }

    /// <summary>poll(2) with a time-out, by the steps of <see cref="WaitProtocol"/> (uacced.md §4.2).</summary>
    internal bool Wait(TimeSpan timeout)
    {
        long start = Stopwatch.GetTimestamp();
        if (Poll() || (timeout > TimeSpan.Zero && !IsDead && SpinForNews(start, timeout)))
        {
            return true;
        }

        while (true)
        {
            TimeSpan left = timeout - Stopwatch.GetElapsedTime(start);
            if (left <= TimeSpan.Zero || IsDead || Volatile.Read(ref _isFree))
            {
                return false;
            }

            var cells = new WaitCells(this, left);
            if (WaitProtocol.HasNewsOrSleep(ref cells) || Poll())
            {
                return true;
            }
        }
    }

    private void OnStarted()
    {
        _reported = 0;
        _givenBack = 0;
        _cqHead = 0;
        _armed = true;   // START arms (hisi-qm-zip.md A9)
        _running = !IsDead;
    }

    private bool TryReport()
    {
        uint posted = Volatile.Read(ref _ctl.At<uint>(CtlLayout.Posted));   // pairs with the daemon's release behind the completion
        if (posted == _reported)
        {
            return false;
        }

        _reported = posted;
        return true;
    }

    private void Arm()
    {
        if (_armed && Volatile.Read(ref _ctl.At<uint>(CtlLayout.Arm)) != 0)
        {
            return;   // armed already
        }

        TakeEventBack();   // or the fall of the cell that was armed before would never be seen
        _armed = true;
        Volatile.Write(ref _ctl.At<uint>(CtlLayout.Arm), 1);
    }

    // Who arms by the doorbell sleeps on the descriptor without looking here again: what was posted before the arming raises the event now.
    // A completion is seen a moment before it counts as posted: what was given back may be ahead.
    private void ArmForReceiver()
    {
        var cells = new WaitCells(this, default);
        WaitProtocol.ArmForReceiver(ref cells);
    }

    /// <summary>Takes the event back if it was, or is about to be, raised; else makes no system call.</summary>
    private void TakeEventBack()
    {
        if (_armed && Volatile.Read(ref _ctl.At<uint>(CtlLayout.Arm)) == 0)
        {
            _armed = false;
            _eventPending = true;
        }

        TakeOwnEventBack();
        if (_eventPending && _event.ClearDaemons())
        {
            _eventPending = false;
        }
    }

    /// <summary>Looks for a moment while a worker is awake at this queue and there are several processors.</summary>
    private bool SpinForNews(long start, TimeSpan timeout)
    {
        if (!_running || _armed)   // who armed has looked long enough
        {
            return false;
        }

        TimeSpan limit = Crowd.IsHere(start) ? s_crowdedSpin : s_longestSpin;
        limit = timeout < limit ? timeout : limit;
        long now = start;
        int looks = 0;
        for (long before = start; IsAttended && Stopwatch.GetElapsedTime(start, now) < limit; before = now)
        {
            if (TryReport())
            {
                return true;
            }

            Thread.SpinWait(8);
            if (++looks % Offer == 0)
            {
                Crowd.Offer();
            }

            now = Stopwatch.GetTimestamp();
            if (Crowd.WasInterrupted(before, now))
            {
                break;
            }
        }

        return TryReport();
    }

    /// <summary>Looks a little longer while a worker is awake at this queue: what it works on may be done before this thread would be asleep.</summary>
    private bool LookArmed()
    {
        for (int look = 0; look < LooksArmed && IsAttended; look++)
        {
            Thread.SpinWait(4);
            if (TryReport())
            {
                return true;
            }
        }

        return false;
    }

    private void Sleep(TimeSpan timeout)
    {
        bool raised = _event.Wait(timeout, out bool hungUp);
        if (hungUp)
        {
            OnLost();   // who cannot wake anybody any more has let go of the queue
        }
        else if (!IsDead)
        {
            TakeOwnEventBack();
            if (raised && _event.ClearDaemons())
            {
                _eventPending = false;
                _armed &= Volatile.Read(ref _ctl.At<uint>(CtlLayout.Arm)) != 0;
            }
        }
    }

    // The event of a dead queue stays raised, for whoever waits on it.
    private void TakeOwnEventBack()
    {
        if (_event.IsOwnRaised)
        {
            _event.ClearOwn();
            if (IsDead)
            {
                _event.Signal();
            }
        }
    }

    /// <summary>The cells of who waits, where they really are.</summary>
    private readonly struct WaitCells(DaemonQueue queue, TimeSpan timeout) : IWaitCells, IReceiverCells, IPollCells
    {
        public void Arm() => queue.Arm();

        public void Fence() => Interlocked.MemoryBarrier();

        public bool HasNewsAgain() => queue.TryReport() || queue.LookArmed();

        public void Sleep()
        {
            if (!queue.IsDead)   // the daemon's end: state, then the event
            {
                queue.Sleep(timeout);
            }
        }

        public bool HasUnread() => (int)(Volatile.Read(ref queue._ctl.At<uint>(CtlLayout.Posted)) - queue._givenBack) > 0;

        public void Raise() => queue._event.SignalUser();

        public void TakeEventBack() => queue.TakeEventBack();

        public bool HasNews() => queue.TryReport();

        public void TakeStrayEventBack()
        {
            if (queue._event.IsShared && queue._event.ClearDaemons())
            {
                queue._eventPending = false;
            }
        }
    }

    /// <summary>The ring cells of the queue, where they really are. By reference: the bounds of the cell are checked once a ring.</summary>
    private readonly ref struct RingCells(DaemonQueue queue, ref uint attention) : IRingCells
    {
        private readonly ref uint _attention = ref attention;

        public void Fence() => Interlocked.MemoryBarrier();

        public uint LoadAttention() => Volatile.Read(ref _attention);

        public uint ExchangeAttention(uint value) => Interlocked.Exchange(ref _attention, value);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]   // rare: left to itself it may be called, and the cells live in memory for it
        public void Announce() => queue._channel.Announce(queue._slot);
    }
}
