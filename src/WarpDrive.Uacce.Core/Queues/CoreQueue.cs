using System.Diagnostics;
using System.Runtime.InteropServices;
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
    private readonly AddressSpaceSource? _source;
    private readonly SharedRegion _dus;
    private readonly EventSink _events;
    private readonly DeviceQueue _queue;
    private readonly StepScratch? _scratch;
    private readonly int _owner;
    private readonly GCHandle _root;
    private SharedRegion? _reserved;
    private int _references = 1;
    private int _descriptorClosed;
    private volatile QueueState _state = QueueState.Init;

    private CoreQueue(
        RegisteredDevice device, AddressSpaceSource? source, AddressSpace space, QueueDriving driving, SharedRegion dus, SharedRegion ctl, EventSink events,
        DeviceQueue queue, StepScratch? scratch)
    {
        _device = device;
        _source = source;
        _dus = dus;
        _events = events;
        _queue = queue;
        _scratch = scratch;
        _owner = device.Registry.Options.CurrentProcess();
        AddressSpace = space;
        Driving = driving;
        Ctl = ctl;
        Number = queue.Number;
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

    /// <summary>open(2), from step 4 of uacce.md §3.1 on.</summary>
    internal static CoreQueue Create(RegisteredDevice device, AddressSpaceSource source, QueueDriving driving)
    {
        DeviceRegistry registry = device.Registry;
        AddressSpace space = device.HasSva ? registry.AddressSpaces.Bind(source) : registry.Domain;
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
            dus = SharedRegion.Create(Math.Max(profile.DusSize, Libc.PageSize), populate: true);
            ctl = SharedRegion.Create(CtlSize(profile), populate: true);
            ctl.At<uint>(CtlLayout.Version) = CtlLayout.CurrentVersion;
            ctl.At<uint>(CtlLayout.NoteCount) = (uint)profile.SqDepth;
            ctl.At<uint>(CtlLayout.Attention) = AttentionState.Inline;
            events = new EventSink(driving == QueueDriving.Served);
            StepScratch? scratch = driving == QueueDriving.Inline ? device.Model.CreateScratch() : null;
            try
            {
                DeviceQueue queue = device.Model.CreateQueue(new DeviceQueueSetup(dus, ctl, space, events));
                return new CoreQueue(device, device.HasSva ? source : null, space, driving, dus, ctl, events, queue, scratch);
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
            if (device.HasSva)
            {
                registry.AddressSpaces.Unbind(source);
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

    /// <summary>mmap(2): the checks of uacce.md §3.3 in their order.</summary>
    internal EmbeddedMapping Map(RegionType type, int length)
    {
        CheckOwner("mmap");
        bool reservation = type == RegionType.Ss;
        if ((uint)type >= RegionTypes || (reservation && _device.HasSva))
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
            SharedRegion region = type switch
            {
                RegionType.Dus => _dus,
                RegionType.Ctl => Ctl,
                _ => SharedRegion.Create(length, populate: true),
            };
            EmbeddedMapping mapping = new(this, type, region, length);
            if (reservation)
            {
                _reserved = region;
                _device.Registry.Domain.TryAdd(region, (ulong)region.Address);
            }

            _mapped[(int)type] = true;
            _references++;
            return mapping;
        }
    }

    /// <summary>munmap(2): the region may be mapped again; the last reference releases the queue.</summary>
    internal void Unmap(RegionType type, SharedRegion region)
    {
        lock (_regions)
        {
            _mapped[(int)type] = false;
            if (type == RegionType.Ss)
            {
                _reserved = null;
                _device.Registry.Domain.Remove(region);
            }
        }

        if (type is RegionType.Mmio or RegionType.Ss)
        {
            region.Retire();
        }

        Drop();
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
    private void CheckOwner(string call)
    {
        if (_device.Registry.Options.CurrentProcess() != _owner)
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
        if (TryDismantle(Patience(start), drain: true, die: false))
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
        _events.Signal();   // who still waits finds the queue dead
        _events.Dispose();
        _scratch?.Dispose();
        _dus.Retire();
        Ctl.Retire();
        _root.Free();
    }
}
