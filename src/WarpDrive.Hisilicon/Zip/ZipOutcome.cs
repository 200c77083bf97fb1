namespace WarpDrive.Hisilicon.Zip;

/// <summary>What the device remarks about an executed descriptor, beside what the descriptor itself says.</summary>
internal struct ZipOutcome
{
    /// <summary>Engine path, see <see cref="ZipEngineNames"/>; 0 none.</summary>
    internal ushort Engine;
    /// <summary>Detail of a failure.</summary>
    internal ZipReason Reason;
    /// <summary>First address that could not be used.</summary>
    internal ulong FaultAddress;
}
