namespace WarpDrive.Hisilicon.Sec;

/// <summary>Which engines a request of a wave needs.</summary>
internal enum SecPendingKind : byte
{
    /// <summary>A digest, HMAC, or part of one.</summary>
    Digest,
    /// <summary>A MAC made with a cipher.</summary>
    Mac,
    /// <summary>A cipher.</summary>
    Cipher,
    /// <summary>CCM, GCM, or part of a GCM stream.</summary>
    Aead,
    /// <summary>CBC, then HMAC over what came out.</summary>
    EncryptThenMac,
    /// <summary>HMAC, and CBC when it matches.</summary>
    VerifyThenDecrypt,
}
