namespace WarpDrive.Engines.Headers;

/// <summary>What a parser makes of a gzip or zlib header. Everything from <see cref="BadMagic"/> on is an error and final.</summary>
public enum HeaderStatus
{
    /// <summary>The header is complete and the compressed data follows.</summary>
    Ok,

    /// <summary>All bytes given are part of the header and it goes on.</summary>
    NeedsInput,

    /// <summary>gzip: the first two bytes are not 1F 8B. zlib: FCHECK does not make CMF and FLG a multiple of 31.</summary>
    BadMagic,

    /// <summary>The compression method is not 8, deflate.</summary>
    BadMethod,

    /// <summary>gzip: one of the flags 7–5 is set, so the header may hold something unknown (RFC 1952 section 2.3.1.2).</summary>
    ReservedFlags,

    /// <summary>gzip: CRC16 does not fit the header.</summary>
    BadHeaderChecksum,

    /// <summary>zlib: CINFO is above 7, a window of more than 32 KiB (RFC 1950 section 2.2).</summary>
    BadWindowSize,

    /// <summary>zlib: FDICT is set.</summary>
    PresetDictionary,
}
