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
    private const int Quiet = 0;
    private const int Noted = 1;    // for the user of the queue alone, who looks before it sleeps
    private const int Raised = 2;   // the descriptor is readable

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
                    Volatile.Write(ref _both, both);
                    if (IsOwnRaised)
                    {
                        Signal();
                    }
                }

                return (int)_both.DangerousGetHandle();
            }
        }
    }

    /// <summary>Whether this process's own event is raised.</summary>
    internal bool IsOwnRaised => Volatile.Read(ref _raised) != Quiet;

    /// <summary>Whether somebody may wait on <see cref="Descriptor"/>.</summary>
    internal bool IsShared => Volatile.Read(ref _both) is not null;

    /// <summary>Takes over the daemon's descriptor.</summary>
    internal static ClientEvent Of(SafeFileHandle daemons) => new(daemons);

    /// <summary>Raises this process's own event.</summary>
    internal void Signal()
    {
        try
        {
            Libc.EventfdSignal(_own);
            Volatile.Write(ref _raised, Raised);
        }
        catch (ObjectDisposedException)
        {
            // closed meanwhile: nobody waits
        }
    }

    /// <summary>Raises it for the user of the queue, who is not asleep: without a system call unless it waits elsewhere, on <see cref="Descriptor"/>.</summary>
    internal void SignalUser()
    {
        Interlocked.CompareExchange(ref _raised, Noted, Quiet);
        if (IsShared)
        {
            Signal();
        }
    }

    /// <summary>Takes this process's own event back.</summary>
    internal void ClearOwn()
    {
        if (Interlocked.Exchange(ref _raised, Quiet) == Raised)
        {
            Drain(_own);
        }
    }

    /// <summary>Takes the daemon's event back.</summary>
    /// <returns>Whether it was raised.</returns>
    internal bool ClearDaemons() => Drain(_daemons);

    /// <summary>Sleeps until something is raised, and takes nothing back. Returns at once when it was closed.</summary>
    /// <param name="timeout">Not negative.</param>
    /// <param name="hungUp">The daemon has closed its end: nothing will be raised by it any more.</param>
    /// <returns>Whether the daemon's event is raised.</returns>
    internal bool Wait(TimeSpan timeout, out bool hungUp)
    {
        hungUp = false;
        if (IsOwnRaised)
        {
            return false;
        }

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
            Libc.Poll(entries, timeout);
            hungUp = (entries[0].Returned & Libc.POLLHUP) != 0;
            return (entries[0].Returned & Libc.POLLIN) != 0;
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

    private static bool Drain(SafeFileHandle descriptor)
    {
        try
        {
            return Libc.DrainEvents(descriptor);
        }
        catch (ObjectDisposedException)
        {
            return false;   // closed meanwhile: nothing is left to clear
        }
    }
}
