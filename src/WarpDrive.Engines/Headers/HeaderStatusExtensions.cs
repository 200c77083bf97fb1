namespace WarpDrive.Engines.Headers;

/// <summary>Questions about a <see cref="HeaderStatus"/>.</summary>
public static class HeaderStatusExtensions
{
    /// <summary>Whether the status is an error.</summary>
    /// <param name="status">The status in question.</param>
    public static bool IsError(this HeaderStatus status) => status >= HeaderStatus.BadMagic;

    /// <summary>The status in words, without a full stop.</summary>
    /// <param name="status">The status in question.</param>
    public static string Describe(this HeaderStatus status) => status switch
    {
        HeaderStatus.Ok => "complete",
        HeaderStatus.NeedsInput => "the header is incomplete",
        HeaderStatus.BadMagic => "not in the expected format",
        HeaderStatus.BadMethod => "unknown compression method",
        HeaderStatus.ReservedFlags => "reserved header flags are set",
        HeaderStatus.BadHeaderChecksum => "header checksum mismatch",
        HeaderStatus.BadWindowSize => "window larger than 32 KiB",
        _ => "preset dictionary not supported",
    };
}
