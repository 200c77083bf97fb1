using System.Diagnostics;
using System.Runtime.InteropServices;
using WarpDrive.Hisilicon.Qm;
using WarpDrive.Uacce;

namespace WarpDrive.Tool.Benchmarks.Partners;

/// <summary>A queue without a driver: descriptors are bytes, doorbells and cells are written as somebody likes.</summary>
internal sealed class HostileQueue : IDisposable
{
    private readonly QueueFile _file;
    private readonly RegionMapping _dus;
    private readonly RegionMapping _ctl;
    private readonly DoorbellLayout _doorbell;
    private readonly uint _number;
    private readonly int _size;
    private readonly uint _depth;
    private readonly uint _cqDepth;
    private uint _tail;
    private uint _taken;

    /// <summary>Opens and starts a queue.</summary>
    /// <param name="device">A device of the QM family with a CTL region.</param>
    internal HostileQueue(UacceDevice device)
    {
        DeviceInfo info = device.ReadInfo();
        _file = device.Open(new QueueOpenOptions(QueueDriving.Served));
        _dus = _file.Map(RegionType.Dus, (int)info.RegionDusSize);
        QmQpContext context = default;
        _file.Ioctl(QmIoctl.SetQpContext, MemoryMarshal.AsBytes(new Span<QmQpContext>(ref context)));
        QmQpInfo rings = default;
        _file.Ioctl(QmIoctl.SetQpInfo, MemoryMarshal.AsBytes(new Span<QmQpInfo>(ref rings)));
        (_size, _depth, _cqDepth) = ((int)rings.SqeSize, rings.SqDepth, rings.CqDepth);
        int page = Environment.SystemPageSize;
        _ctl = _file.Map(RegionType.Ctl, (CtlLayout.SizeFor((int)_depth) + page - 1) / page * page);
        _doorbell = QmVersion.Parse(info.Api).Doorbell;
        _number = context.Id;
        _file.Start();
    }

    /// <summary>Whether the device or the daemon has had enough of it.</summary>
    internal bool IsDead => Volatile.Read(ref _ctl.At<uint>(CtlLayout.State)) != QueueLife.Alive;

    /// <summary>The bytes of a descriptor that the next ring announces.</summary>
    /// <param name="ahead">How many come before it.</param>
    internal Span<byte> Slot(int ahead) => _dus.Slice((int)((_tail + (uint)ahead) % _depth) * _size, _size);

    /// <summary>Rings for the descriptors in the next slots.</summary>
    /// <param name="count">How many.</param>
    internal void Send(int count)
    {
        _tail = (_tail + (uint)count) % _depth;
        Ring(DoorbellLayout.SqTail, _tail, 0);
    }

    /// <summary>Rings again and again for nothing, and makes each ring an announcement, by telling the queue's cell that nobody watches.</summary>
    /// <param name="rings">How many.</param>
    internal void Storm(int rings)
    {
        for (int i = 0; i < rings; i++)
        {
            Volatile.Write(ref _ctl.At<uint>(CtlLayout.Attention), AttentionState.Announce);
            Ring(DoorbellLayout.SqTail, _tail, 0);
        }
    }

    /// <summary>Says that there are descriptors beyond the ring.</summary>
    internal void Overreach()
    {
        Storm(1);   // somebody looks
        Volatile.Write(ref _ctl.At<uint>(CtlLayout.SqTail), 0xFFFF_FFFF);
    }

    /// <summary>Sleeps until a number of completions came, the queue is dead, or a time has passed, and gives back what came.</summary>
    /// <param name="count">How many.</param>
    /// <param name="most">The longest sleep.</param>
    /// <returns>How many came.</returns>
    internal int Take(int count, TimeSpan most)
    {
        long start = Stopwatch.GetTimestamp();
        uint came;
        while ((came = Volatile.Read(ref _ctl.At<uint>(CtlLayout.Posted)) - _taken) < (uint)count && !IsDead && Stopwatch.GetElapsedTime(start) < most)
        {
            Ring(DoorbellLayout.CqHead, _taken % _cqDepth, 1);
            _file.Wait(most);
        }

        _taken += came;
        Ring(DoorbellLayout.CqHead, _taken % _cqDepth, 0);
        return (int)came;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _ctl.Dispose();
        _dus.Dispose();
        _file.Dispose();
    }

    private void Ring(uint command, uint index, uint priority) => _file.Ring(_doorbell.Offset, _doorbell.Encode(_number, command, index, priority));
}
