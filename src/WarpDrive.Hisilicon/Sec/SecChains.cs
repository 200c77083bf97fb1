using WarpDrive.Hisilicon.Qm;

namespace WarpDrive.Hisilicon.Sec;

/// <summary>The scatter lists of one request.</summary>
internal struct SecChains
{
    /// <summary>Of the source.</summary>
    internal QmSglChain Source;
    /// <summary>Of the destination.</summary>
    internal QmSglChain Destination;
}
