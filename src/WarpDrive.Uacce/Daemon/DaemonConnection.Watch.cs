using System.Collections.Concurrent;
using Microsoft.Win32.SafeHandles;
using WarpDrive.Linux;

namespace WarpDrive.Uacce.Daemon;

/// <content>What is open, and the end of the daemon.</content>
internal sealed partial class DaemonConnection
{
    private static readonly TimeSpan s_round = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<uint, DaemonQueue> _queues = [];
    private readonly Dictionary<string, DaemonChannel> _channels = new(StringComparer.Ordinal);
    private readonly Lock _watch = new();
    private SafeFileHandle? _stopWatching;
    private Thread? _watcher;
    private int _lost;
    private volatile bool _ending;
    private int _disposedWhenEmpty;

    /// <summary>True once the daemon has hung up, or this side has: nothing is served any more, and no memory of any request is touched.</summary>
    internal bool IsLost => Volatile.Read(ref _lost) != 0;

    /// <summary>True once the daemon said that it ends: it opens nothing any more, and a successor may listen already.</summary>
    internal bool IsEnding => _ending || (Hello.Flags & HelloReply.IsEnding) != 0;

    /// <summary>Queues that are open.</summary>
    internal int QueueCount => _queues.Count;

    /// <summary>open(2).</summary>
    /// <exception cref="LinuxException">What uacce.md §3.1 says; EDQUOT; ESHUTDOWN.</exception>
    internal DaemonQueue Open(string device)
    {
        WireName name = ToName("open", device);
        DaemonChannel channel = ChannelOf(device, name, null);
        DaemonReply reply;
        try
        {
            reply = Open(name, channel);
        }
        catch (LinuxException e) when (e.Errno is Errno.ESHUTDOWN)
        {
            _ending = true;
            throw;
        }
        catch (LinuxException e) when (e.Errno is Errno.EINVAL or Errno.ENXIO or Errno.ENODEV or Errno.ENOENT or Errno.EBADF)
        {
            // A device that was removed took its channel along; one of the same name that came later has another.
            DaemonChannel fresh = ChannelOf(device, name, channel);
            if (fresh == channel)
            {
                throw;
            }

            channel = fresh;
            reply = Open(name, channel);
        }

        using (reply)
        {
            var queue = new DaemonQueue(this, _settings, device, channel, reply);
            _queues[queue.Handle] = queue;
            Watch();
            if (IsLost)
            {
                queue.OnLost();   // the watcher may have looked before it was there
            }

            return queue;
        }
    }

    /// <summary>A queue has no descriptor and no mapping any more.</summary>
    internal void Forget(DaemonQueue queue)
    {
        _queues.TryRemove(new KeyValuePair<uint, DaemonQueue>(queue.Handle, queue));
        DisposeIfUnused();
    }

    /// <summary>Nothing new comes: ends the connection when its last queue is gone.</summary>
    internal void DisposeWhenEmpty()
    {
        Volatile.Write(ref _disposedWhenEmpty, 1);
        DisposeIfUnused();
    }

    /// <summary>A name as messages carry it.</summary>
    /// <exception cref="LinuxException">ENODEV: no device can have such a name.</exception>
    internal static WireName ToName(string call, string name, Errno errno = Errno.ENODEV)
    {
        if (!WireName.TryCreate(name, out WireName wire))
        {
            LinuxException.Throw(call, errno, name);
        }

        return wire;
    }

    private DaemonReply Open(WireName name, DaemonChannel channel) => Call(WireType.Open, new OpenRequest { Device = name, Channel = channel.Handle });

    /// <summary>The channel of a device; another one than <paramref name="not"/> if the daemon gives one.</summary>
    private DaemonChannel ChannelOf(string device, WireName name, DaemonChannel? not)
    {
        lock (_channels)
        {
            if (_channels.TryGetValue(device, out DaemonChannel? channel) && channel != not)
            {
                return channel;
            }

            try
            {
                using DaemonReply reply = Call(WireType.Channel, new ChannelRequest { Device = name });
                return _channels[device] = new DaemonChannel(reply);
            }
            catch (LinuxException e) when (not is not null && e.Errno is not Errno.ETIMEDOUT)
            {
                return not;   // EEXIST: it is still the right one. Else: why the first attempt failed is the better answer
            }
        }
    }

    private void DisposeIfUnused()
    {
        if (Volatile.Read(ref _disposedWhenEmpty) != 0 && _queues.IsEmpty)
        {
            Dispose();
        }
    }

    private void Watch()
    {
        lock (_watch)
        {
            if (_watcher is not null || IsLost)
            {
                return;
            }

            _stopWatching = Libc.Eventfd();
            _watcher = new Thread(WatchSocket, maxStackSize: 256 << 10) { IsBackground = true, Name = "WarpDrive daemon watch" };
            _watcher.Start();
        }
    }

    private void StopWatching()
    {
        lock (_watch)
        {
            if (_watcher is null)
            {
                return;
            }

            Libc.EventfdSignal(_stopWatching!);
            if (_watcher != Thread.CurrentThread)
            {
                _watcher.Join();   // it ends within one look
                _stopWatching!.Dispose();
            }

            _watcher = null;
        }
    }

    // poll(2) tells a hang-up whatever is asked for; replies are for others to read.
    private void WatchSocket()
    {
        bool held = false;
        try
        {
            _socket.DangerousAddRef(ref held);
            Span<PollFd> entries =
            [
                new PollFd { Fd = (int)_socket.DangerousGetHandle() },
                new PollFd { Fd = (int)_stopWatching!.DangerousGetHandle(), Events = Libc.POLLIN },
            ];
            do
            {
                Libc.Poll(entries, s_round);
            }
            while (entries[0].Returned == 0 && entries[1].Returned == 0);
        }
        catch (ObjectDisposedException)
        {
            // ended before this thread began
        }
        finally
        {
            if (held)
            {
                _socket.DangerousRelease();
            }
        }

        MarkLost();
    }

    private void MarkLost()
    {
        Volatile.Write(ref _lost, 1);
        Interlocked.MemoryBarrier();   // pairs with the look after a queue was added
        foreach (DaemonQueue queue in _queues.Values)
        {
            queue.OnLost();
        }
    }
}
