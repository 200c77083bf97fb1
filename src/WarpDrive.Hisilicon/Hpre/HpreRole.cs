namespace WarpDrive.Hisilicon.Hpre;

/// <summary>What a descriptor is to its request.</summary>
internal enum HpreRole : byte
{
    /// <summary>All of it.</summary>
    Whole,
    /// <summary>SM2 encryption in two descriptors: kG, the first.</summary>
    EncryptPoint,
    /// <summary>SM2 encryption in two descriptors: kQ, the last; the rest is done here.</summary>
    EncryptSecret,
    /// <summary>SM2 decryption by d·C1; the rest is done here.</summary>
    DecryptSecret,
}
