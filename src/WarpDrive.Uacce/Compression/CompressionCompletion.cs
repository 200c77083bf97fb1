namespace WarpDrive.Uacce.Compression;

/// <summary>One finished request.</summary>
public struct CompressionCompletion
{
    /// <summary>Mark of the request.</summary>
    public uint Tag;
    /// <summary>How it ended.</summary>
    public CompressionStatus Status;
    /// <summary>The device's own status code, see the device's specification.</summary>
    public byte DeviceStatus;
    /// <summary>Device-specific detail of a failure, 0 none; <see cref="CompressionQueue.Describe"/> puts it into words.</summary>
    public ushort Reason;
    /// <summary>Device-specific number of the engine path, 0 unknown; see <see cref="CompressionQueue.EngineName"/>.</summary>
    public ushort Engine;
    /// <summary>Input bytes used, header included.</summary>
    public int Consumed;
    /// <summary>Output bytes written, header included. For LZ77: 8 × <see cref="SequenceCount"/>.</summary>
    public int Produced;
    /// <summary>Checksum register to be given to the next request of the stream.</summary>
    public uint Checksum;
    /// <summary>Uncompressed length so far, modulo 2^32.</summary>
    public uint UncompressedLength;
    /// <summary>LZ77: bytes in the literal buffer.</summary>
    public int LiteralCount;
    /// <summary>LZ77: sequences at the destination.</summary>
    public int SequenceCount;
    /// <summary>LZ77: index of the one sequence whose literal length is the stored value + 65536, or -1.</summary>
    public int LongLiteralSequence;
    /// <summary>First address that could not be used.</summary>
    public ulong FaultAddress;
    /// <summary>Stopwatch time stamp at which the device took the request, 0 when not measured.</summary>
    public long TakenAt;
    /// <summary>Nanoseconds of service, 0 when not measured.</summary>
    public uint ServedNanoseconds;
    /// <summary>Requests executed together with this one.</summary>
    public uint BatchSize;
}
