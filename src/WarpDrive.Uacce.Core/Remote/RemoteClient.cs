using System.Diagnostics;
using System.Globalization;
using WarpDrive.Linux;

namespace WarpDrive.Uacce.Core;

/// <summary>A process elsewhere that uses the devices of a registry: one connection of it.</summary>
/// <remarks>Thread safe. What it may have, and who it is, its server decides; the core gives it its own queues and memory only.</remarks>
public sealed class RemoteClient : IDisposable
{
    private readonly Lock _lock = new();
    private readonly DeviceRegistry _registry;
    private readonly ClientAccount _account;
    private readonly AddressSpaceSource? _memory;
    private readonly SharedDomain _domain;
    private readonly object _domainKey;
    private readonly HashSet<RemoteQueue> _queues = [];
    private readonly List<RingChannel> _channels = [];
    private bool _ended;

    /// <summary>Lets a client in.</summary>
    /// <param name="registry">The devices.</param>
    /// <param name="account">Who pays.</param>
    /// <param name="memory">Its memory: connections with one <see cref="AddressSpaceSource.Identity"/> share a PASID. Null: no SVA for this client.</param>
    /// <param name="process">
    /// Equal for connections of one process, which share their reserved memory. Null: the identity of the memory, or without that this connection alone.
    /// </param>
    public RemoteClient(DeviceRegistry registry, ClientAccount account, AddressSpaceSource? memory, object? process = null)
    {
        ArgumentNullException.ThrowIfNull(registry);
        ArgumentNullException.ThrowIfNull(account);
        _registry = registry;
        _account = account;
        _memory = memory;
        _domainKey = process ?? memory?.Identity ?? this;
        _domain = registry.Domains.Join(_domainKey);
        if (memory is ProcessSource own)
        {
            own.Reservations ??= _domain;   // memory that is shared anyway is not staged
            own.Budget ??= account.Budget;
        }

        _domain.Budget ??= account.Budget;

        registry.DeviceRemoved += OnRemoved;
    }

    /// <summary>Whether addresses of requests are the client's own.</summary>
    public bool HasSva => _memory is not null;

    /// <summary>Who pays.</summary>
    public ClientAccount Account => _account;

    /// <summary>The queues that are open now, in the order of devices and numbers.</summary>
    public IReadOnlyList<RemoteQueue> Queues
    {
        get
        {
            RemoteQueue[] queues;
            lock (_lock)
            {
                queues = [.. _queues];
            }

            Array.Sort(queues, static (a, b) => a.Device.Id != b.Device.Id ? a.Device.Id.CompareTo(b.Device.Id) : a.Number.CompareTo(b.Number));
            return queues;
        }
    }

    /// <summary>Called when a queue of the client was isolated for malformed traffic; on a thread of the pool.</summary>
    public Action<RemoteQueue>? Isolated { get; init; }

    /// <summary>Open queues, those with a closed descriptor and a live mapping included.</summary>
    public int OpenQueues
    {
        get
        {
            lock (_lock)
            {
                return _queues.Count;
            }
        }
    }

    /// <summary>An attribute as this client sees it: without SVA, flags bit 0 is clear and the api string ends in <c>_noiommu</c>.</summary>
    /// <param name="device">The device.</param>
    /// <param name="attribute">A name of <see cref="DeviceAttribute"/>.</param>
    /// <exception cref="LinuxException">ENOENT, ENODEV.</exception>
    public string ReadAttribute(RegisteredDevice device, string attribute)
    {
        ArgumentNullException.ThrowIfNull(device);
        string text = device.ReadAttribute(attribute);
        return HasSva || !device.HasSva
            ? text
            : attribute switch
            {
                DeviceAttribute.Api => device.Api + "_noiommu\n",
                DeviceAttribute.Flags => ((uint)FlagsOf(device)).ToString(CultureInfo.InvariantCulture) + "\n",
                _ => text,
            };
    }

    /// <summary>Makes the client's channel on a device.</summary>
    /// <param name="device">The device.</param>
    /// <param name="slots">Queues that fit, 1…65536.</param>
    /// <exception cref="LinuxException">EEXIST: it has one. ENODEV: no such device any more. ENOMEM, ENOSPC, EMFILE, ENFILE. ESHUTDOWN: the client has ended.</exception>
    public RingChannel OpenChannel(RegisteredDevice device, int slots)
    {
        ArgumentNullException.ThrowIfNull(device);
        lock (_lock)
        {
            ThrowIfEnded("channel");
            if (!device.IsRegistered)
            {
                LinuxException.Throw("channel", Errno.ENODEV, device.Name);
            }

            if (_channels.Exists(c => c.Device == device))
            {
                LinuxException.Throw("channel", Errno.EEXIST, $"the client has a channel on {device.Name}");
            }

            var channel = new RingChannel(device, slots, _account);
            _channels.Add(channel);
            return channel;
        }
    }

    /// <summary>Opens a queue (uacce.md §3.1). Without SVA, for the client or the device, it sees the client's reservations only.</summary>
    /// <param name="device">The device.</param>
    /// <param name="channel">The client's channel there.</param>
    /// <exception cref="LinuxException">As for an open of the device; ENOSPC: the channel is full. ESHUTDOWN: the client has ended.</exception>
    /// <exception cref="ArgumentException">Not this client's channel on this device.</exception>
    public RemoteQueue Open(RegisteredDevice device, RingChannel channel)
    {
        ArgumentNullException.ThrowIfNull(device);
        ArgumentNullException.ThrowIfNull(channel);
        lock (_lock)
        {
            ThrowIfEnded("open");
            if (channel.Device != device || !_channels.Contains(channel))
            {
                throw new ArgumentException($"not this client's channel on {device.Name}", nameof(channel));
            }
        }

        int slot = channel.Served.TakeSlot();
        if (slot < 0)
        {
            // With a slot for every queue of the device, the device has none left (uacce.md §3.1).
            Errno errno = channel.Slots >= device.Profile.Instances ? Errno.EBUSY : Errno.ENOSPC;
            LinuxException.Throw("open", errno, $"all {channel.Slots} slots of the channel on {device.Name} are taken");
        }

        var place = new ChannelPlace(channel.Served, slot);
        RemoteQueue? queue = null;
        try
        {
            AddressSpaceSource? source = device.HasSva ? _memory : null;
            var opening = new QueueOpening(source, _domain, QueueDriving.Served, place) { Released = () => Forget(queue, place), Isolated = () => Isolated?.Invoke(queue!) };
            queue = new RemoteQueue(device, device.Open(opening), slot, FlagsOf(device));
        }
        catch
        {
            place.GiveBack();
            throw;
        }

        lock (_lock)
        {
            if (!_ended)
            {
                _queues.Add(queue);
                return queue;
            }
        }

        queue.CloseAll();
        ThrowIfEnded("open");
        return queue;
    }

    /// <summary>
    /// The process is gone, or its connection: all its queues on all devices stop at the end of their running slice and nothing is drained; then its PASID is
    /// free, and the channels end. Twice is harmless.
    /// </summary>
    public void End()
    {
        RemoteQueue[] queues;
        RingChannel[] channels;
        lock (_lock)
        {
            if (_ended)
            {
                return;
            }

            _ended = true;
            queues = [.. _queues];
            channels = [.. _channels];
        }

        _registry.DeviceRemoved -= OnRemoved;
        long start = Stopwatch.GetTimestamp();
        foreach (RemoteQueue queue in queues)
        {
            queue.Kill(start);   // they share one patience
        }

        foreach (RemoteQueue queue in queues)
        {
            queue.CloseAll();
        }

        foreach (RingChannel channel in channels)
        {
            channel.Dispose();
        }

        _registry.Domains.Leave(_domainKey);
    }

    /// <summary><see cref="End"/>.</summary>
    public void Dispose() => End();

    private void OnRemoved(object? sender, RegisteredDevice device)
    {
        RingChannel? channel;
        lock (_lock)
        {
            channel = _channels.Find(c => c.Device == device);
            if (channel is not null)
            {
                _channels.Remove(channel);
            }
        }

        channel?.Dispose();   // its queues are dead already
    }

    private DeviceFlags FlagsOf(RegisteredDevice device) => HasSva ? device.Flags : device.Flags & ~DeviceFlags.Sva;

    private void Forget(RemoteQueue? queue, ChannelPlace place)
    {
        place.GiveBack();
        if (queue is not null)
        {
            lock (_lock)
            {
                _queues.Remove(queue);
            }
        }
    }

    private void ThrowIfEnded(string call)
    {
        if (_ended)
        {
            LinuxException.Throw(call, Errno.ESHUTDOWN, "the client has ended");
        }
    }
}
