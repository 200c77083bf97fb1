using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;
using WarpDrive.Linux;

namespace WarpDrive.Uacce.Core;

/// <summary>Hears the kicks of all channels of a registry, and announces the channels to their workers. One thread; it sleeps while nobody kicks.</summary>
/// <remarks>
/// <para>Kicks are watched edge-triggered: each write is one event, and the counter is never read. A client shares the open file and could make a read
/// of it block.</para>
/// <para>A client that kicks, or sets bits, again and again without news is heard once a millisecond: its kick is not watched until then, or its channel
/// is left alone by the workers and announced here.</para>
/// <para>Workers do not wait for kicks themselves, although that would save a switch between threads: one that is awake would have to ask the kernel
/// again and again whether a channel that nobody holds was kicked, and where several sleep, the one that an announcer takes out of the set must be the
/// one that wakes, which a set of events that several wait on does not promise. While clients keep a worker awake nobody kicks: with 16 clients that
/// sleep between their requests the bell has 1 % of the daemon's time.</para>
/// </remarks>
internal sealed class KickBell : IDisposable
{
    private const ulong WakeUp = 0;
    private const uint Watched = Libc.EPOLLIN | Libc.EPOLLET;
    private const int MostEvents = 64;

    private readonly Lock _lock = new();
    private readonly ILogger _logger;
    private readonly SafeFileHandle _epoll;
    private readonly SafeFileHandle _wake;
    private readonly ConcurrentDictionary<ulong, Entry> _entries = new();
    private readonly Queue<(long Due, Entry Entry)> _silent = new();   // all are silent for equally long: the first is the next
    private readonly Thread _thread;
    private ulong _lastId;
    private long _heard;
    private volatile bool _ending;

    /// <summary>Starts the thread.</summary>
    /// <param name="logger">Where failures go.</param>
    /// <exception cref="LinuxException">EMFILE, ENFILE, ENOMEM.</exception>
    internal KickBell(ILogger logger)
    {
        _logger = logger;
        _epoll = Libc.EpollCreate();
        _wake = Libc.Eventfd();
        Libc.EpollAdd(_epoll, _wake, Libc.EPOLLIN, WakeUp);
        _thread = new Thread(Run) { IsBackground = true, Name = "uacce/bell" };
        _thread.UnsafeStart();
    }

    /// <summary>Events heard, for tests and statistics.</summary>
    internal long Heard => Volatile.Read(ref _heard);

    /// <summary>A number that no channel had before.</summary>
    internal ulong NextId() => Interlocked.Increment(ref _lastId);

    /// <summary>Listens to a channel's kick.</summary>
    /// <param name="id">From <see cref="NextId"/>.</param>
    /// <param name="channel">The channel.</param>
    /// <param name="kick">An eventfd that the client writes.</param>
    /// <exception cref="LinuxException">ENOSPC: limit of watches. ENOMEM.</exception>
    internal void Add(ulong id, ServedChannel channel, SafeFileHandle kick)
    {
        _entries[id] = new Entry(id, channel, kick);
        try
        {
            Libc.EpollAdd(_epoll, kick, Watched, id);
        }
        catch
        {
            _entries.TryRemove(id, out _);
            throw;
        }
    }

    /// <summary>Listens no longer. Before the kick is closed.</summary>
    internal void Remove(ulong id)
    {
        if (_entries.TryRemove(id, out Entry? entry) && !_ending)
        {
            try
            {
                Libc.EpollRemove(_epoll, entry.Kick);
            }
            catch (ObjectDisposedException)
            {
                // the bell ends at this moment
            }
        }
    }

    /// <summary>A worker gave up a channel whose bits mean nothing: announce it in a millisecond. The worker owns nothing of it any more.</summary>
    internal void Silence(ulong id)
    {
        if (_entries.TryGetValue(id, out Entry? entry))
        {
            lock (_lock)
            {
                _silent.Enqueue((Due(Stopwatch.GetTimestamp()), entry));
            }

            try
            {
                Libc.EventfdSignal(_wake);
            }
            catch (ObjectDisposedException)
            {
                // the bell ends at this moment
            }
        }
    }

    /// <summary>Ends the thread.</summary>
    public void Dispose()
    {
        if (!_ending)
        {
            _ending = true;
            Libc.EventfdSignal(_wake);
            _thread.Join();
            _epoll.Dispose();
            _wake.Dispose();
        }
    }

    private static long Due(long now) => now + (long)(EmptyLooks.Silence.TotalSeconds * Stopwatch.Frequency);

    private void Run()
    {
        var events = new EpollEvent[MostEvents];
        while (!_ending)
        {
            try
            {
                int count = Libc.EpollWait(_epoll, events, UntilNext());
                long now = Stopwatch.GetTimestamp();
                for (int i = 0; i < count; i++)
                {
                    if (events[i].Data == WakeUp)
                    {
                        Libc.EventfdClear(_wake);   // nobody else has it
                    }
                    else if (_entries.TryGetValue(events[i].Data, out Entry? entry))
                    {
                        Hear(entry, now);
                    }
                }

                EndSilences(Stopwatch.GetTimestamp());
            }
            catch (LinuxException e)   // other channels go on
            {
                WorkersLog.BellFailed(_logger, e);
            }
        }
    }

    private void Hear(Entry entry, long now)
    {
        Volatile.Write(ref _heard, _heard + 1);
        long news = entry.Channel.News;
        if (entry.IsProbe || news != entry.SeenNews)
        {
            entry.IsProbe = false;
            entry.SeenNews = news;
        }
        else if (entry.Empty.Count(now))
        {
            Libc.EpollModify(_epoll, entry.Kick, 0, entry.Id);
            entry.IsMuted = true;
            lock (_lock)
            {
                _silent.Enqueue((Due(now), entry));
            }

            return;
        }

        entry.Channel.Announce();
    }

    private TimeSpan UntilNext()
    {
        lock (_lock)
        {
            return _silent.TryPeek(out (long Due, Entry _) first)
                ? TimeSpan.FromSeconds(Math.Max(0, first.Due - Stopwatch.GetTimestamp()) / (double)Stopwatch.Frequency)
                : Timeout.InfiniteTimeSpan;
        }
    }

    private void EndSilences(long now)
    {
        while (true)
        {
            Entry entry;
            lock (_lock)
            {
                if (!_silent.TryPeek(out (long Due, Entry Entry) first) || first.Due > now)
                {
                    return;
                }

                entry = _silent.Dequeue().Entry;
            }

            if (!_entries.ContainsKey(entry.Id))
            {
                continue;
            }

            if (entry.IsMuted)
            {
                // The counter says that it was written, so watching again is an event at once; that one stands for all that came meanwhile.
                entry.IsMuted = false;
                entry.IsProbe = true;
                try
                {
                    Libc.EpollModify(_epoll, entry.Kick, Watched, entry.Id);
                }
                catch (LinuxException)
                {
                    // removed at this moment
                }
            }
            else
            {
                entry.Channel.Announce();
            }
        }
    }

    /// <summary>What the thread knows of a channel.</summary>
    private sealed class Entry(ulong id, ServedChannel channel, SafeFileHandle kick)
    {
        public ulong Id => id;

        public ServedChannel Channel => channel;

        public SafeFileHandle Kick => kick;

        public long SeenNews { get; set; }

        public bool IsMuted { get; set; }

        public bool IsProbe { get; set; }

        public EmptyLooks Empty;
    }
}
