namespace WarpDrive.Engines.Headers;

/// <summary>The FLG byte of a gzip header (RFC 1952 section 2.3.1).</summary>
[Flags]
public enum GzipFlags : byte
{
    /// <summary>No optional part.</summary>
    None = 0,

    /// <summary>FTEXT: the data is probably text.</summary>
    Text = 0x01,

    /// <summary>FHCRC: a checksum of the header ends it.</summary>
    HeaderChecksum = 0x02,

    /// <summary>FEXTRA: an extra field, up to 65535 bytes.</summary>
    Extra = 0x04,

    /// <summary>FNAME: the original file name, zero-terminated.</summary>
    Name = 0x08,

    /// <summary>FCOMMENT: a comment, zero-terminated.</summary>
    Comment = 0x10,

    /// <summary>Bits that must be zero.</summary>
    Reserved = 0xE0,
}
