namespace WarpDrive.Hisilicon.Sec;

/// <summary>c_mode codes (hisi-sec.md §5).</summary>
internal enum SecCipherMode : byte
{
    /// <summary>ECB.</summary>
    Ecb = 0,
    /// <summary>CBC.</summary>
    Cbc = 1,
    /// <summary>CFB.</summary>
    Cfb = 2,
    /// <summary>OFB.</summary>
    Ofb = 3,
    /// <summary>CTR.</summary>
    Ctr = 4,
    /// <summary>CCM.</summary>
    Ccm = 5,
    /// <summary>GCM.</summary>
    Gcm = 6,
    /// <summary>XTS.</summary>
    Xts = 7,
    /// <summary>CBC with ciphertext stealing; c_width tells the variant 1…3.</summary>
    CbcCs = 9,
}
