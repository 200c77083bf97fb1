using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using WarpDrive.Linux;
using WarpDrive.Uacce;

namespace WarpDrive.Hisilicon.Qm;

public sealed partial class QmQueuePair<TSqe>
{
    internal static QmQueuePair<TSqe> Open(DeviceInfo device, QueueFile file, QmQueuePairOptions? options)
    {
        ArgumentNullException.ThrowIfNull(device);
        ArgumentNullException.ThrowIfNull(file);
        options ??= new QmQueuePairOptions();
        RegionMapping? dus = null;
        RegionMapping? mmio = null;
        RegionMapping? ctl = null;
        try
        {
            if (device.RegionDusSize is <= 0 or > int.MaxValue)
            {
                throw new NotSupportedException($"{device.Name} reports a queue memory of {device.RegionDusSize} bytes");
            }

            dus = file.Map(RegionType.Dus, (int)device.RegionDusSize);
            mmio = device.RegionMmioSize > 0 ? file.Map(RegionType.Mmio, (int)Math.Min(device.RegionMmioSize, int.MaxValue)) : null;
            QmVersion version = QmVersion.Parse(device.Api);

            var context = new QmQpContext { QueueType = options.QueueType };
            file.Ioctl(QmIoctl.SetQpContext, MemoryMarshal.AsBytes(new Span<QmQpContext>(ref context)));
            QmQpInfo info = ReadInfo(file, options);
            if (info.SqeSize != Unsafe.SizeOf<TSqe>())
            {
                throw new NotSupportedException($"{device.Name} takes descriptors of {info.SqeSize} bytes, this driver's have {Unsafe.SizeOf<TSqe>()}");
            }

            QmDusLayout layout = Layout(device, info);
            bool isTuned = TryTune(file, options.Tuning);
            ctl = MapCtl(file, layout.SqDepth, options.WantNotes);
            file.Start();
            return new QmQueuePair<TSqe>(file, mmio, dus, ctl, layout, version, context.Id, isTuned);
        }
        catch
        {
            ctl?.Dispose();
            dus?.Dispose();
            mmio?.Dispose();
            file.Dispose();
            throw;
        }
    }

    /// <summary>PUT_Q (drains), unmap DUS and MMIO, close (A3). Harmless when repeated.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        try
        {
            _file.Put();
        }
        catch (LinuxException e) when (e.Errno is Errno.ENXIO or Errno.ENODEV or Errno.EPERM)
        {
            // Dead, or not this process's queue: there is nothing to stop.
        }

        _ctl?.Dispose();
        _dus.Dispose();
        _mmio?.Dispose();
        _file.Dispose();
    }

    private static QmQpInfo ReadInfo(QueueFile file, QmQueuePairOptions options)
    {
        QmQpInfo info = default;
        try
        {
            file.Ioctl(QmIoctl.SetQpInfo, MemoryMarshal.AsBytes(new Span<QmQpInfo>(ref info)));
            return info;
        }
        catch (LinuxException e) when (e.Errno is Errno.EINVAL or Errno.ENOTTY)
        {
            // Kernels without the command: 1024/1024 and the driver's own descriptor size (A3).
            return new QmQpInfo { SqeSize = (uint)Unsafe.SizeOf<TSqe>(), SqDepth = (ushort)options.DefaultDepth, CqDepth = (ushort)options.DefaultDepth };
        }
    }

    private static QmDusLayout Layout(DeviceInfo device, in QmQpInfo info)
    {
        try
        {
            return QmDusLayout.ForRegion((int)info.SqeSize, info.SqDepth, info.CqDepth, device.RegionDusSize);
        }
        catch (ArgumentOutOfRangeException e)
        {
            throw new NotSupportedException($"{device.Name} reports rings of {info.SqDepth} and {info.CqDepth} slots, which is not usable", e);
        }
    }

    private static bool TryTune(QueueFile file, QmQueueTuning? tuning)
    {
        if (tuning is not QmQueueTuning wanted)
        {
            return false;
        }

        try
        {
            file.Ioctl(QmIoctl.SetTuning, MemoryMarshal.AsBytes(new Span<QmQueueTuning>(ref wanted)));
            return true;
        }
        catch (LinuxException e) when (e.Errno is Errno.EINVAL or Errno.ENOTTY)
        {
            return false;   // hardware, or a device without such a choice
        }
    }

    private static RegionMapping? MapCtl(QueueFile file, int depth, bool wantNotes)
    {
        int page = Environment.SystemPageSize;
        int length = (CtlLayout.SizeFor(depth) + page - 1) / page * page;
        RegionMapping ctl;
        try
        {
            ctl = file.Map(RegionType.Ctl, length);
        }
        catch (LinuxException e) when (e.Errno is Errno.EINVAL)
        {
            return null;   // hardware has no such region
        }

        if (Volatile.Read(ref ctl.At<uint>(CtlLayout.Version)) != CtlLayout.CurrentVersion || ctl.At<uint>(CtlLayout.NoteCount) < (uint)depth)
        {
            ctl.Dispose();
            return null;   // another version of the region: work without it
        }

        Volatile.Write(ref ctl.At<uint>(CtlLayout.ClientOptions), wantNotes ? CtlLayout.WantNotes : 0u);
        return ctl;
    }
}
