namespace WarpDrive.Engines.Inflate;

/// <summary>Questions about an <see cref="InflateStatus"/>.</summary>
public static class InflateStatusExtensions
{
    /// <summary>Whether the status is an error.</summary>
    /// <param name="status">The status in question.</param>
    public static bool IsError(this InflateStatus status) => status >= InflateStatus.BadBlockType;

    /// <summary>The status in words, without a full stop.</summary>
    /// <param name="status">The status in question.</param>
    public static string Describe(this InflateStatus status) => status switch
    {
        InflateStatus.NeedsInput => "the compressed data is incomplete",
        InflateStatus.NeedsOutput => "the output is full and more is to come",
        InflateStatus.Finished => "complete",
        InflateStatus.BadBlockType => "invalid block type",
        InflateStatus.BadStoredLength => "invalid length of a stored block",
        InflateStatus.TooManyCodes => "too many length or distance codes",
        InflateStatus.BadCodeLengths => "invalid set of code lengths",
        InflateStatus.MissingEndOfBlock => "the block has no code for its end",
        InflateStatus.BadSymbol => "invalid literal or length code",
        InflateStatus.BadDistanceSymbol => "invalid distance code",
        InflateStatus.DistanceTooFar => "distance too far back",
        _ => "invalid decoder state",
    };
}
