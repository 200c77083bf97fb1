using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using WarpDrive.Linux;

namespace WarpDrive.Uacce.Core;

/// <summary>The core's record of an open file: state, regions, references. What a kernel keeps behind a descriptor.</summary>
/// <remarks>
/// Two locks, both of this queue only: <c>_control</c> orders ioctl, release, removal and reset (a drain and a private ioctl run under it);
/// <c>_regions</c> guards slots and references and is held for moments. Order: control, then regions, then the device's list.
/// Device state is touched under the step token, which is taken last.
/// </remarks>
internal sealed partial class CoreQueue
{
    private const int RegionTypes = 4;

    private readonly Lock _control = new();
    private readonly Lock _regions = new();
    private readonly bool[] _mapped = new bool[RegionTypes];
    private readonly RegisteredDevice _device;
    private readonly AddressSpaceSource? _source;   // null without SVA
    private readonly SharedDomain _domain;
    private readonly ChannelPlace? _place;          // where a client elsewhere rings
    private readonly ClientAccount? _account;
    private readonly Action? _released;
    private readonly Action? _isolated;
    private readonly SharedRegion _dus;
    private readonly EventSink _events;
    private readonly DeviceQueue _queue;
    private readonly StepScratch? _scratch;
    private readonly int _owner;
    private readonly GCHandle _root;
    private SharedRegion? _reserved;
    private ulong _reservedAt;
    private int _references = 1;
    private int _descriptorClosed;
    private volatile QueueState _state = QueueState.Init;

    private CoreQueue(
        RegisteredDevice device, QueueOpening opening, AddressSpace space, SharedRegion dus, SharedRegion ctl, EventSink events, DeviceQueue queue,
        StepScratch? scratch)
    {
        _device = device;
        _source = opening.Source;
        _domain = opening.Domain;
        _place = opening.Place;
        _released = opening.Released;
        _isolated = opening.Isolated;
        _dus = dus;
        _events = events;
        _queue = queue;
        _scratch = scratch;
        _owner = device.Registry.Options.CurrentProcess();
        AddressSpace = space;
        Driving = opening.Driving;
        Ctl = ctl;
        Number = queue.Number;
        _account = opening.Place?.Channel.Account;
        device.Totals.Add(queue);
        _account?.Totals.Add(queue);
        // Open files are found from the descriptors and mappings that refer to them, never from the heap: nothing of it may be finalized
        // while it is open.
        _root = GCHandle.Alloc(this);
    }

    /// <summary>State as the state machine of uacce.md §6 has it.</summary>
    internal QueueState State => _state;

    /// <summary>Queue number inside the device.</summary>
    internal uint Number { get; }

    /// <summary>Doorbell cells and notes.</summary>
    internal SharedRegion Ctl { get; }

    /// <summary>The opener's memory.</summary>
    internal AddressSpace AddressSpace { get; }

    /// <summary>Who runs the steps.</summary>
    internal QueueDriving Driving { get; }

    /// <summary>See <see cref="RegionMapping.IsDeviceGone"/>.</summary>
    internal bool IsDeviceGone { get; private set; }

    /// <summary>See <see cref="QueueFile.EventDescriptor"/>.</summary>
    internal int EventDescriptor => _events.Descriptor;

    /// <summary>Nothing is served any more.</summary>
    internal bool IsDead => _state == QueueState.Zombie || _lost;

    /// <summary>What a client elsewhere waits on.</summary>
    internal SafeFileHandle? EventReader => _events.Reader;

    /// <summary>The queue's own memory.</summary>
    internal SharedRegion Dus => _dus;

    /// <summary>What it did since open.</summary>
    internal QueueCounters Counters => _queue.Counters;

    /// <summary>See <see cref="DeviceQueue.InFlight"/>.</summary>
    internal int InFlight => _queue.InFlight;

    private bool IsRemote => _place is not null;

    /// <summary>open(2), from step 4 of uacce.md §3.1 on.</summary>
    internal static CoreQueue Create(RegisteredDevice device, QueueOpening opening)
    {
        DeviceRegistry registry = device.Registry;
        AddressSpace space = opening.Source is { } source ? registry.AddressSpaces.Bind(source) : opening.Domain;
        SharedRegion? dus = null;
        SharedRegion? ctl = null;
        EventSink? events = null;
        try
        {
            if (device.IsStopped)
            {
                LinuxException.Throw("open", Errno.EPERM, $"{device.Name} is stopped: its last reset failed or is not over");
            }

            DeviceProfile profile = device.Profile;
            bool remote = opening.Place is not null;
            dus = CreateRegion(remote, $"{device.Name} DUS", Math.Max(profile.DusSize, Libc.PageSize));
            ctl = CreateRegion(remote, $"{device.Name} CTL", CtlSize(profile));
            ctl.At<uint>(CtlLayout.Version) = CtlLayout.CurrentVersion;
            ctl.At<uint>(CtlLayout.NoteCount) = (uint)profile.SqDepth;
            ctl.At<uint>(CtlLayout.Attention) = AttentionState.Inline;
            events = remote ? EventSink.Remote() : new EventSink(opening.Driving == QueueDriving.Served);
            StepScratch? scratch = opening.Driving == QueueDriving.Inline ? device.Model.CreateScratch() : null;
            try
            {
                DeviceQueue queue = device.Model.CreateQueue(new DeviceQueueSetup(dus, ctl, space, events));
                return new CoreQueue(device, opening, space, dus, ctl, events, queue, scratch);
            }
            catch
            {
                scratch?.Dispose();
                throw;
            }
        }
        catch
        {
            dus?.Retire();
            ctl?.Retire();
            events?.Dispose();
            if (opening.Source is not null)
            {
                registry.AddressSpaces.Unbind(opening.Source);
            }

            throw;
        }
    }

    /// <summary>close(2) of the descriptor.</summary>
    internal void CloseDescriptor()
    {
        if (Interlocked.Exchange(ref _descriptorClosed, 1) == 0)
        {
            Drop();
        }
    }

    /// <summary>mmap(2) of a client in this process.</summary>
    internal EmbeddedMapping Map(RegionType type, int length)
    {
        CheckOwner("mmap");
        return new EmbeddedMapping(this, type, Count(type, length, 0)!, length);
    }

    /// <summary>mmap(2): the checks of uacce.md §3.3 in their order, and the reference that a mapping is.</summary>
    /// <param name="type">Which region.</param>
    /// <param name="length">Bytes.</param>
    /// <param name="address">Where a client elsewhere will have reserved memory.</param>
    /// <returns>The memory; null for the doorbells of a client elsewhere, who has other ways to ring.</returns>
    internal SharedRegion? Count(RegionType type, int length, ulong address)
    {
        if ((uint)type >= RegionTypes || (type == RegionType.Ss && _source is not null && !IsRemote))
        {
            LinuxException.Throw("mmap", Errno.EINVAL, $"{_device.Name} has no region {(int)type}");
        }

        lock (_regions)
        {
            if (_state == QueueState.Zombie || _references == 0)
            {
                LinuxException.Throw("mmap", Errno.ENXIO, $"queue {Number} of {_device.Name} is dead");
            }

            if (_mapped[(int)type])
            {
                LinuxException.Throw("mmap", Errno.EEXIST, $"region {type} of queue {Number} is mapped already");
            }

            CheckLength(type, length);
            SharedRegion? region = type switch
            {
                RegionType.Dus => _dus,
                RegionType.Ctl => Ctl,
                RegionType.Ss => Reserve(length, address),
                _ => IsRemote ? null : SharedRegion.Create(length, populate: true),
            };
            _mapped[(int)type] = true;
            _references++;
            return region;
        }
    }

    /// <summary>munmap(2): the region may be mapped again; the last reference releases the queue.</summary>
    internal void Unmap(RegionType type, SharedRegion? region)
    {
        lock (_regions)
        {
            _mapped[(int)type] = false;
            if (type == RegionType.Ss)
            {
                _reserved = null;
                _domain.Remove(region!);
            }
        }

        if (type is RegionType.Mmio or RegionType.Ss)
        {
            region?.Retire();
        }

        Drop();
    }

    private static SharedRegion CreateRegion(bool remote, string name, int length) =>
        remote ? SharedRegion.CreateShared(name, length) : SharedRegion.Create(length, populate: true);

    private SharedRegion Reserve(int length, ulong address)
    {
        SharedRegion region = CreateRegion(IsRemote, $"{_device.Name} SS", length);
        _reservedAt = IsRemote ? address : (ulong)region.Address;
        if (!_domain.TryAdd(region, _reservedAt))
        {
            region.Retire();
            LinuxException.Throw("mmap", Errno.EEXIST, $"{length} bytes at 0x{address:X} overlap another reservation");
        }

        _reserved = region;
        return region;
    }

    private static int CtlSize(DeviceProfile profile) => (int)Libc.RoundUpToPage(CtlLayout.SizeFor(profile.SqDepth));

    private void CheckLength(RegionType type, int length)
    {
        DeviceProfile profile = _device.Profile;
        bool fits = type switch
        {
            RegionType.Mmio => length <= profile.MmioSize,
            RegionType.Dus => length == profile.DusSize,
            RegionType.Ctl => Libc.RoundUpToPage(length) == CtlSize(profile),
            _ => true,   // the caller chooses
        };
        if (length <= 0 || !fits)
        {
            LinuxException.Throw("mmap", Errno.EINVAL, $"{length} bytes of region {type} of {_device.Name}");
        }
    }

    // design.md §10: control operations belong to the process that opened; a forked child inherits the object and nothing else.
    // For clients elsewhere their server looks at the credentials of each message.
    private void CheckOwner(string call)
    {
        if (!IsRemote && _device.Registry.Options.CurrentProcess() != _owner)
        {
            LinuxException.Throw(call, Errno.EPERM, $"queue {Number} of {_device.Name} was opened by process {_owner}");
        }
    }

    private void Drop()
    {
        lock (_regions)
        {
            if (--_references > 0)
            {
                return;
            }
        }

        long start = Stopwatch.GetTimestamp();
        if (TryDismantle(_state == QueueState.Zombie ? TimeSpan.Zero : Patience(start), drain: true, die: false))
        {
            Free();
        }
        else
        {
            Later(() => TryDismantle(TimeSpan.Zero, drain: false, die: false), Free);
        }
    }

    private void Free()
    {
        _device.Forget(this);
        _device.Totals.Remove(_queue);
        _account?.Totals.Remove(_queue);
        _events.Signal();   // who still waits finds the queue dead
        _events.Dispose();
        _scratch?.Dispose();
        _dus.Retire();
        Ctl.Retire();
        _released?.Invoke();
        _root.Free();
    }
}
