namespace WarpDrive.Tool.Encryption;

/// <summary>How files are encrypted, as the command line says it.</summary>
/// <param name="Algorithm">What chunks are sealed with; of no meaning to decryption.</param>
/// <param name="Device">Only this device; null for any.</param>
/// <param name="Engine">Only this engine on software devices; null for the fastest.</param>
internal sealed record EncryptionSettings(FileAlgorithm Algorithm, string? Device, string? Engine);
