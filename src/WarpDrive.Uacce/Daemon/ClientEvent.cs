using Microsoft.Win32.SafeHandles;
using WarpDrive.Linux;

namespace WarpDrive.Uacce.Daemon;

/// <summary>What a queue's user sleeps on: the event that the daemon raises, and one of this process's own.</summary>
/// <remarks>
/// Any thread raises, the user of the queue waits and clears. The daemon's is the reading end of a pipe (uacced.md §3.5), so that this side needs
/// another one to raise: when something was posted before the arming, and when the daemon is gone.
/// </remarks>
internal sealed class ClientEvent : IDisposable
{
    private readonly SafeFileHandle _daemons;
    private readonly SafeFileHandle _own = Libc.Eventfd();
    private readonly Lock _lock = new();
    private SafeFileHandle? _both;
    private int _raised;

    private ClientEvent(SafeFileHandle daemons) => _daemons = daemons;

    /// <summary>One descriptor that is readable when either event is; -1 when closed. Made when first asked for.</summary>
    internal int Descriptor
    {
        get
        {
            lock (_lock)
            {
                if (_own.IsClosed)
                {
                    return -1;
                }

                if (_both is null)
                {
                    SafeFileHandle both = Libc.EpollCreate();
                    Libc.EpollAdd(both, _daemons, Libc.EPOLLIN, 0);
                    Libc.EpollAdd(both, _own, Libc.EPOLLIN, 0);
                    _both = both;
                }

                return (int)_both.DangerousGetHandle();
            }
        }
    }

    /// <summary>Takes over the daemon's descriptor.</summary>
    internal static ClientEvent Of(SafeFileHandle daemons) => new(daemons);

    /// <summary>Raises this process's own event.</summary>
    internal void Signal()
    {
        try
        {
            Libc.EventfdSignal(_own);
            Volatile.Write(ref _raised, 1);
        }
        catch (ObjectDisposedException)
        {
            // closed meanwhile: nobody waits
        }
    }

    /// <summary>Takes back what was raised.</summary>
    /// <returns>Whether there was something.</returns>
    internal bool Clear()
    {
        try
        {
            bool own = Volatile.Read(ref _raised) != 0 && Interlocked.Exchange(ref _raised, 0) != 0 && Libc.DrainEvents(_own);
            return Libc.DrainEvents(_daemons) | own;
        }
        catch (ObjectDisposedException)
        {
            return false;   // closed meanwhile: nothing is left to clear
        }
    }

    /// <summary>Sleeps until something is raised. Returns at once when it was closed.</summary>
    /// <param name="timeout">Not negative.</param>
    /// <param name="hungUp">The daemon has closed its end: nothing will be raised by it any more.</param>
    /// <returns>Whether something is raised.</returns>
    internal bool Wait(TimeSpan timeout, out bool hungUp)
    {
        hungUp = false;
        bool held = false;
        bool ownHeld = false;
        try
        {
            _daemons.DangerousAddRef(ref held);   // numbers must not be given to other files while poll(2) looks at them
            _own.DangerousAddRef(ref ownHeld);
            Span<PollFd> entries =
            [
                new PollFd { Fd = (int)_daemons.DangerousGetHandle(), Events = Libc.POLLIN },
                new PollFd { Fd = (int)_own.DangerousGetHandle(), Events = Libc.POLLIN },
            ];
            bool any = Libc.Poll(entries, timeout) != 0;
            hungUp = (entries[0].Returned & Libc.POLLHUP) != 0;
            return any;
        }
        catch (ObjectDisposedException)
        {
            return false;   // closed by another thread: the caller looks next
        }
        finally
        {
            if (held)
            {
                _daemons.DangerousRelease();
            }

            if (ownHeld)
            {
                _own.DangerousRelease();
            }
        }
    }

    /// <summary>Closes it; who waits is woken first.</summary>
    public void Dispose()
    {
        Signal();
        lock (_lock)
        {
            _both?.Dispose();
            _daemons.Dispose();
            _own.Dispose();
        }
    }
}
