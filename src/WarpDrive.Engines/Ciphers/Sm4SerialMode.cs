namespace WarpDrive.Engines.Ciphers;

/// <summary>The operations in which a block waits for the one before it, so that only several messages can go side by side.</summary>
internal enum Sm4SerialMode : byte
{
    /// <summary>CBC encryption: the chain is the last block of ciphertext.</summary>
    CbcEncrypt,

    /// <summary>CFB128 encryption: the chain is the last block of ciphertext.</summary>
    CfbEncrypt,

    /// <summary>OFB, both ways: the chain is the last block of keystream.</summary>
    Ofb,

    /// <summary>CBC-MAC: the chain is the MAC, nothing else is written.</summary>
    CbcMac,
}
