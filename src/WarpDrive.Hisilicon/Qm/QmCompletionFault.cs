namespace WarpDrive.Hisilicon.Qm;

/// <summary>Wrong completions that a device can be told to post, to test drivers.</summary>
internal enum QmCompletionFault : byte
{
    None = 0,
    /// <summary>A slot number that the ring does not have.</summary>
    BadSlot,
    /// <summary>The phase of the lap before: the driver sees nothing.</summary>
    BadPhase,
}
