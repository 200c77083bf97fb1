using WarpDrive.Uacce.Compression;

namespace WarpDrive.Tool.Files;

/// <summary>How files are to be transformed, as the command line says it.</summary>
/// <param name="Format">The format; null on decompression to recognise it.</param>
/// <param name="Level">0 for fastest, 1 to 9 as zlib's.</param>
/// <param name="Threads">Blocks in work at the same time, at least 1; null for as many as the machine has use for.</param>
/// <param name="Device">Only this device; null for any.</param>
internal sealed record CodecSettings(CompressionFormat? Format, int Level, int? Threads, string? Device);
