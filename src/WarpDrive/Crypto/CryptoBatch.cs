using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using WarpDrive.Uacce;

namespace WarpDrive;

/// <summary>The pins, requests and ends of a batch; all of it pooled.</summary>
/// <typeparam name="TRequest">The requests.</typeparam>
internal sealed class CryptoBatch<TRequest> : IDisposable
    where TRequest : struct, IRequest
{
    /// <summary>Pieces of memory that a request of any class names.</summary>
    private const int PinsEach = 6;

    /// <summary>Arrays pinned last that are remembered: one for each buffer of a job.</summary>
    private const int PinnedArrays = 4;

    /// <summary>Status of what no queue has executed.</summary>
    internal const RequestStatus NotBegun = RequestStatus.DeviceLost;

    /// <summary>Status of what was given to a queue and did not come back: its device was lost.</summary>
    internal const RequestStatus Sent = RequestStatus.Busy;

    [ThreadStatic]
    private static CryptoBatch<TRequest>? t_spare;

    private RouteSet<TRequest, Completion> _routes = null!;
    private int _count;
    private MemoryHandle[] _pins = [];
    private TRequest[] _requests = [];
    private RequestStatus[] _statuses = [];
    private Receipt[] _receipts = [];
    private readonly byte[]?[] _arrays = new byte[PinnedArrays][];
    private uint _nextArray;
    private int _pinned;
    private Exception? _failure;

    private CryptoBatch()
    {
    }

    /// <summary>Rents what a batch needs; the object itself is the thread's last one, unless that is still in use.</summary>
    /// <exception cref="ArgumentException">There are fewer results than jobs.</exception>
    internal static CryptoBatch<TRequest> Rent(RouteSet<TRequest, Completion> routes, int count, int results)
    {
        if (results < count)
        {
            throw new ArgumentException("there are fewer results than jobs", nameof(results));
        }

        CryptoBatch<TRequest> batch = t_spare ?? new CryptoBatch<TRequest>();
        t_spare = null;
        batch._routes = routes;
        batch._count = count;
        batch._pins = ArrayPool<MemoryHandle>.Shared.Rent(PinsEach * count);
        batch._requests = ArrayPool<TRequest>.Shared.Rent(count);
        batch._statuses = ArrayPool<RequestStatus>.Shared.Rent(count);
        batch._receipts = ArrayPool<Receipt>.Shared.Rent(count);
        batch.Statuses.Fill(NotBegun);
        return batch;
    }

    internal Span<TRequest> Requests => _requests.AsSpan(0, _count);

    internal Span<RequestStatus> Statuses => _statuses.AsSpan(0, _count);

    internal Span<Receipt> Receipts => _receipts.AsSpan(0, _count);

    /// <summary>Pins a piece of memory until the batch ends. Pieces of one array, as buffers of a batch often are, share a pin: it costs more than the look.</summary>
    /// <returns>Its address; 0 when it has no bytes.</returns>
    internal unsafe ulong Pin(ReadOnlyMemory<byte> memory)
    {
        if (memory.IsEmpty)
        {
            return 0;
        }

        if (!MemoryMarshal.TryGetArray(memory, out ArraySegment<byte> segment))
        {
            return PinAlone(memory);
        }

        byte[] array = segment.Array!;
        foreach (byte[]? pinned in _arrays)
        {
            if (ReferenceEquals(pinned, array))
            {
                return AddressOf(segment);
            }
        }

        ulong address = PinAlone(memory);
        if (address == AddressOf(segment))   // else whoever manages the memory pinned something else
        {
            _arrays[_nextArray++ % PinnedArrays] = array;
        }

        return address;
    }

    private static unsafe ulong AddressOf(ArraySegment<byte> segment) =>
        (ulong)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(segment.Array!)) + (uint)segment.Offset;

    private unsafe ulong PinAlone(ReadOnlyMemory<byte> memory)
    {
        _pins[_pinned] = memory.Pin();
        return (ulong)_pins[_pinned++].Pointer;
    }

    /// <summary>Runs what one queue can do of it.</summary>
    internal void Run(CancellationToken cancellation)
    {
        if (_count > 0 && _routes.SharesAddresses)
        {
            var series = new CryptoSeries<TRequest>(_routes, Requests, Statuses, Receipts);
            _routes.ExecuteMany(ref series, cancellation);
        }
    }

    /// <summary>Whether a request has failed in a way that a single call would not better; it is noted down.</summary>
    /// <param name="index">Which one.</param>
    /// <param name="repeatable">Whether what it reads is what it was, even when a device had begun it.</param>
    internal bool IsFinal(int index, bool repeatable)
    {
        RequestStatus status = _statuses[index];
        if (status == Sent && !repeatable)
        {
            status = RequestStatus.DeviceLost;
            Fail(index, status, new RouteAnswer<TRequest, Completion> { Status = status });
            return true;
        }

        if (status is RequestStatus.TimedOut or RequestStatus.DeviceError)
        {
            Fail(index, status, new RouteAnswer<TRequest, Completion> { Status = status });
            return true;
        }

        return false;
    }

    /// <summary>Notes down how a single call ended.</summary>
    internal void Fail(int index, RequestStatus status, in RouteAnswer<TRequest, Completion> answer)
    {
        if (status != RequestStatus.Ok)
        {
            Exception why = Failures.Create(status, _routes, answer);
            _failure ??= _routes.Class.Failure(status, $"job {index}: {why.Message}", why);
        }
    }

    /// <summary>Throws for the first job that failed, when all have ended.</summary>
    internal void ThrowIfFailed()
    {
        if (_failure is not null)
        {
            throw _failure;
        }
    }

    public void Dispose()
    {
        foreach (ref MemoryHandle pin in _pins.AsSpan(0, _pinned))
        {
            pin.Dispose();   // every request has ended
        }

        // Of the arrays no more than what was used holds anything: nothing else is to be cleared.
        _pins.AsSpan(0, _pinned).Clear();
        Array.Clear(_arrays);
        Requests.Clear();
        Receipts.Clear();
        ArrayPool<MemoryHandle>.Shared.Return(_pins);
        ArrayPool<TRequest>.Shared.Return(_requests);
        ArrayPool<RequestStatus>.Shared.Return(_statuses);
        ArrayPool<Receipt>.Shared.Return(_receipts);
        _pins = [];
        _requests = [];
        _statuses = [];
        _receipts = [];
        _routes = null!;
        _count = 0;
        _pinned = 0;
        _failure = null;
        t_spare = this;
    }
}
