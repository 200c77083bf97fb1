using System.Buffers;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Compression;

namespace WarpDrive;

/// <summary>The segments of a sequence, pinned, as the scatter list of one request.</summary>
internal sealed unsafe class ScatteredSource : IDisposable
{
    /// <summary>Pieces of one hardware list (hisi-qm-zip.md A11). Beyond, walking lists costs what gathering does.</summary>
    private const int MaxPieces = 255;

    private readonly MemoryHandle[] _pins;
    private readonly int _length;
    private int _count;

    private ScatteredSource(int length)
    {
        _pins = ArrayPool<MemoryHandle>.Shared.Rent(MaxPieces);
        _length = length;
    }

    /// <summary>Pins a sequence.</summary>
    /// <param name="sharesAddresses">Whether the devices do: others get no lists.</param>
    /// <param name="source">The sequence.</param>
    /// <param name="longest">Bytes that one request may have.</param>
    /// <returns>Null when it is one piece, or more than one request or one list takes.</returns>
    internal static ScatteredSource? TryPin(bool sharesAddresses, in ReadOnlySequence<byte> source, int longest)
    {
        if (source.IsSingleSegment || source.IsEmpty || source.Length > longest || !sharesAddresses)
        {
            return null;
        }

        int pieces = 0;
        foreach (ReadOnlyMemory<byte> segment in source)
        {
            pieces += segment.IsEmpty ? 0 : 1;
            if (pieces > MaxPieces)
            {
                return null;
            }
        }

        var pinned = new ScatteredSource((int)source.Length);
        try
        {
            pinned.Pin(source, new ScatterSegment[pieces]);
            return pinned;
        }
        catch
        {
            pinned.Dispose();
            throw;
        }
    }

    internal ScatterSegment[] Pieces { get; private set; } = [];

    /// <summary>Runs one request over all of it.</summary>
    internal RequestStatus Execute(CompressionRoutes routes, in CompressionRequest template, Span<byte> destination, out CompressionAnswer answer)
    {
        fixed (byte* room = destination)
        {
            CompressionRequest request = template;
            request.SourceList = Pieces;
            request.Source = Pieces[0].Address;
            request.SourceLength = _length;
            request.Destination = (ulong)room;
            request.DestinationLength = Math.Min(destination.Length, CompressionClass.MostBytes);
            RequestStatus status = routes.Execute(request, Patience.Both, repeatable: true, out answer);
            return status == RequestStatus.Ok && Compressor.Result(request, answer).BytesWritten < 0 ? RequestStatus.DeviceError : status;
        }
    }

    /// <summary>Lets go of the segments: the request has ended.</summary>
    public void Dispose()
    {
        foreach (ref MemoryHandle pin in _pins.AsSpan(0, _count))
        {
            pin.Dispose();
        }

        ArrayPool<MemoryHandle>.Shared.Return(_pins, clearArray: true);
    }

    private void Pin(in ReadOnlySequence<byte> source, ScatterSegment[] pieces)
    {
        foreach (ReadOnlyMemory<byte> segment in source)
        {
            if (!segment.IsEmpty)
            {
                _pins[_count] = segment.Pin();
                pieces[_count] = new ScatterSegment((ulong)_pins[_count].Pointer, segment.Length);
                _count++;
            }
        }

        Pieces = pieces;
    }
}
