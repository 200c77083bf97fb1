namespace WarpDrive.Uacce;

/// <summary>Values of the attention cell of the CTL region.</summary>
public static class AttentionState
{
    /// <summary>A worker is looking at the tail by itself; a ring need not say anything.</summary>
    public const uint Watched = 0;
    /// <summary>Nobody is looking: who rings exchanges this for <see cref="Watched"/> and puts the queue on the ready list.</summary>
    public const uint Announce = 1;
    /// <summary>The queue is driven by its owner's own waits (Inline); a ring need not say anything.</summary>
    public const uint Inline = 2;
}
