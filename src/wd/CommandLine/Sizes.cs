using System.Globalization;

namespace WarpDrive.Tool.CommandLine;

/// <summary>Numbers of bytes as people write them: 4096, 4K, 1M.</summary>
internal static class Sizes
{
    /// <summary>Reads a list of sizes, separated by commas.</summary>
    /// <param name="text">The list.</param>
    /// <param name="least">Smallest size allowed.</param>
    /// <param name="most">Largest size allowed.</param>
    /// <param name="sizes">The sizes.</param>
    internal static bool TryParseList(string text, int least, int most, out int[] sizes)
    {
        string[] parts = text.Split(',', StringSplitOptions.TrimEntries);
        sizes = new int[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            if (!TryParse(parts[i], out long size) || size < least || size > most)
            {
                return false;
            }

            sizes[i] = (int)size;
        }

        return true;
    }

    /// <summary>A number of bytes for people, in steps of 1024 where it is even.</summary>
    internal static string Name(long bytes) =>
        bytes >= 1 << 20 && bytes % (1 << 20) == 0 ? $"{bytes >> 20} MiB" : bytes >= 1024 && bytes % 1024 == 0 ? $"{bytes >> 10} KiB" : $"{bytes} B";

    private static bool TryParse(string text, out long size)
    {
        int shift = text.Length == 0 ? 0 : char.ToUpperInvariant(text[^1]) switch { 'K' => 10, 'M' => 20, _ => 0 };
        ReadOnlySpan<char> digits = shift == 0 ? text : text.AsSpan(0, text.Length - 1);
        bool valid = int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int value);
        size = (long)value << shift;
        return valid;
    }
}
