namespace WarpDrive.Uacce.Core.Tests.Workers.Protocol.Channels;

/// <summary>How the protocol of channels is broken on purpose.</summary>
public enum ChannelFault
{
    /// <summary>It is not.</summary>
    None,
    /// <summary>L3 over a channel is left out: a worker lets it go without a second look at the summary.</summary>
    NoSecondLookAtSummary,
    /// <summary>L2 over a channel is left out: the summary may be looked at before the channel's attention is visible.</summary>
    NoFenceAfterAttention,
    /// <summary>C2 is a plain store: the channel's attention may be looked at before the summary is visible.</summary>
    NoFenceAfterSummary,
    /// <summary>C2 comes before C1.</summary>
    SummaryBeforeWord,
    /// <summary>T2 comes before T1.</summary>
    WordsBeforeSummary,
    /// <summary>C5 is left out.</summary>
    NoKick,
    /// <summary>L5 over a channel does not see that another worker claimed it in between.</summary>
    NoMarkOfClaims,
    /// <summary>A worker sleeps and keeps its channel.</summary>
    SleepsOverChannel,
}
