namespace WarpDrive.Tool.Hashing;

/// <summary>What became of one file.</summary>
/// <param name="Name">Its name as given; <c>-</c> is the standard input.</param>
/// <param name="Digest">Its digest, or null.</param>
/// <param name="Error">Why there is none, for people; else null.</param>
internal readonly record struct FileDigest(string Name, byte[]? Digest, string? Error);
