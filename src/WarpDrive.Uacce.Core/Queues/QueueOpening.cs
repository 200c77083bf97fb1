namespace WarpDrive.Uacce.Core;

/// <summary>What an opener brings.</summary>
/// <param name="Source">Whose memory the requests name; null without SVA.</param>
/// <param name="Domain">Where memory reserved through the queue goes, without SVA.</param>
/// <param name="Driving">Who runs the steps.</param>
/// <param name="Place">Where a client in another process rings; null for this process.</param>
internal sealed record QueueOpening(AddressSpaceSource? Source, SharedDomain Domain, QueueDriving Driving, ChannelPlace? Place = null)
{
    /// <summary>Called once when the queue was released.</summary>
    internal Action? Released { get; init; }

    /// <summary>Called when the queue was isolated for malformed traffic.</summary>
    internal Action? Isolated { get; init; }
}
