using WarpDrive.Hisilicon.Qm;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Compression;

namespace WarpDrive.Hisilicon.Zip;

/// <summary>What the driver remembers of a request while the device has it.</summary>
internal struct ZipPending
{
    /// <summary>The caller's mark.</summary>
    internal uint Tag;
    /// <summary>Stream context buffer; 0 when stateless.</summary>
    internal ulong Context;
    /// <summary>The caller's destination, for a small output that is copied there afterwards.</summary>
    internal ZipBuffer Destination;
    /// <summary>Scatter lists of the source, to be given back by the sender.</summary>
    internal QmSglChain SourceChain;
    /// <summary>Scatter lists of the destination, to be given back by the sender.</summary>
    internal QmSglChain DestinationChain;
    /// <summary>LZ77: scatter lists of the literals, to be given back by the sender.</summary>
    internal QmSglChain LiteralChain;
    /// <summary>Input bytes offered to the device.</summary>
    internal int Offered;
    /// <summary>Output bytes granted to the device.</summary>
    internal int Space;
    /// <summary>Input bytes that the driver took itself: a header. For a local result: consumed.</summary>
    internal int TakenByDriver;
    /// <summary>Output bytes that the driver wrote itself: a header. For a local result: produced.</summary>
    internal int MadeByDriver;
    /// <summary>Local result: checksum register.</summary>
    internal uint Checksum;
    /// <summary>Local result: uncompressed length.</summary>
    internal uint UncompressedLength;
    /// <summary>Local result: detail.</summary>
    internal ZipReason Reason;
    /// <summary>Local result: how it ended.</summary>
    internal RequestStatus Status;
    /// <summary>Format.</summary>
    internal CompressionFormat Format;
    /// <summary>The result is the driver's own; what the device says of the descriptor does not matter.</summary>
    internal bool IsLocal;
    /// <summary>The output is in the small-output record.</summary>
    internal bool IsSubstituted;
    /// <summary>The descriptor asked to finish the stream.</summary>
    internal bool IsFinish;
}
