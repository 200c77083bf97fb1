namespace WarpDrive.Hisilicon.Sec;

/// <summary>What the driver remembers of every request while the device has it. Small: it is written once for each message of a batch.</summary>
internal struct SecSent
{
    /// <summary>The caller's mark.</summary>
    internal uint Tag;
    /// <summary>Bytes written when all goes well.</summary>
    internal int Produced;
    /// <summary>What is to be done when it is over.</summary>
    internal SecSentFlags Flags;
}
