using WarpDrive.Uacce;
using WarpDrive.Uacce.Aeads;

namespace WarpDrive;

/// <summary>Associated data and payload of one request, as devices take them: one range behind the other (hisi-sec.md §7.1).</summary>
/// <remarks>One request at a time. The lists are read when the request is sent, and no longer.</remarks>
internal sealed class AeadLists
{
    private readonly ScatterSegment[] _source = new ScatterSegment[2];
    private readonly ScatterSegment[] _destination = new ScatterSegment[2];

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

        _source[0] = new ScatterSegment(associated, associatedLength);
        _source[1] = new ScatterSegment(source, length);
        _destination[0] = _source[0];   // passed over, never written
        _destination[1] = new ScatterSegment(destination, length);
        request.Source = associated;
        request.Destination = destination;
        request.SourceList = _source;
        request.DestinationList = _destination;
    }
}
