namespace WarpDrive.Uacce;

/// <summary>Regions of a queue file; the value is the page index of its map offset (uacce.md §5.1).</summary>
public enum RegionType
{
    /// <summary>Doorbell window.</summary>
    Mmio = 0,
    /// <summary>Queue memory shared with the device: rings and status words.</summary>
    Dus = 1,
    /// <summary>Data memory reserved through the queue, for devices without SVA. The caller chooses the size.</summary>
    Ss = 2,
    /// <summary>Doorbell cells and notes of a software device (<see cref="CtlLayout"/>); absent on hardware.</summary>
    Ctl = 3,
}
