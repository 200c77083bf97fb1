using WarpDrive.Linux;
using WarpDrive.Uacce;

namespace WarpDrive;

/// <summary>
/// Data memory of a queue that requests are copied through: because the device does not share addresses, or because it belongs to another process,
/// which uses this memory where it is and reaches all other memory by system calls.
/// </summary>
/// <remarks>
/// Not thread safe: its queue's sender. Requests stand in it in the order in which they were begun and leave in that order, each in one run of bytes
/// that begins and ends on a 64-byte line; the first one behind an empty ring stands at the beginning, where the caches know it.
/// </remarks>
internal sealed unsafe class ReservedMemory : IDisposable
{
    /// <summary>Bytes at the end that a driver may have for itself, for the one request in flight.</summary>
    internal const int DriverShare = 1024;

    /// <summary>Bytes on a queue of a device that would do without.</summary>
    private const int OptionalLength = 2 << 20;

    private readonly RegionMapping _region;
    private readonly int _length;
    private Place[] _places = new Place[4];   // a ring, of which the length is a power of two
    private uint _oldest;
    private uint _next;
    private int _used;   // of the newest

    /// <summary>Of a queue.</summary>
    /// <param name="region">Its memory; owned from here on.</param>
    /// <param name="length">Bytes of it that requests may have.</param>
    /// <param name="isOptional">Whether the device would do without.</param>
    internal ReservedMemory(RegionMapping region, int length, bool isOptional)
    {
        _region = region;
        _length = length;
        LongestRequest = isOptional ? length / 4 : length;
    }

    /// <summary>Most bytes of a request that should be copied; longer ones name their own memory, if the device lets them.</summary>
    internal int LongestRequest { get; }

    /// <summary>Bytes that a piece of a length takes.</summary>
    internal static int Rounded(int length) => (length + 63) & ~63;

    /// <summary>Takes room for one more request. Its pieces follow.</summary>
    /// <param name="length">Bytes of all its pieces, each rounded.</param>
    /// <returns>False when there is no room now, or never.</returns>
    internal bool TryBegin(int length)
    {
        int start = 0;
        if (_oldest != _next)
        {
            int tail = At(_oldest).Start;
            start = At(_next - 1).End;
            bool wrapped = start <= tail;
            if (!wrapped && length > _length - start)
            {
                start = 0;
                wrapped = true;
            }

            if (wrapped && length > tail - start)
            {
                return false;
            }
        }

        if ((uint)length > (uint)(_length - start))
        {
            return false;
        }

        if (_next - _oldest == (uint)_places.Length)
        {
            Grow();
        }

        At(_next++) = new Place { Start = start, End = start + length };
        _used = start;
        return true;
    }

    /// <summary>Forgets the oldest request, and clears its secrets. The device has let go of it.</summary>
    internal void EndOldest() => Clear(_oldest++);

    /// <summary>Forgets the newest request, and clears its secrets. It was not sent.</summary>
    internal void DropNewest() => Clear(--_next);

    /// <summary>Copies a piece in.</summary>
    /// <param name="address">Where it is; may be 0 when it has no bytes.</param>
    /// <param name="length">Its bytes.</param>
    /// <returns>Address of the copy.</returns>
    internal ulong Put(ulong address, int length)
    {
        ulong copy = Room(length);
        Write(copy, address, length);
        return copy;
    }

    /// <summary>Copies a secret in, a cipher's key or that of a MAC; at most two a request.</summary>
    /// <param name="address">Where it is; may be 0 when it has no bytes.</param>
    /// <param name="length">Its bytes.</param>
    internal ulong PutSecret(ulong address, int length)
    {
        ulong copy = Put(address, length);
        ref Place place = ref At(_next - 1);
        place.OtherSecret = place.Secret;
        place.Secret = (copy, length);
        return copy;
    }

    /// <summary>Sets room aside.</summary>
    /// <exception cref="InvalidOperationException">The pieces of the request are longer than it was said to be.</exception>
    internal ulong Room(int length)
    {
        int at = _used;
        _used += Rounded(length);
        if (length < 0 || _used > At(_next - 1).End)
        {
            throw new InvalidOperationException($"{length} bytes more than the request was to take");
        }

        return _region.Address + (ulong)at;
    }

    /// <summary>Copies bytes into a place of a piece.</summary>
    /// <param name="place">Address in the piece.</param>
    /// <param name="from">Where they are.</param>
    /// <param name="length">How many.</param>
    internal void Write(ulong place, ulong from, int length) => new ReadOnlySpan<byte>((void*)from, length).CopyTo(Span(place, length));

    /// <summary>Copies a piece out.</summary>
    /// <param name="piece">Address of the piece.</param>
    /// <param name="to">Where it goes.</param>
    /// <param name="length">Its bytes.</param>
    internal void Take(ulong piece, ulong to, int length) => Span(piece, length).CopyTo(new Span<byte>((void*)to, length));

    public void Dispose() => _region.Dispose();

    /// <summary>Reserves when the device needs it, or is faster with it.</summary>
    /// <param name="device">The device.</param>
    /// <param name="queue">The queue.</param>
    /// <param name="length">Bytes where the device needs it.</param>
    /// <returns>Null when there is none, and none is needed.</returns>
    /// <exception cref="LinuxException">The queue gave no memory, and needs it.</exception>
    internal static ReservedMemory? For<TRequest, TCompletion>(DeviceInfo device, RequestQueue<TRequest, TCompletion> queue, int length)
        where TRequest : struct, IRequest
        where TCompletion : struct, ICompletion
    {
        if ((device.Flags & DeviceFlags.Sva) != 0)
        {
            return device.Provider == DaemonProvider.ProviderName ? ForSpeed(queue.File, Math.Min(length, OptionalLength)) : null;
        }

        int own = queue.PrivateBytesPerRequest;
        bool driverHasPart = own is > 0 and <= DriverShare;
        var memory = new ReservedMemory(queue.File.Map(RegionType.Ss, length), driverHasPart ? length - DriverShare : length, isOptional: false);
        if (driverHasPart)
        {
            queue.GivePrivateMemory(memory._region.Address + (ulong)(length - DriverShare), own);
        }

        return memory;
    }

    private static ReservedMemory? ForSpeed(QueueFile file, int length)
    {
        try
        {
            return new ReservedMemory(file.Map(RegionType.Ss, length), length, isOptional: true);
        }
        catch (LinuxException e) when (e.Errno is not Errno.ENXIO)
        {
            return null;   // a quota, or little memory: plain pointers work, too
        }
    }

    private ref Place At(uint index) => ref _places[index & (uint)(_places.Length - 1)];

    private void Clear(uint index)
    {
        ref Place place = ref At(index);
        Span(place.Secret.Piece, place.Secret.Length).Clear();
        Span(place.OtherSecret.Piece, place.OtherSecret.Length).Clear();
        place = default;
    }

    private void Grow()
    {
        var places = new Place[_places.Length * 2];
        for (uint i = _oldest; i != _next; i++)
        {
            places[i & (uint)(places.Length - 1)] = At(i);
        }

        _places = places;
    }

    private Span<byte> Span(ulong piece, int length) => length == 0 ? [] : _region.Slice((int)(piece - _region.Address), length);

    private struct Place
    {
        internal int Start;
        internal int End;
        internal (ulong Piece, int Length) Secret;
        internal (ulong Piece, int Length) OtherSecret;
    }
}
