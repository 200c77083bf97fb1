using WarpDrive.Linux;
using WarpDrive.Uacce;

namespace WarpDrive;

/// <summary>Data memory of a queue whose device does not share addresses: requests are copied through it.</summary>
/// <remarks>One request at a time: the context's renter. Its pieces are laid one behind the other, each beginning on a 64-byte line.</remarks>
internal sealed unsafe class ReservedMemory : IDisposable
{
    /// <summary>Bytes at the end that a driver may have for itself, for the one request in flight.</summary>
    internal const int DriverShare = 1024;

    private readonly RegionMapping _region;
    private int _used;
    private (ulong Piece, int Length) _secret;
    private (ulong Piece, int Length) _otherSecret;

    private ReservedMemory(QueueFile file, int length) => _region = file.Map(RegionType.Ss, length);

    /// <summary>Bytes that a piece of a length takes.</summary>
    internal static int Rounded(int length) => (length + 63) & ~63;

    /// <summary>Forgets the pieces of the request, and clears its secrets. The device has let go of it.</summary>
    internal void Release()
    {
        At(_secret.Piece, _secret.Length).Clear();
        At(_otherSecret.Piece, _otherSecret.Length).Clear();
        _secret = default;
        _otherSecret = default;
        _used = 0;
    }

    /// <summary>Copies a piece in.</summary>
    /// <param name="address">Where it is; may be 0 when it has no bytes.</param>
    /// <param name="length">Its bytes.</param>
    /// <returns>Address of the copy.</returns>
    internal ulong Put(ulong address, int length)
    {
        ulong copy = Room(length);
        new ReadOnlySpan<byte>((void*)address, length).CopyTo(At(copy, length));
        return copy;
    }

    /// <summary>Copies a secret in, a cipher's key or that of a MAC; at most two a request.</summary>
    /// <param name="address">Where it is; may be 0 when it has no bytes.</param>
    /// <param name="length">Its bytes.</param>
    internal ulong PutSecret(ulong address, int length)
    {
        ulong copy = Put(address, length);
        _otherSecret = _secret;
        _secret = (copy, length);
        return copy;
    }

    /// <summary>Sets room aside.</summary>
    internal ulong Room(int length)
    {
        int at = _used;
        _used = checked(at + Rounded(length));
        return _region.Address + (ulong)at;
    }

    /// <summary>Copies bytes into a place of a piece.</summary>
    /// <param name="place">Address in the piece.</param>
    /// <param name="from">Where they are.</param>
    /// <param name="length">How many.</param>
    internal void Write(ulong place, ulong from, int length) => new ReadOnlySpan<byte>((void*)from, length).CopyTo(At(place, length));

    /// <summary>Copies a piece out.</summary>
    /// <param name="piece">Address of the piece.</param>
    /// <param name="to">Where it goes.</param>
    /// <param name="length">Its bytes.</param>
    internal void Take(ulong piece, ulong to, int length) => At(piece, length).CopyTo(new Span<byte>((void*)to, length));

    public void Dispose() => _region.Dispose();

    /// <summary>Reserves when the device needs it.</summary>
    /// <exception cref="LinuxException">The queue gave no memory.</exception>
    internal static ReservedMemory? For<TRequest, TCompletion>(DeviceInfo device, RequestQueue<TRequest, TCompletion> queue, int length)
        where TRequest : struct, IRequest
        where TCompletion : struct, ICompletion
    {
        if ((device.Flags & DeviceFlags.Sva) != 0)
        {
            return null;
        }

        var memory = new ReservedMemory(queue.File, length);
        int own = queue.PrivateBytesPerRequest;
        if (own is > 0 and <= DriverShare)
        {
            queue.GivePrivateMemory(memory._region.Address + (ulong)(length - DriverShare), own);
        }

        return memory;
    }

    private Span<byte> At(ulong piece, int length) => length == 0 ? [] : _region.Slice((int)(piece - _region.Address), length);
}
