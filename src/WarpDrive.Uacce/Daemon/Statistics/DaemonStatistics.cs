using System.Text.Json;

namespace WarpDrive.Uacce.Daemon;

/// <summary>What a daemon tells about itself, its devices and who uses them (uacced.md §3.9): the document that <c>wd top</c> shows.</summary>
/// <remarks>
/// Counters go up from the start of the daemon, of the client or of the queue, and never down; rates come from two documents of the same
/// <see cref="DaemonSummary.Instance"/>. Each number is exact, together they are a moment apart.
/// </remarks>
public sealed record DaemonStatistics
{
    /// <summary>Version of the document that this code writes, and the highest that it reads. Fields may be added without another version.</summary>
    public const int CurrentVersion = 1;

    /// <summary>Version of the document.</summary>
    public int Version { get; init; } = CurrentVersion;

    /// <summary>The daemon.</summary>
    public required DaemonSummary Daemon { get; init; }

    /// <summary>Its devices, by their ids.</summary>
    public required IReadOnlyList<DeviceStatistics> Devices { get; init; }

    /// <summary>The users that have, or had, something of it; empty in a document about one's own queues.</summary>
    public required IReadOnlyList<UserStatistics> Users { get; init; }

    /// <summary>The client processes, in the order they came.</summary>
    public required IReadOnlyList<ClientStatistics> Clients { get; init; }

    /// <summary>The open queues, in the order of <see cref="Clients"/>, then devices and numbers.</summary>
    public required IReadOnlyList<QueueStatistics> Queues { get; init; }

    /// <summary>Reads a document.</summary>
    /// <param name="json">UTF-8.</param>
    /// <exception cref="FormatException">It is no such document, or one of a later version.</exception>
    public static DaemonStatistics Parse(ReadOnlySpan<byte> json)
    {
        DaemonStatistics? document;
        try
        {
            document = JsonSerializer.Deserialize(json, StatisticsContext.Default.DaemonStatistics);
        }
        catch (JsonException e)
        {
            throw new FormatException($"the daemon's statistics cannot be read: {e.Message}", e);
        }

        return document switch
        {
            null => throw new FormatException("the daemon's statistics are empty"),
            { Version: < 1 or > CurrentVersion } => throw new FormatException(
                $"the daemon's statistics have version {document.Version}, this program reads up to {CurrentVersion}: update the older of them"),
            _ => document,
        };
    }

    /// <summary>Writes the document, on one line.</summary>
    /// <returns>UTF-8.</returns>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, StatisticsContext.Default.DaemonStatistics);
}
