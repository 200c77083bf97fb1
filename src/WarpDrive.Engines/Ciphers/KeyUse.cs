namespace WarpDrive.Engines.Ciphers;

/// <summary>What a raw key is for; the same bytes for another use are another key.</summary>
internal enum KeyUse : byte
{
    /// <summary>The slot is free.</summary>
    None,

    /// <summary>AES.</summary>
    Aes,

    /// <summary>A data and a tweak key of AES.</summary>
    AesXts,

    /// <summary>SM4.</summary>
    Sm4,

    /// <summary>A data and a tweak key of SM4.</summary>
    Sm4Xts,

    /// <summary>DES or triple DES, made three keys.</summary>
    TripleDes,
}
