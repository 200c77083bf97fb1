namespace WarpDrive.Hisilicon.Sec;

/// <summary>Error types that software devices report (hisi-sec.md §8). Those of hardware are not public: drivers tell only zero from not zero by them.</summary>
internal enum SecStatus : byte
{
    /// <summary>No error; a tag may still not match.</summary>
    None = 0x00,
    /// <summary>Unknown descriptor type or scene.</summary>
    BadType = 0x01,
    /// <summary>Unknown algorithm or mode, or one that the generation lacks.</summary>
    BadAlgorithm = 0x02,
    /// <summary>Wrong key length.</summary>
    BadKeyLength = 0x03,
    /// <summary>Wrong length of data.</summary>
    BadDataLength = 0x04,
    /// <summary>Wrong length of the MAC or tag.</summary>
    BadMacLength = 0x05,
    /// <summary>An address cannot be used; the slot's note names it.</summary>
    BadAddress = 0x06,
    /// <summary>A scatter list is malformed.</summary>
    BadList = 0x07,
    /// <summary>An address that the operation needs is 0.</summary>
    MissingAddress = 0x08,
    /// <summary>The engine itself failed; this project's choice.</summary>
    EngineFailure = 0x09,
}
