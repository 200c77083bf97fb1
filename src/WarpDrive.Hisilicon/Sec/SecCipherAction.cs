namespace WarpDrive.Hisilicon.Sec;

/// <summary>The cipher field (hisi-sec.md §3).</summary>
internal enum SecCipherAction : byte
{
    /// <summary>No cipher.</summary>
    None = 0,
    /// <summary>Encrypt.</summary>
    Encrypt = 1,
    /// <summary>Decrypt.</summary>
    Decrypt = 2,
    /// <summary>Copy; not served.</summary>
    Copy = 3,
}
