using System.Runtime.InteropServices;
using WarpDrive.Linux;
using WarpDrive.Uacce;

namespace WarpDrive.Tests.Fakes;

/// <summary>The file below a <see cref="FakeQueue{TRequest, TCompletion}"/>: an event descriptor, and memory for devices without shared addresses.</summary>
internal sealed partial class FakeQueueFile(FakeDevice device, QueueDriving driving) : QueueFile
{
    /// <summary>Of its ring: small, so that tests fill it.</summary>
    public const int Depth = 16;

    private readonly int _event = eventfd(0, 0x80800);   // EFD_CLOEXEC | EFD_NONBLOCK
    private int _closed;

    public FakeDevice Device { get; } = device;

    public override string DeviceName => Device.Name;

    public override string Provider => Device.Provider;

    public override QueueDriving Driving { get; } = driving;

    public bool Attended { get; set; } = true;

    public override bool IsAttended => Attended;

    public override int EventDescriptor => Driving == QueueDriving.Served ? _event : -1;

    public override int Ioctl(uint command, Span<byte> argument) => Device.Lost ? throw new LinuxException("ioctl", Errno.ENXIO) : 0;

    public override RegionMapping Map(RegionType type, int length) =>
        type == RegionType.Ss ? new FakeRegion(length) : throw new LinuxException("mmap", Errno.EINVAL, type.ToString());

    public override void Ring(int offset, ulong value)
    {
    }

    public override unsafe bool Poll()
    {
        ulong count;
        return read(_event, &count, 8) == 8;
    }

    public override unsafe bool Wait(TimeSpan timeout)
    {
        var descriptor = new PollDescriptor { Descriptor = _event, Events = 1 };
        return poll(&descriptor, 1, (int)Math.Ceiling(timeout.TotalMilliseconds)) > 0 && Poll();
    }

    public unsafe void Signal()
    {
        ulong one = 1;
        _ = write(_event, &one, 8);
    }

    protected override void Dispose(bool disposing)
    {
        if (Interlocked.Exchange(ref _closed, 1) == 0)
        {
            _ = close(_event);
            Device.Closed();
        }
    }

    [LibraryImport("libc")]
    private static partial int eventfd(uint initial, int flags);

    [LibraryImport("libc")]
    private static unsafe partial nint read(int fd, void* buffer, nuint count);

    [LibraryImport("libc")]
    private static unsafe partial nint write(int fd, void* buffer, nuint count);

    [LibraryImport("libc")]
    private static unsafe partial int poll(PollDescriptor* descriptors, nuint count, int milliseconds);

    [LibraryImport("libc")]
    private static partial int close(int fd);

    [StructLayout(LayoutKind.Sequential)]
    private struct PollDescriptor
    {
        public int Descriptor;
        public short Events;
        public short Returned;
    }
}
