namespace WarpDrive.Hisilicon.Hpre;

/// <summary>Remarks on a request that was executed.</summary>
internal struct HpreOutcome
{
    /// <summary>Number of the engine, see <see cref="HpreEngineNames"/>.</summary>
    internal ushort Engine;
    /// <summary>Why it failed.</summary>
    internal HpreReason Reason;
    /// <summary>First address that could not be used.</summary>
    internal ulong FaultAddress;
}
