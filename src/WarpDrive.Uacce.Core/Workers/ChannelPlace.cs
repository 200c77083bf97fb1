namespace WarpDrive.Uacce.Core;

/// <summary>Where a queue of a client in another process rings: a slot of the client's channel on the device.</summary>
internal sealed class ChannelPlace
{
    private int _given = 1;

    /// <summary>Takes over a slot.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="slot">What <see cref="ServedChannel.TakeSlot"/> gave.</param>
    internal ChannelPlace(ServedChannel channel, int slot)
    {
        Channel = channel;
        Slot = slot;
    }

    /// <summary>The client's channel on the device.</summary>
    internal ServedChannel Channel { get; }

    /// <summary>The queue's slot in it.</summary>
    internal int Slot { get; }

    /// <summary>The slot is free for another queue. Twice is harmless.</summary>
    internal void GiveBack()
    {
        if (Interlocked.Exchange(ref _given, 0) == 1)
        {
            Channel.GiveBack(Slot);
        }
    }
}
