namespace WarpDrive.Hisilicon.Sec;

/// <summary>Where a descriptor format has its fields; what they mean says <see cref="SecBd{TFormat}"/>.</summary>
internal interface ISecFormat
{
    /// <summary>Value of the type field.</summary>
    static abstract uint TypeCode { get; }

    /// <summary>Offset of the number that is returned unchanged.</summary>
    static abstract int Tag { get; }

    /// <summary>That number has 64 bits, else 16.</summary>
    static abstract bool HasLongTag { get; }

    static abstract SecField Type { get; }
    static abstract SecField IsInvalid { get; }
    static abstract SecField Scene { get; }
    static abstract SecField IsAuthFirst { get; }
    static abstract SecField DestinationUse { get; }
    static abstract SecField SourceType { get; }
    static abstract SecField DestinationType { get; }
    static abstract SecField MacType { get; }
    static abstract SecField Cipher { get; }
    static abstract SecField Auth { get; }
    static abstract SecField TagBytes { get; }
    static abstract SecField Stealing { get; }
    static abstract SecField KeyCode { get; }
    static abstract SecField CipherMode { get; }
    static abstract SecField CipherAlgorithm { get; }
    static abstract SecField AuthIv { get; }
    static abstract SecField MacWords { get; }
    static abstract SecField AuthKeyWords { get; }
    static abstract SecField AuthAlgorithm { get; }
    static abstract SecField Selector { get; }
    static abstract SecField IsPrefetch { get; }
    static abstract SecField Padding { get; }
    static abstract SecField IsMacSelected { get; }
    static abstract SecField AuthOffset { get; }
    static abstract SecField CipherOffset { get; }
    static abstract SecField AuthLength { get; }
    static abstract SecField CipherLength { get; }

    // Offsets of 64-bit fields, some of which are only 4-byte aligned.
    static abstract int TotalLength { get; }
    static abstract int SourceAddress { get; }
    static abstract int DestinationAddress { get; }
    static abstract int MacAddress { get; }
    static abstract int AuthKeyAddress { get; }
    static abstract int AuthIvAddress { get; }
    static abstract int CipherKeyAddress { get; }
    static abstract int CipherIvAddress { get; }
}
