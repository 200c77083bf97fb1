namespace WarpDrive.Hisilicon.Sec;

/// <summary>The auth field (hisi-sec.md §3).</summary>
internal enum SecAuthAction : byte
{
    /// <summary>No authentication; CCM and GCM bring their own.</summary>
    None = 0,
    /// <summary>Calculate and write.</summary>
    Calculate = 1,
    /// <summary>Calculate and compare.</summary>
    Verify = 2,
}
