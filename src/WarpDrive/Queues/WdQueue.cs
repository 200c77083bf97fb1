using System.Diagnostics;
using System.Runtime.InteropServices;
using WarpDrive.Linux;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Compression;

namespace WarpDrive.Queues;

/// <summary>
/// A queue of an accelerator with the operations of the original interface (uacce.md §12.1): request, release, send, receive, receive-sync, flush,
/// reserve and share memory. For those who write drivers and programs close to the device; everybody else wants <see cref="Compressor"/>.
/// </summary>
/// <remarks>
/// One sender and one receiver at a time; they may be two threads. Addresses in messages are the caller's duty: memory must stay where it is until the
/// message was received, and on a device without shared addresses must come from <see cref="ReserveMemory"/>. No receipts, no retries, no
/// leases, no time stamps.
/// </remarks>
public sealed class WdQueue : IDisposable
{
    private readonly CompressionQueue _queue;
    private readonly DeviceInfo _device;
    private readonly List<PinnedBuffer> _shared = [];
    private readonly Lock _lock = new();
    private RegionMapping? _reserved;
    private long _usualWait;   // of the last messages, in ticks; the receiver's
    private bool _disposed;

    private WdQueue(CompressionQueue queue, DeviceInfo device)
    {
        _queue = queue;
        _device = device;
    }

    /// <summary>Name of the device.</summary>
    public string Device => _device.Name;

    /// <summary>Whether the device takes any address of the process; if not, see <see cref="ReserveMemory"/>.</summary>
    public bool SharesAddresses => (_device.Flags & DeviceFlags.Sva) != 0;

    /// <summary>Messages that fit into the queue.</summary>
    public int Capacity => _queue.Capacity;

    /// <summary>Messages sent and not yet received.</summary>
    public int InFlight => _queue.InFlight;

    /// <summary>wd_request_queue: picks the best device for an algorithm, opens a queue, lets the user driver set it up, and starts it.</summary>
    /// <param name="options">What the queue is for.</param>
    /// <param name="accelerators">Where devices come from; null for <see cref="Accelerators.Default"/>.</param>
    /// <exception cref="CompressionException"><c>NoDevice</c>: none can serve the algorithm; <c>Busy</c>: all queues are taken.</exception>
    public static WdQueue Request(WdQueueOptions options, Accelerators? accelerators = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        accelerators ??= Accelerators.Default;
        Candidate[] candidates = accelerators.Select(CompressionClass.Instance, options.Algorithm, options.Device, out string? reason);
        Exception? refused = null;
        foreach (Candidate candidate in candidates)
        {
            try
            {
                QueueFile file = candidate.Device.Open(new QueueOpenOptions(options.Inline ? QueueDriving.Inline : QueueDriving.Served));
                return new WdQueue(CompressionClass.Instance.OpenQueue(candidate.Driver, candidate.Info, file, options.ToDriver()), candidate.Info);
            }
            catch (Exception e) when (e is LinuxException or NotSupportedException)
            {
                refused = e;   // full, or just removed: the next best
            }
        }

        RequestStatus status = refused is LinuxException { Errno: Errno.EBUSY } ? RequestStatus.Busy : RequestStatus.NoDevice;
        throw new CompressionException(status, refused?.Message ?? reason!, refused);
    }

    /// <summary>wd_send: puts a message into the queue without waiting.</summary>
    /// <param name="message">The message.</param>
    /// <returns>RingFull is the original's -EBUSY: receive first.</returns>
    /// <exception cref="ArgumentException">The driver does not send such a message; its words.</exception>
    public SubmitResult Send(in CompressionRequest message)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        SubmitResult result = _queue.TrySend(new ReadOnlySpan<CompressionRequest>(in message), out string? refusal);
        return result == SubmitResult.Refused ? throw new ArgumentException(refusal, nameof(message)) : result;
    }

    /// <summary>wd_recv: takes one finished message without waiting.</summary>
    /// <param name="message">What came back.</param>
    /// <returns>Empty is the original's -EAGAIN.</returns>
    public ReceiveResult Receive(out CompressionCompletion message)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        message = default;
        return _queue.TryReceive(new Span<CompressionCompletion>(ref message), out _);
    }

    /// <summary>wd_recv_sync: takes one finished message, waiting for it.</summary>
    /// <param name="message">What came back.</param>
    /// <param name="timeout">How long to wait, zero to a day.</param>
    /// <returns>Empty: the time ran out; the message is still in flight.</returns>
    public ReceiveResult ReceiveSync(out CompressionCompletion message, TimeSpan timeout)
    {
        if (timeout < TimeSpan.Zero || timeout > Deadlines.Longest)
        {
            throw new ArgumentOutOfRangeException(nameof(timeout), timeout, "the time-out is zero to a day");
        }

        ReceiveResult result = Receive(out message);
        if (result != ReceiveResult.Empty || timeout == TimeSpan.Zero)
        {
            return result;
        }

        long start = Stopwatch.GetTimestamp();
        long deadline = Deadlines.After(start, timeout);
        var looks = new BriefLooks(start, _usualWait);
        while (true)
        {
            TimeSpan left = Deadlines.Left(deadline);
            if (left > TimeSpan.Zero && !looks.TryPause(_queue.File))
            {
                _queue.Wait(left < s_slice ? left : s_slice);
            }

            result = Receive(out message);
            if (result != ReceiveResult.Empty || left == TimeSpan.Zero)
            {
                _usualWait += (Stopwatch.GetTimestamp() - start - _usualWait) / 8;
                return result;
            }
        }
    }

    /// <summary>wd_flush: sends out what was gathered. Every message is announced when it is sent, so that nothing ever waits here; kept for its name.</summary>
    public void Flush() => ObjectDisposedException.ThrowIf(_disposed, this);

    /// <summary>wd_reserve_memory: memory at one address for processor and device; once for each queue, any device.</summary>
    /// <param name="length">Bytes, at least 1; rounded up to pages.</param>
    /// <returns>
    /// A region that lives as long as the queue. On a device of this process that shares addresses it is ordinary pinned memory; a daemon uses reserved memory
    /// where it is, and copies all other.
    /// </returns>
    /// <exception cref="LinuxException">EEXIST: reserved already; what the device answers.</exception>
    public Memory<byte> ReserveMemory(int length)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(length);
        if (SharesAddresses && !_queue.File.IsServedElsewhere)
        {
            return GC.AllocateArray<byte>(length, pinned: true);
        }

        int pages = checked(length + Environment.SystemPageSize - 1) / Environment.SystemPageSize * Environment.SystemPageSize;
        lock (_lock)
        {
            if (_reserved is not null)
            {
                LinuxException.Throw("mmap", Errno.EEXIST, "this queue has reserved its memory already");
            }

            _reserved = _queue.File.Map(RegionType.Ss, pages);
        }

        return new RegionMemoryManager(_reserved, length).Memory;
    }

    /// <summary>
    /// wd_share_mem: makes memory of the caller usable in messages until the queue is released. On a device that shares addresses this pins it; on
    /// others only reserved memory will do.
    /// </summary>
    /// <param name="memory">The memory.</param>
    /// <returns>Its address, as messages name it; never 0.</returns>
    /// <exception cref="NotSupportedException">The device does not share addresses and the memory was not reserved on this queue.</exception>
    public unsafe ulong ShareMemory(ReadOnlyMemory<byte> memory)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ulong address = (ulong)System.Runtime.CompilerServices.Unsafe.AsPointer(ref MemoryMarshal.GetReference(memory.Span));
        if (_reserved is RegionMapping region && address >= region.Address && address - region.Address <= (ulong)(region.Length - memory.Length))
        {
            return address;
        }

        if (!SharesAddresses)
        {
            throw new NotSupportedException($"{Device} does not share addresses: use memory from {nameof(ReserveMemory)}");
        }

        var pinned = new PinnedBuffer(memory);
        lock (_lock)
        {
            _shared.Add(pinned);
        }

        return pinned.Address;
    }

    /// <summary>Words for a message that did not end well.</summary>
    /// <param name="message">The message.</param>
    public string Describe(in CompressionCompletion message) => _queue.Describe(message);

    /// <summary>wd_release_queue: undoes everything. Memory is let go of only when the device no longer knows it.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
        }

        if (!_queue.TryStop(s_stop))
        {
            RetiredStripes.Keep(this);   // a device that does not stop may still write: nothing of this is ever freed
            return;
        }

        _reserved?.Dispose();
        _queue.Dispose();
        foreach (PinnedBuffer buffer in _shared)
        {
            buffer.Dispose();
        }
    }

    private static readonly TimeSpan s_stop = TimeSpan.FromSeconds(10);

    /// <summary>A removed device wakes nobody (uacce.md §8.3), so that waits are cut into slices that see it.</summary>
    private static readonly TimeSpan s_slice = TimeSpan.FromMilliseconds(100);
}
