using WarpDrive.Linux;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Compression;

namespace WarpDrive;

/// <summary>Data memory of a queue whose device does not share addresses: requests are copied through it.</summary>
/// <remarks>One request at a time: the context's renter. Layout: stream context, source half, destination half.</remarks>
internal sealed unsafe class ReservedMemory : IDisposable
{
    private readonly RegionMapping _region;
    private readonly int _half;

    internal ReservedMemory(QueueFile file, int length)
    {
        _region = file.Map(RegionType.Ss, length);
        _half = MaxLengthFor(length);
    }

    /// <summary>Most bytes on either side of one request.</summary>
    internal int MaxLength => _half;

    /// <summary>Copies what the device will read, and names the copies in the request.</summary>
    internal void Stage(ref CompressionRequest request)
    {
        new ReadOnlySpan<byte>((void*)request.Source, request.SourceLength).CopyTo(_region.Slice(StreamContextMemory.Size, _half));
        request.Source = _region.Address + StreamContextMemory.Size;
        request.Destination = _region.Address + StreamContextMemory.Size + (ulong)_half;
        if (request.StreamContext != 0)
        {
            new ReadOnlySpan<byte>((void*)request.StreamContext, StreamContextMemory.Size).CopyTo(_region.Slice(0, StreamContextMemory.Size));
            request.StreamContext = _region.Address;
        }
    }

    /// <summary>Copies what the device wrote to where the caller wanted it.</summary>
    /// <param name="asked">The request as the caller made it.</param>
    /// <param name="produced">Bytes that the device reports; not trusted.</param>
    internal void Unstage(in CompressionRequest asked, int produced)
    {
        int length = Math.Clamp(produced, 0, Math.Min(asked.DestinationLength, _half));
        _region.Slice(StreamContextMemory.Size + _half, length).CopyTo(new Span<byte>((void*)asked.Destination, length));
        if (asked.StreamContext != 0)
        {
            _region.Slice(0, StreamContextMemory.Size).CopyTo(new Span<byte>((void*)asked.StreamContext, StreamContextMemory.Size));
        }
    }

    /// <summary>Most bytes on either side of one request, for a region of so many bytes.</summary>
    internal static int MaxLengthFor(int length) => ((length - StreamContextMemory.Size) / 2) & ~63;

    public void Dispose() => _region.Dispose();

    /// <summary>Reserves when the device needs it.</summary>
    /// <exception cref="LinuxException">The queue gave no memory.</exception>
    internal static ReservedMemory? For(DeviceInfo device, QueueFile file, int length) =>
        (device.Flags & DeviceFlags.Sva) != 0 ? null : new ReservedMemory(file, length);
}
