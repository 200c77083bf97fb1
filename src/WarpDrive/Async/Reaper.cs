using System.Diagnostics;
using Microsoft.Win32.SafeHandles;
using WarpDrive.Linux;

namespace WarpDrive;

/// <summary>The one thread of a library instance that waits for all its served queues, and watches deadlines.</summary>
/// <remarks>
/// Lost wake-ups: the reaper (1) declares that it may sleep long, with a full fence, (2) sweeps every route, (3) sleeps long only when the sweep found nothing
/// in flight and nothing in line. A submitter (1) puts its operation into a ring or the line, (2) full fence, (3) looks at the declaration and signals
/// the event if it stands. One of the two sees the other. While something is in flight the sleep is cut into slices, because a removed device
/// wakes nobody (uacce.md §8.3).
/// </remarks>
internal sealed class Reaper : IDisposable
{
    private static readonly TimeSpan s_slice = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan s_idle = TimeSpan.FromHours(1);

    private readonly Lock _lock = new();
    private readonly SafeFileHandle _wake = Libc.Eventfd();
    private IServedRoute[] _routes = [];
    private Thread? _thread;
    private PollFd[] _descriptors = new PollFd[8];
    private int _sleepsLong;
    private bool _stopping;

    /// <summary>Rounds so far, for tests: an idle instance makes none.</summary>
    internal long Rounds { get; private set; }

    internal void Add(IServedRoute route)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_stopping, this);
            Volatile.Write(ref _routes, [.. _routes, route]);
            if (_thread is null)
            {
                _thread = new Thread(Run) { IsBackground = true, Name = "WarpDrive reaper" };
                _thread.Start();
            }
        }

        Wake();
    }

    internal void Remove(IServedRoute route)
    {
        lock (_lock)
        {
            Volatile.Write(ref _routes, [.. _routes.Where(other => other != route)]);
        }
    }

    /// <summary>Says that something was submitted.</summary>
    internal void Expect()
    {
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _sleepsLong) != 0)
        {
            Wake();
        }
    }

    /// <summary>Ends a sleep, now or before it begins. Does nothing once the library instance has ended: who submits must hear of that from the route.</summary>
    internal void Wake()
    {
        try
        {
            Libc.EventfdSignal(_wake);
        }
        catch (ObjectDisposedException)
        {
            // Whoever took the operation ends it; an exception here would end it a second time.
        }
    }

    public void Dispose()
    {
        Thread? thread;
        lock (_lock)
        {
            if (_stopping)
            {
                return;
            }

            _stopping = true;
            thread = _thread;
        }

        Wake();
        thread?.Join();   // ends within one sweep
        _wake.Dispose();
    }

    private void Run()
    {
        while (!Volatile.Read(ref _stopping))
        {
            Interlocked.Exchange(ref _sleepsLong, 1);
            Libc.EventfdClear(_wake);
            long now = Stopwatch.GetTimestamp();
            bool active = false;
            IServedRoute[] routes = Volatile.Read(ref _routes);
            int count = 1;
            foreach (IServedRoute route in routes)
            {
                active |= route.Sweep(now);
                foreach (int descriptor in route.EventDescriptors)
                {
                    if (count == _descriptors.Length)
                    {
                        Array.Resize(ref _descriptors, count * 2);
                    }

                    _descriptors[count++] = new PollFd { Fd = descriptor, Events = Libc.POLLIN };
                }
            }

            if (active)
            {
                Volatile.Write(ref _sleepsLong, 0);
            }

            Rounds++;
            _descriptors[0] = new PollFd { Fd = (int)_wake.DangerousGetHandle(), Events = Libc.POLLIN };
            Libc.Poll(_descriptors.AsSpan(0, count), active ? s_slice : s_idle);
        }
    }
}
