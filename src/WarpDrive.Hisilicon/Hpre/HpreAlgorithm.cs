namespace WarpDrive.Hisilicon.Hpre;

/// <summary>Algorithm codes, bits 4–0 of the first word (hisi-hpre.md §3). 0x06…0x0C exist in hardware and are issued by no driver; not modelled.</summary>
internal enum HpreAlgorithm : byte
{
    /// <summary>RSA, modular power.</summary>
    RsaPower = 0x00,
    /// <summary>RSA with the primes.</summary>
    RsaCrt = 0x01,
    /// <summary>RSA key from primes, standard form.</summary>
    RsaKeyGen = 0x02,
    /// <summary>RSA key from primes, CRT form.</summary>
    RsaKeyGenCrt = 0x03,
    /// <summary>DH, base 2.</summary>
    DhBase2 = 0x04,
    /// <summary>DH.</summary>
    Dh = 0x05,
    /// <summary>Point multiplication.</summary>
    PointMultiply = 0x0D,
    /// <summary>ECDSA signature.</summary>
    EcdsaSign = 0x0E,
    /// <summary>ECDSA verification.</summary>
    EcdsaVerify = 0x0F,
    /// <summary>X25519 and X448.</summary>
    Montgomery = 0x10,
    /// <summary>SM2 key generation.</summary>
    Sm2KeyGen = 0x11,
    /// <summary>SM2 signature.</summary>
    Sm2Sign = 0x12,
    /// <summary>SM2 verification.</summary>
    Sm2Verify = 0x13,
    /// <summary>SM2 encryption.</summary>
    Sm2Encrypt = 0x14,
    /// <summary>SM2 decryption.</summary>
    Sm2Decrypt = 0x15,
}
