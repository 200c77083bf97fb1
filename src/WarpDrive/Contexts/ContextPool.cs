using System.Diagnostics;
using WarpDrive.Linux;
using WarpDrive.Uacce;

namespace WarpDrive;

/// <summary>The queues of one route that synchronous callers rent, one caller a queue.</summary>
/// <remarks>
/// Thread safe. Warm path: one exchange on a slot of the caller's processor to rent, one to give back. Lost wake-ups: who gives back (1) puts
/// the context into a slot with a full fence, (2) reads the number of waiters, (3) if there are any, takes the lock and hands contexts over.
/// Who waits (1) raises the number of waiters with a full fence under the lock, (2) looks at every slot, (3) waits. One of the two sees the other.
/// </remarks>
internal sealed class ContextPool<TRequest, TCompletion> : IDisposable
    where TRequest : struct, IRequest
    where TCompletion : struct, ICompletion
{
    [ThreadStatic]
    private static Waiter? t_waiter;

    private readonly Func<QueueContext<TRequest, TCompletion>> _open;
    private readonly int _limit;
    private readonly Slot[] _slots;
    private readonly int _mask;
    private readonly Lock _lock = new();
    private readonly Queue<Waiter> _waiting = new();
    private int _waiters;
    private int _opened;
    private bool _closed;

    internal ContextPool(int limit, Func<QueueContext<TRequest, TCompletion>> open)
    {
        _open = open;
        _limit = limit;
        int slots = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)limit);
        _slots = new Slot[slots];
        _mask = slots - 1;
    }

    /// <summary>Why a queue could not be opened lately; null when that did not happen.</summary>
    internal string? OpenError { get; private set; }

    /// <summary>Rents a context.</summary>
    /// <param name="deadline">Time stamp until which to wait for one; 0 does not wait.</param>
    /// <param name="context">The context when the status is Ok.</param>
    /// <returns>
    /// Ok, Busy, TimedOut; DeviceLost when the device opens no queue; Refused when its driver will not, as with an engine that is not there;
    /// NoDevice when the pool is closed.
    /// </returns>
    internal RequestStatus Rent(long deadline, out QueueContext<TRequest, TCompletion>? context)
    {
        int start = Thread.GetCurrentProcessorId() & _mask;
        context = Interlocked.Exchange(ref _slots[start].Context, null) ?? TakeAny(start);
        if (context is not null)
        {
            return RequestStatus.Ok;
        }

        return RentSlow(deadline, out context);
    }

    /// <summary>Gives a context back; a broken one is closed.</summary>
    internal void Return(QueueContext<TRequest, TCompletion> context)
    {
        if (context.Broken || _closed)
        {
            Discard(context);
            return;
        }

        int start = Thread.GetCurrentProcessorId() & _mask;
        for (int i = 0; i < _slots.Length; i++)
        {
            if (Interlocked.CompareExchange(ref _slots[(start + i) & _mask].Context, context, null) is null)
            {
                if (Volatile.Read(ref _waiters) > 0 || _closed)
                {
                    HandOver();
                }

                return;
            }
        }

        Debug.Fail("there are as many slots as contexts");
        Discard(context);
    }

    /// <summary>Closes idle contexts; those in use are closed when they come back.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _closed = true;
            while (_waiting.TryDequeue(out Waiter? waiter))
            {
                waiter.Wake(null);
            }
        }

        HandOver();
    }

    private QueueContext<TRequest, TCompletion>? TakeAny(int start)
    {
        for (int i = 0; i < _slots.Length; i++)
        {
            ref QueueContext<TRequest, TCompletion>? slot = ref _slots[(start + i) & _mask].Context;
            if (slot is not null && Interlocked.Exchange(ref slot, null) is QueueContext<TRequest, TCompletion> context)
            {
                return context;
            }
        }

        return null;
    }

    private RequestStatus RentSlow(long deadline, out QueueContext<TRequest, TCompletion>? context)
    {
        context = null;
        bool mustWait = false;   // the device has no more queues, but some of this pool's come back
        while (true)
        {
            Waiter? waiter = null;
            lock (_lock)
            {
                if (_closed)
                {
                    return RequestStatus.NoDevice;
                }

                if (_opened < _limit && !(mustWait && _opened > 0))
                {
                    _opened++;
                }
                else if (deadline == 0)
                {
                    return RequestStatus.Busy;
                }
                else if (Deadlines.Left(deadline) == TimeSpan.Zero)
                {
                    return RequestStatus.TimedOut;
                }
                else
                {
                    waiter = Enlist();
                }
            }

            if (waiter is null)
            {
                RequestStatus opened = Open(out context);
                if (opened != RequestStatus.Busy)
                {
                    return opened;
                }

                mustWait = true;
                lock (_lock)
                {
                    if (_opened == 0)
                    {
                        return RequestStatus.Busy;
                    }
                }

                continue;
            }

            HandOver();   // a context may have come back between the look and the enlisting
            context = waiter.Wait(deadline) ?? Withdraw(waiter);
            if (context is not null)
            {
                return RequestStatus.Ok;
            }

            mustWait = false;   // woken without a context: one was closed, so that another can be opened
        }
    }

    /// <summary>Opens a context for which a place was taken already.</summary>
    private RequestStatus Open(out QueueContext<TRequest, TCompletion>? context)
    {
        try
        {
            context = _open();
            return RequestStatus.Ok;
        }
        catch (Exception e) when (e is LinuxException or NotSupportedException)
        {
            context = null;
            lock (_lock)
            {
                _opened--;
            }

            OpenError = e.Message;
            return e switch
            {
                NotSupportedException => RequestStatus.Refused,
                LinuxException { Errno: Errno.EBUSY } => RequestStatus.Busy,
                _ => RequestStatus.DeviceLost,
            };
        }
    }

    private Waiter Enlist()
    {
        Waiter waiter = t_waiter ??= new Waiter();
        waiter.Reset();
        Interlocked.Increment(ref _waiters);
        _waiting.Enqueue(waiter);
        return waiter;
    }

    /// <summary>Takes a waiter whose time ran out from the line; a context handed over at the last moment is not lost.</summary>
    private QueueContext<TRequest, TCompletion>? Withdraw(Waiter waiter)
    {
        lock (_lock)
        {
            for (int left = _waiting.Count; left > 0; left--)
            {
                Waiter next = _waiting.Dequeue();
                if (next == waiter)
                {
                    Interlocked.Decrement(ref _waiters);
                }
                else
                {
                    _waiting.Enqueue(next);
                }
            }

            return waiter.Context;
        }
    }

    private void HandOver()
    {
        lock (_lock)
        {
            if (_closed)
            {
                while (TakeAny(0) is QueueContext<TRequest, TCompletion> idle)
                {
                    _opened--;
                    idle.Dispose();
                }

                return;
            }

            while (_waiting.Count > 0 && TakeAny(0) is QueueContext<TRequest, TCompletion> context)
            {
                Interlocked.Decrement(ref _waiters);
                _waiting.Dequeue().Wake(context);
            }
        }
    }

    private void Discard(QueueContext<TRequest, TCompletion> context)
    {
        lock (_lock)
        {
            _opened--;
        }

        context.Dispose();
        WakeOneToOpen();
    }

    /// <summary>After a context was closed, the first in line opens a new one for itself.</summary>
    private void WakeOneToOpen()
    {
        Waiter? first = null;
        lock (_lock)
        {
            if (_closed || _waiting.Count == 0)
            {
                return;
            }

            first = _waiting.Dequeue();
            Interlocked.Decrement(ref _waiters);
        }

        first.Wake(null);
    }

    private struct Slot
    {
        internal QueueContext<TRequest, TCompletion>? Context;
    }

    /// <summary>A thread in line; one object a thread, used again and again.</summary>
    private sealed class Waiter
    {
        private readonly object _gate = new();
        private bool _woken;

        internal QueueContext<TRequest, TCompletion>? Context { get; private set; }

        internal void Reset()
        {
            lock (_gate)
            {
                Context = null;
                _woken = false;
            }
        }

        internal void Wake(QueueContext<TRequest, TCompletion>? context)
        {
            lock (_gate)
            {
                Context = context;
                _woken = true;
                Monitor.Pulse(_gate);
            }
        }

        internal QueueContext<TRequest, TCompletion>? Wait(long deadline)
        {
            lock (_gate)
            {
                while (!_woken)
                {
                    TimeSpan left = Deadlines.Left(deadline);
                    if (left == TimeSpan.Zero || !Monitor.Wait(_gate, left))
                    {
                        break;
                    }
                }

                return Context;
            }
        }
    }
}
