namespace WarpDrive.Uacce.Compression;

/// <summary>One finished request.</summary>
public struct CompressionCompletion : ICompletion
{
    /// <summary>Mark of the request.</summary>
    public uint Tag { get; set; }
    /// <summary>How it ended.</summary>
    public RequestStatus Status { get; set; }
    /// <summary>The device's own status code, see the device's specification.</summary>
    public byte DeviceStatus;
    /// <summary>Device-specific detail of a failure, 0 none; <see cref="RequestQueue{TRequest, TCompletion}.Describe"/> puts it into words.</summary>
    public ushort Reason;
    /// <summary>Device-specific number of the engine path, 0 unknown; see <see cref="RequestQueue{TRequest, TCompletion}.EngineName"/>.</summary>
    public ushort Engine { get; set; }
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
    public ulong FaultAddress { get; set; }
    /// <summary>Stopwatch time stamp at which the device took the request, 0 when not measured.</summary>
    public long TakenAt { get; set; }
    /// <summary>Nanoseconds of service, 0 when not measured.</summary>
    public uint ServedNanoseconds { get; set; }
    /// <summary>Requests executed together with this one.</summary>
    public uint BatchSize { get; set; }
}
