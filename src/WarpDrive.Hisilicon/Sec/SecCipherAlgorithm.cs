namespace WarpDrive.Hisilicon.Sec;

/// <summary>c_alg codes (hisi-sec.md §5).</summary>
internal enum SecCipherAlgorithm : byte
{
    /// <summary>DES.</summary>
    Des = 0,
    /// <summary>Triple DES.</summary>
    TripleDes = 1,
    /// <summary>AES.</summary>
    Aes = 2,
    /// <summary>SM4.</summary>
    Sm4 = 3,
}
