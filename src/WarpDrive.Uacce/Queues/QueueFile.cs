using WarpDrive.Linux;

namespace WarpDrive.Uacce;

/// <summary>An open queue: what a file descriptor of <c>/dev/&lt;device&gt;</c> is to a C program (uacce.md §3).</summary>
/// <remarks>
/// <see cref="Ring"/>, <see cref="Poll"/> and <see cref="Wait"/> are called by one user of the queue at a time; all else is thread safe.
/// Disposing closes the descriptor: the queue is released once no mapping of it lives. Closing twice is harmless.
/// </remarks>
public abstract class QueueFile : IDisposable
{
    /// <summary>Device name.</summary>
    public abstract string DeviceName { get; }

    /// <summary>Provider name.</summary>
    public abstract string Provider { get; }

    /// <summary>Who runs the work on this queue.</summary>
    public abstract QueueDriving Driving { get; }

    /// <summary>A descriptor that poll(2) reports readable when <see cref="Poll"/> may have something new; -1 for Inline queues. Owned by the queue.</summary>
    public abstract int EventDescriptor { get; }

    /// <summary>
    /// Whether the device looks at this queue by itself at this moment, on a processor of its own, so that a completion may be nearer than a sleep is long.
    /// A hint, and cheap: who waits looks again and again only while it is true.
    /// </summary>
    public virtual bool IsAttended => true;

    /// <summary>
    /// Whether the device runs in another process: who stops that one can hold up a request for as long as they like. Its end is known here, and behind it
    /// nothing touches memory of any request.
    /// </summary>
    public virtual bool IsServedElsewhere => false;

    /// <summary>ioctl(2) on the queue (uacce.md §3.2, §4).</summary>
    /// <param name="command"><see cref="UacceIoctl"/> or a command of the device's driver.</param>
    /// <param name="argument">The structure that C passes a pointer to, in and out; empty when the command has none.</param>
    /// <returns>Not negative: the call's return value.</returns>
    /// <exception cref="LinuxException">
    /// ENXIO: the queue is dead, whatever the command. EINVAL: unknown command, wrong state, or an argument out of range. EFAULT: argument too short.
    /// EPERM: called by a process that did not open the queue. Otherwise what the driver answers.
    /// </exception>
    public abstract int Ioctl(uint command, Span<byte> argument);

    /// <summary>mmap(2) of a region, shared, readable and writable, not inherited by a forked child (uacce.md §3.3, §5).</summary>
    /// <param name="type">Which region.</param>
    /// <param name="length">Bytes; for DUS exactly <c>region_dus_size</c>, for MMIO at most <c>region_mmio_size</c>.</param>
    /// <exception cref="LinuxException">EINVAL, ENOMEM, ENXIO, EEXIST, in the order of uacce.md §3.3.</exception>
    public abstract RegionMapping Map(RegionType type, int length);

    /// <summary>Rings a doorbell: one 64-bit write at an offset of the MMIO region, after all earlier stores are visible.</summary>
    /// <param name="offset">Byte offset in the MMIO region.</param>
    /// <param name="value">The encoded doorbell. One that is malformed, foreign, out of range or for a stopped queue is discarded.</param>
    /// <remarks>Ordering: this is a release of everything the caller wrote to the rings before; the device's acquire load of the cell pairs with it.</remarks>
    public abstract void Ring(int offset, ulong value);

    /// <summary>
    /// poll(2) with no time-out: true when completions appeared since the last report (edge-like, uacce.md §3.4). On an Inline queue this runs the device
    /// step on the calling thread first.
    /// </summary>
    public abstract bool Poll();

    /// <summary>poll(2): waits until <see cref="Poll"/> has something to report.</summary>
    /// <param name="timeout">At least zero and finite; a removed device never reports, so there is no infinite wait.</param>
    /// <returns>False when the time ran out, or before that when the provider learns that nothing can come any more: look at the status words.</returns>
    public abstract bool Wait(TimeSpan timeout);

    /// <summary>Closes the descriptor.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>START_Q.</summary>
    /// <exception cref="LinuxException">EINVAL when started already; what the driver answers; ENXIO.</exception>
    public void Start() => Ioctl(UacceIoctl.StartQueue, []);

    /// <summary>PUT_Q: stops the queue; requests in flight are drained.</summary>
    /// <exception cref="LinuxException">ENXIO.</exception>
    public void Put() => Ioctl(UacceIoctl.PutQueue, []);

    /// <summary>Releases what the file holds.</summary>
    /// <param name="disposing">False when called by a finalizer.</param>
    protected abstract void Dispose(bool disposing);
}
