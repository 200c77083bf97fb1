namespace WarpDrive.Hisilicon.Sec;

/// <summary>Scene codes that are served (hisi-sec.md §5).</summary>
internal enum SecScene : byte
{
    /// <summary>Plain; what kernels write. The same as <see cref="IpSec"/>.</summary>
    Plain = 0,
    /// <summary>IPsec: cipher, AEAD of a block message, GMAC, every digest of generation 2.</summary>
    IpSec = 1,
    /// <summary>Stream: every other digest of generation 3, and GCM streams.</summary>
    Stream = 7,
}
