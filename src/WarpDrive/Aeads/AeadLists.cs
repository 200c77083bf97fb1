using WarpDrive.Uacce;
using WarpDrive.Uacce.Aeads;

namespace WarpDrive;

/// <summary>Associated data and payload of one request, as devices take them: one range behind the other (hisi-sec.md §7.1), here in a list of two pieces, or three.</summary>
/// <remarks>One request at a time. The list is read when the request is sent, and no longer.</remarks>
internal sealed class AeadLists
{
    /// <summary>Most bytes of one piece of a list (hisi-sec.md §9); no payload has more than two of them.</summary>
    private const int MaxPiece = 8 << 20;

    private readonly ScatterSegment[] _source = new ScatterSegment[2];
    private ScatterSegment[]? _longSource;
    private SecretMemory? _gathered;

    /// <summary>Up to so many bytes in all, copying them into one piece costs less than a list: 0.1 against 0.4 µs.</summary>
    internal const int Gathered = 8 << 10;

    /// <summary>Copies associated data and payload into one piece, and writes addresses and lengths into a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="associated">Associated data.</param>
    /// <param name="source">Payload; with the associated data at most <see cref="Gathered"/> bytes.</param>
    /// <param name="destination">Where it goes.</param>
    internal void WriteGathered(ref AeadRequest request, ReadOnlySpan<byte> associated, ReadOnlySpan<byte> source, ulong destination)
    {
        SecretMemory memory = _gathered ??= new SecretMemory(Gathered);
        associated.CopyTo(memory.Span);
        source.CopyTo(memory.Span[associated.Length..]);
        request.AssociatedLength = associated.Length;
        request.PayloadLength = source.Length;
        request.Source = memory.Address;
        request.Destination = destination - (uint)associated.Length;   // so many bytes are passed over, neither read nor written
    }

    /// <summary>The payload that was copied.</summary>
    /// <param name="gathered">Bytes of it and the associated data.</param>
    /// <param name="length">Bytes of it.</param>
    internal ReadOnlySpan<byte> Payload(int gathered, int length) => _gathered!.Span[(gathered - length)..gathered];

    /// <summary>Clears what was copied.</summary>
    /// <param name="length">Bytes of it.</param>
    internal void Clear(int length) => _gathered?.Span[..length].Clear();

    /// <summary>Writes addresses and lengths into a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="associated">Address of the associated data.</param>
    /// <param name="associatedLength">Its bytes.</param>
    /// <param name="source">Address of the payload.</param>
    /// <param name="destination">Where it goes.</param>
    /// <param name="length">Bytes of the payload.</param>
    internal void Write(ref AeadRequest request, ulong associated, int associatedLength, ulong source, ulong destination, int length)
    {
        request.AssociatedLength = associatedLength;
        request.PayloadLength = length;
        if (associatedLength == 0 || length == 0)
        {
            request.Source = length == 0 ? associated : source;
            request.Destination = length == 0 ? request.Source : destination;   // nothing is written there
            request.SourceList = null;
            request.DestinationList = null;
            return;
        }

        ScatterSegment[] list = length <= MaxPiece ? _source : _longSource ??= new ScatterSegment[3];
        list[0] = new ScatterSegment(associated, associatedLength);
        list[1] = new ScatterSegment(source, Math.Min(length, MaxPiece));
        if (length > MaxPiece)
        {
            list[2] = new ScatterSegment(source + MaxPiece, length - MaxPiece);
        }

        request.Source = associated;
        request.Destination = destination - (uint)associatedLength;   // so many bytes are passed over, neither read nor written
        request.SourceList = list;
        request.DestinationList = null;
    }
}
