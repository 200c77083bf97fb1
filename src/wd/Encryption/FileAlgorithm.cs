namespace WarpDrive.Tool.Encryption;

/// <summary>Algorithms of encrypted files; the value is the byte in the header (docs/spec/encrypted-file.md §1).</summary>
internal enum FileAlgorithm : byte
{
    /// <summary>AES-128-GCM.</summary>
    Aes128Gcm = 1,
    /// <summary>AES-256-GCM.</summary>
    Aes256Gcm = 2,
    /// <summary>SM4-GCM.</summary>
    Sm4Gcm = 3,
}
