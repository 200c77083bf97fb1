namespace WarpDrive.Daemon;

/// <summary>What a connection did, for the line that says it ended.</summary>
/// <param name="Opened">Queues opened.</param>
/// <param name="Requests">Requests that devices executed for it.</param>
/// <param name="Faults">Requests that failed by their addresses.</param>
/// <param name="Discarded">Rings and announcements that made no sense.</param>
/// <param name="Refused">Control requests refused.</param>
/// <param name="Malformed">Packets that were none.</param>
internal readonly record struct SessionCounts(long Opened, long Requests, long Faults, long Discarded, long Refused, long Malformed);
