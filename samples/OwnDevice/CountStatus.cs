namespace WarpDrive.Samples.OwnDevice;

/// <summary>Status word of the counting device.</summary>
public enum CountStatus : uint
{
    /// <summary>Not touched by the device.</summary>
    None = 0,
    /// <summary>Counted.</summary>
    Done = 1,
    /// <summary>Too long.</summary>
    BadLength = 2,
    /// <summary>The submitter has no such memory.</summary>
    BadAddress = 3,
}
