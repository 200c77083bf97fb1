namespace WarpDrive.Hisilicon.Zip;

/// <summary>Status codes, dw3 bits 7–0 (hisi-qm-zip.md B11). Those from 0x11 on that B11 does not list are this project's choice.</summary>
internal enum ZipStatus : byte
{
    /// <summary>Done.</summary>
    Done = 0x00,
    /// <summary>Done and valid, but the output is not smaller than the input.</summary>
    NegativeCompression = 0x0D,
    /// <summary>The output space is insufficient.</summary>
    OutputTooSmall = 0x0E,
    /// <summary>Checksum or length in the trailer does not match.</summary>
    ChecksumMismatch = 0x10,
    /// <summary>Corrupt compressed data.</summary>
    CorruptData = 0x11,
    /// <summary>Stream end, together with the last-block bit.</summary>
    StreamEnd = 0x13,
    /// <summary>Stateless decompression: the input ends before its stream.</summary>
    TruncatedInput = 0x14,
    /// <summary>An address cannot be used; the slot's note names it.</summary>
    BadAddress = 0x15,
    /// <summary>The descriptor contradicts itself or the queue.</summary>
    MalformedDescriptor = 0x16,
    /// <summary>The operation does not exist on this device, or not in this direction.</summary>
    UnsupportedOperation = 0x17,
    /// <summary>The engine itself failed.</summary>
    EngineFailure = 0x18,
}
