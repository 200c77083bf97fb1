namespace WarpDrive.Hisilicon.Sec;

/// <summary>What is to be done when a request is over.</summary>
[Flags]
internal enum SecSentFlags : uint
{
    /// <summary>Nothing.</summary>
    None = 0,
    /// <summary>Scatter lists go back to the pool; the sender does it.</summary>
    Lists = 1 << 0,
    /// <summary>The slot of private memory is wiped.</summary>
    Private = 1 << 1,
    /// <summary>The queue's own last steps: advance an IV, wipe a destination.</summary>
    Finish = 1 << 2,
    /// <summary>The driver computed the result itself; the device was only told.</summary>
    Local = 1 << 3,
    /// <summary>With <see cref="Local"/>: the tag does not match.</summary>
    Mismatch = 1 << 4,
    /// <summary>With <see cref="Local"/>: the driver's engine failed.</summary>
    Failed = 1 << 5,
}
