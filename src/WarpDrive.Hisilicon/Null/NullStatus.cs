namespace WarpDrive.Hisilicon.Null;

/// <summary>Status word of the null device.</summary>
public enum NullStatus : uint
{
    /// <summary>Never written by the device: what a submitter puts there.</summary>
    None = 0,
    /// <summary>Done.</summary>
    Done = 1,
    /// <summary>The device was told to fail this one (<see cref="NullDeviceOptions.FailEvery"/>).</summary>
    Failed = 2,
    /// <summary>Unknown operation.</summary>
    BadOpcode = 3,
}
