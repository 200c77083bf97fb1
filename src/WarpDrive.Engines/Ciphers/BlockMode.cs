namespace WarpDrive.Engines.Ciphers;

/// <summary>Modes of operation.</summary>
public enum BlockMode : byte
{
    /// <summary>Electronic codebook (SP 800-38A, 6.1): whole blocks, no IV.</summary>
    Ecb,

    /// <summary>Cipher block chaining (SP 800-38A, 6.2): whole blocks, IV of one block.</summary>
    Cbc,

    /// <summary>Cipher feedback of whole blocks, CFB128 (SP 800-38A, 6.3): any length, IV of one block.</summary>
    Cfb,

    /// <summary>Output feedback (SP 800-38A, 6.4): any length, IV of one block.</summary>
    Ofb,

    /// <summary>Counter (SP 800-38A, 6.5): any length; the IV is the first counter block, counted as one big-endian number of 128 bits.</summary>
    Ctr,

    /// <summary>XTS (IEEE 1619): 16 bytes or more, data key then tweak key, the IV is the tweak.</summary>
    Xts,

    /// <summary>XTS with the tweak multiplied in the bit-reflected field (GB/T 17964); for SM4.</summary>
    XtsGb,

    /// <summary>CBC with ciphertext stealing, CS1 of the addendum to SP 800-38A: 16 bytes or more.</summary>
    CbcCs1,

    /// <summary>CBC with ciphertext stealing, CS2: as CS1 for whole blocks, else as CS3.</summary>
    CbcCs2,

    /// <summary>CBC with ciphertext stealing, CS3: the last two blocks are always swapped.</summary>
    CbcCs3,
}
