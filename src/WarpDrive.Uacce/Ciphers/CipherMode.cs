namespace WarpDrive.Uacce.Ciphers;

/// <summary>Modes of operation without authentication (hisi-sec.md §6.1).</summary>
public enum CipherMode
{
    /// <summary>Electronic codebook (SP 800-38A).</summary>
    Ecb = 0,
    /// <summary>Cipher block chaining.</summary>
    Cbc,
    /// <summary>Counter, 128 bits, big-endian.</summary>
    Ctr,
    /// <summary>Tweakable, for sectors (IEEE 1619); the key has twice the size.</summary>
    Xts,
    /// <summary>Output feedback.</summary>
    Ofb,
    /// <summary>Cipher feedback of whole blocks.</summary>
    Cfb,
    /// <summary>CBC with ciphertext stealing, variant 1 (addendum to SP 800-38A).</summary>
    CbcCs1,
    /// <summary>Variant 2: the last blocks swap when the last is not whole.</summary>
    CbcCs2,
    /// <summary>Variant 3: the last blocks always swap.</summary>
    CbcCs3,
    /// <summary>XTS with the tweak of GB/T 17964; SM4 only.</summary>
    XtsGb,
}
