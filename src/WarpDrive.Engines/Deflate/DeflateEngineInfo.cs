namespace WarpDrive.Engines.Deflate;

/// <summary>What is known about an engine on this machine.</summary>
/// <param name="Kind">The engine.</param>
/// <param name="IsAvailable">Whether it can be used.</param>
/// <param name="Version">Its version, as far as it can be known; empty when absent.</param>
/// <param name="Path">The file it was loaded from; empty when it is part of this library, or absent.</param>
/// <param name="Reason">Why it cannot be used; empty when it can.</param>
/// <param name="MinLevel">The lowest of its own levels.</param>
/// <param name="MaxLevel">The highest of its own levels, below <paramref name="MinLevel"/> when it cannot encode.</param>
/// <param name="MinStreamLevel">The lowest of its own levels for stream encoders, above <paramref name="MaxLevel"/> when it has none.</param>
public sealed record DeflateEngineInfo(
    DeflateEngineKind Kind, bool IsAvailable, string Version, string Path, string Reason, int MinLevel, int MaxLevel, int MinStreamLevel)
{
    /// <summary>Whether it can make whole streams.</summary>
    public bool CanEncode => MinLevel <= MaxLevel;

    /// <summary>Whether it can make streams step by step.</summary>
    public bool CanStreamEncode => MinStreamLevel <= MaxLevel;

    /// <summary>Whether its encoders can be held to a window smaller than 32 KiB. libdeflate's cannot.</summary>
    public bool CanLimitWindow => CanEncode && Kind != DeflateEngineKind.LibDeflate;
}
