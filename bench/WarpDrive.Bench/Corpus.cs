namespace WarpDrive.Bench;

/// <summary>Real bytes that every machine with the runtime has: its own assemblies, one after the other.</summary>
internal static class Corpus
{
    private static readonly Lazy<byte[]> s_assemblies = new(() => Load(16 * 1024 * 1024));

    /// <summary>A part of the corpus.</summary>
    /// <param name="length">Bytes, at most 16 Mi.</param>
    internal static byte[] Take(int length) => s_assemblies.Value.AsSpan(0, length).ToArray();

    private static byte[] Load(int length)
    {
        byte[] bytes = new byte[length];
        int filled = 0;
        string folder = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        foreach (string file in Directory.EnumerateFiles(folder, "*.dll").Order(StringComparer.Ordinal))
        {
            byte[] content = File.ReadAllBytes(file);
            int count = Math.Min(content.Length, length - filled);
            content.AsSpan(0, count).CopyTo(bytes.AsSpan(filled));
            filled += count;
            if (filled == length)
            {
                return bytes;
            }
        }

        throw new InvalidOperationException($"the assemblies in {folder} have only {filled} bytes");
    }
}
