using System.Runtime.InteropServices;
using WarpDrive.Tool.Output;

namespace WarpDrive.Tool.Benchmarks;

/// <summary>Real bytes that every machine with the runtime has: its own assemblies, one after the other.</summary>
internal static class BenchCorpus
{
    private const int Most = 32 * 1024 * 1024;

    /// <summary>The corpus cut into buffers of one size.</summary>
    /// <param name="size">Bytes of a buffer, at most 8 Mi.</param>
    /// <param name="most">Buffers at most.</param>
    /// <exception cref="UserErrorException">The assemblies hold not one such buffer.</exception>
    internal static byte[][] Cut(int size, int most)
    {
        string folder = RuntimeEnvironment.GetRuntimeDirectory();
        byte[] all = new byte[Most];
        int filled = 0;

        // The largest first: small assemblies are mostly headers and padding.
        foreach (FileInfo file in new DirectoryInfo(folder).EnumerateFiles("*.dll").OrderByDescending(file => file.Length).ThenBy(file => file.Name, StringComparer.Ordinal))
        {
            using FileStream stream = file.OpenRead();
            filled += stream.ReadAtLeast(all.AsSpan(filled), Math.Min(all.Length - filled, (int)file.Length), throwOnEndOfStream: false);
            if (filled == all.Length)
            {
                break;
            }
        }

        // Spread over the corpus, so that a few buffers already are a fair mixture.
        int count = Math.Min(filled / size, most);
        if (count == 0)
        {
            throw new UserErrorException($"the assemblies in {folder} have only {filled} bytes; use a smaller --size");
        }

        long step = (filled - size) / count;
        return [.. Enumerable.Range(0, count).Select(i => all.AsSpan((int)(i * step), size).ToArray())];
    }
}
