using System.Diagnostics;
using WarpDrive.Hisilicon.Qm;
using WarpDrive.Linux;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Core;

namespace WarpDrive.Hisilicon.Tests.Qm;

/// <summary>A queue file without a core: the test decides when the device steps, and can look at all memory.</summary>
internal sealed class LoopbackQueueFile : QueueFile, ICompletionEvents
{
    private readonly QmDevice _device;
    private readonly StepScratch _scratch;
    private readonly QueueDriving _driving;
    private QueueState _state = QueueState.Init;

    internal LoopbackQueueFile(QmDevice device, QueueDriving driving = QueueDriving.Served, AddressSpace? space = null)
    {
        _device = device;
        _driving = driving;
        _scratch = device.CreateScratch();
        Dus = LoopbackRegion.Create(device.Profile.DusSize);
        Mmio = LoopbackRegion.Create(device.Profile.MmioSize);
        Ctl = LoopbackRegion.Create((CtlLayout.SizeFor(device.Profile.SqDepth) + 4095) / 4096 * 4096);
        Queue = (QmDeviceQueue)device.CreateQueue(new DeviceQueueSetup(Dus, Ctl, space ?? new LoopbackAddressSpace(0x1000, 0), this));
        if (driving == QueueDriving.Inline)
        {
            Ctl.At<uint>(CtlLayout.Attention) = AttentionState.Inline;
        }
    }

    internal LoopbackRegion Dus { get; }

    internal LoopbackRegion Mmio { get; }

    internal LoopbackRegion Ctl { get; }

    internal QmDeviceQueue Queue { get; }

    internal bool IsRemoved { get; private set; }

    internal int Signals { get; private set; }

    internal int Discarded { get; private set; }

    internal List<ulong> Rings { get; } = [];

    internal bool HasCtl { get; init; } = true;

    internal bool HasQpInfo { get; init; } = true;

    internal List<uint> Commands { get; } = [];

    internal Action? OnWait { get; set; }

    public override string DeviceName => $"{_device.Profile.InterfaceName}-0";

    public override string Provider => "loopback";

    public override QueueDriving Driving => _driving;

    public override int EventDescriptor => -1;

    internal DeviceInfo Info => new()
    {
        Name = DeviceName,
        Provider = Provider,
        Api = _device.Profile.Api,
        Algorithms = _device.Profile.Algorithms,
        Flags = _device.Profile.Flags,
        RegionMmioSize = _device.Profile.MmioSize,
        RegionDusSize = _device.Profile.DusSize,
    };

    public override int Ioctl(uint command, Span<byte> argument)
    {
        Commands.Add(command);
        if (_state == QueueState.Zombie)
        {
            LinuxException.Throw("ioctl", Errno.ENXIO);
        }

        switch (command)
        {
            case UacceIoctl.StartQueue:
                Errno refused = _state == QueueState.Started ? Errno.EINVAL : Queue.Start();
                if (refused != Errno.None)
                {
                    LinuxException.Throw("START_Q", refused);
                }

                _state = QueueState.Started;
                return 0;
            case UacceIoctl.PutQueue:
                if (_state == QueueState.Started)
                {
                    while (Queue.HasWork && Step() > 0)
                    {
                    }

                    Queue.Stop();
                    _state = QueueState.Init;
                }

                return 0;
            default:
                int result = command == QmIoctl.SetQpInfo && !HasQpInfo ? -(int)Errno.EINVAL : Queue.Ioctl(command, argument);
                if (result < 0)
                {
                    LinuxException.Throw("ioctl", (Errno)(-result));
                }

                return result;
        }
    }

    public override RegionMapping Map(RegionType type, int length)
    {
        LoopbackRegion region = type switch
        {
            RegionType.Dus => Dus,
            RegionType.Mmio => Mmio,
            RegionType.Ctl when HasCtl => Ctl,
            _ => throw new LinuxException("mmap", Errno.EINVAL),
        };
        return length == region.Length ? new LoopbackMapping(type, region, this) : throw new LinuxException("mmap", Errno.EINVAL);
    }

    public override void Ring(int offset, ulong value)
    {
        Rings.Add(value);
        DoorbellLayout layout = _device.Profile.Doorbell;
        if (!layout.TryDecode(value, out uint queue, out uint command, out uint index, out uint priority)
            || offset != layout.Offset || queue != Queue.Number || _state != QueueState.Started || index >= _device.Profile.SqDepth || command > 1)
        {
            Discarded++;
            return;
        }

        if (command == DoorbellLayout.SqTail)
        {
            Volatile.Write(ref Ctl.At<uint>(CtlLayout.SqTail), index);
            return;
        }

        Volatile.Write(ref Ctl.At<uint>(CtlLayout.CqHead), index);
        if (priority == 1)
        {
            Volatile.Write(ref Ctl.At<uint>(CtlLayout.Arm), 1);
            Queue.OnArmed();
        }
    }

    public override bool Poll()
    {
        if (_driving == QueueDriving.Inline)
        {
            Step();
        }

        return Queue.IsUpdated();
    }

    public override bool Wait(TimeSpan timeout)
    {
        OnWait?.Invoke();
        long start = Stopwatch.GetTimestamp();
        while (!Poll())
        {
            if (Stopwatch.GetElapsedTime(start) >= timeout)
            {
                return false;
            }

            Thread.Yield();
        }

        return true;
    }

    public void Signal() => Signals++;

    internal int Step(int maxDescriptors = 32, int looks = 0)
    {
        DeviceQueue[] queues = [Queue];
        return _device.Step(queues, _scratch, new StepLimits(maxDescriptors, Stopwatch.Frequency, looks));
    }

    internal void Remove()
    {
        Queue.Die();
        Queue.Stop();
        _state = QueueState.Zombie;
        IsRemoved = true;
    }

    protected override void Dispose(bool disposing)
    {
        if (Dus.Address == 0)
        {
            return;
        }

        Queue.Stop();
        Queue.Release();
        _scratch.Dispose();
        Dus.Dispose();
        Mmio.Dispose();
        Ctl.Dispose();
    }
}
