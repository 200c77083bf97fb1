using Microsoft.Win32.SafeHandles;
using WarpDrive.Linux;

namespace WarpDrive.Uacce.Core;

/// <summary>A queue file that a client in another process has open. Always Served; the server has checked who asks.</summary>
/// <remarks>Thread safe. Descriptors are given away once: who sends them to the client disposes them behind that, or the end of the queue does.</remarks>
public sealed class RemoteQueue
{
    private const int RegionTypes = 4;

    private readonly Lock _lock = new();
    private readonly CoreQueue _queue;
    private readonly bool[] _mapped = new bool[RegionTypes];
    private SharedRegion? _reserved;

    internal RemoteQueue(RegisteredDevice device, CoreQueue queue, int slot, DeviceFlags flags)
    {
        Device = device;
        _queue = queue;
        Slot = slot;
        Flags = flags;
        CtlLength = (int)Libc.RoundUpToPage(queue.Ctl.Length);
    }

    /// <summary>Its device.</summary>
    public RegisteredDevice Device { get; }

    /// <summary>What the device is.</summary>
    public DeviceProfile Profile => Device.Profile;

    /// <summary>Flags as the client has them.</summary>
    public DeviceFlags Flags { get; }

    /// <summary>Number inside the device, as doorbells name it.</summary>
    public uint Number => _queue.Number;

    /// <summary>Slot in the channel.</summary>
    public int Slot { get; }

    /// <summary>PASID of the client's address space; 0 without SVA.</summary>
    public uint Pasid => _queue.AddressSpace.Pasid;

    /// <summary>Bytes of the DUS region; 0: absent.</summary>
    public int DusLength => Profile.DusSize;

    /// <summary>Bytes of the CTL region.</summary>
    public int CtlLength { get; }

    /// <summary>The DUS region, a sealed memfd.</summary>
    public SafeFileHandle DusMemory => _queue.Dus.Descriptor!;

    /// <summary>The CTL region, a sealed memfd.</summary>
    public SafeFileHandle CtlMemory => _queue.Ctl.Descriptor!;

    /// <summary>What the client polls and reads: readable when a completion came while the event was armed, and when the queue died.</summary>
    public SafeFileHandle Event => _queue.EventReader!;

    /// <summary>Whether control requests are answered with ENXIO, or nothing will be posted any more.</summary>
    public bool IsDead => _queue.IsDead;

    /// <summary>Completions posted since START, as far as the client's memory tells: for statistics, which may be wrong where the client wrote itself.</summary>
    public uint Posted => Volatile.Read(ref _queue.Ctl.At<uint>(CtlLayout.Posted));

    /// <summary>State of the state machine (uacce.md §6).</summary>
    public QueueState State => _queue.State;

    /// <summary>What it did since it was opened.</summary>
    public QueueCounters Counters => _queue.Counters;

    /// <summary>Requests rung for and not completed: a hint from cells that the client may write.</summary>
    public int InFlight => _queue.InFlight;

    /// <summary>Bytes of memory reserved through it now.</summary>
    public long ReservedBytes
    {
        get
        {
            lock (_lock)
            {
                return _reserved?.Length ?? 0;
            }
        }
    }

    /// <summary>ioctl(2).</summary>
    /// <param name="command"><see cref="UacceIoctl"/> or the device's.</param>
    /// <param name="argument">In and out.</param>
    /// <returns>Not negative.</returns>
    /// <exception cref="LinuxException">As <see cref="QueueFile.Ioctl"/>.</exception>
    public int Ioctl(uint command, Span<byte> argument) => _queue.Ioctl(command, argument);

    /// <summary>mmap(2): checks and counts (uacce.md §3.3, uacced.md §3.6).</summary>
    /// <param name="type">Which region.</param>
    /// <param name="length">Bytes.</param>
    /// <param name="address">Where the client will have reserved memory; 0 for the other regions.</param>
    /// <returns>The memfd of reserved memory; null for the other regions, which the client has since it opened.</returns>
    /// <exception cref="LinuxException">EINVAL, ENOMEM, ENOSPC, ENXIO; EEXIST: mapped already, or overlaps another reservation of the client.</exception>
    public SafeFileHandle? Map(RegionType type, long length, ulong address)
    {
        bool reservation = type == RegionType.Ss;
        bool fits = length is > 0 and <= int.MaxValue;
        if (!fits || (reservation ? address == 0 || address % (ulong)Libc.PageSize != 0 || address + (ulong)length < address : address != 0))
        {
            LinuxException.Throw("mmap", Errno.EINVAL, $"{length} bytes of region {(int)type} at 0x{address:X}");
        }

        lock (_lock)
        {
            SharedRegion? region = _queue.Count(type, (int)length, address);
            _mapped[(int)type] = true;
            if (!reservation)
            {
                return null;
            }

            _reserved = region;
            return region!.Descriptor;
        }
    }

    /// <summary>munmap(2). The last reference releases the queue, which drains it.</summary>
    /// <param name="type">Which region.</param>
    /// <exception cref="LinuxException">EINVAL: it is not mapped.</exception>
    public void Unmap(RegionType type)
    {
        if (!TryUnmap(type))
        {
            LinuxException.Throw("munmap", Errno.EINVAL, $"region {(int)type} of queue {Number} of {Device.Name} is not mapped");
        }
    }

    /// <summary>close(2): the queue is released when no region is mapped. Twice is harmless.</summary>
    public void Close() => _queue.CloseDescriptor();

    /// <summary>The process is gone: nothing is drained, and all its references end.</summary>
    public void CloseAll()
    {
        Kill(System.Diagnostics.Stopwatch.GetTimestamp());
        Close();
        for (int type = 0; type < RegionTypes; type++)
        {
            TryUnmap((RegionType)type);
        }
    }

    internal void Kill(long start) => _queue.Kill(start, drain: false);

    private bool TryUnmap(RegionType type)
    {
        SharedRegion? region = null;
        lock (_lock)
        {
            if ((uint)type >= RegionTypes || !_mapped[(int)type])
            {
                return false;
            }

            _mapped[(int)type] = false;
            if (type == RegionType.Ss)
            {
                (region, _reserved) = (_reserved, null);
            }
        }

        _queue.Unmap(type, region);
        return true;
    }
}
