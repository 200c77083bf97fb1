namespace WarpDrive.Uacce.Compression;

/// <summary>One request to a compression queue, in no vendor's format.</summary>
/// <remarks>Addresses are device-visible; on an SVA device any pointer of the process. Direction, level and engine belong to the queue.</remarks>
public struct CompressionRequest : IRequest
{
    /// <summary>Caller's mark, returned with the completion.</summary>
    public uint Tag { get; set; }
    /// <summary>Format of the compressed side.</summary>
    public CompressionFormat Format;
    /// <summary>Treatment.</summary>
    public CompressionRequestFlags Flags;
    /// <summary>LZ77 window code 0…4 for 4, 8, 16, 24, 32 KiB (hisi-qm-zip.md B3); encoders only.</summary>
    public byte WindowCode;
    /// <summary>LZ77 only: search more for a better parse.</summary>
    public bool PriceMode;
    /// <summary>Source, when <see cref="SourceList"/> is null. Never 0, not even for empty input.</summary>
    public ulong Source;
    /// <summary>Bytes at <see cref="Source"/>, or in the whole list.</summary>
    public int SourceLength;
    /// <summary>Destination, when <see cref="DestinationList"/> is null. For LZ77: sequences, 8 bytes each.</summary>
    public ulong Destination;
    /// <summary>Space at <see cref="Destination"/>, or in the whole list.</summary>
    public int DestinationLength;
    /// <summary>Scattered source, or null. If either list is set, the device gets both sides as lists.</summary>
    public ScatterSegment[]? SourceList;
    /// <summary>Scattered destination, or null. A header that the driver writes must fit into the first piece.</summary>
    public ScatterSegment[]? DestinationList;
    /// <summary>Stateful: address of the stream's 64 KiB context buffer (hisi-qm-zip.md B7.1).</summary>
    public ulong StreamContext;
    /// <summary>Stateful: checksum register returned by the stream's previous completion; ignored with First.</summary>
    public uint Checksum;
    /// <summary>Stateful: uncompressed length so far, as returned by the stream's previous completion; ignored with First.</summary>
    public uint UncompressedLength;
    /// <summary>LZ77 with a flat destination only: literal buffer. In a destination list the leading whole pieces take the literals, until they hold source length + 16; the sequences begin with the next piece.</summary>
    public ulong Literals;
    /// <summary>LZ77 only: bytes at <see cref="Literals"/>, at least source length + 16.</summary>
    public int LiteralsLength;
}
