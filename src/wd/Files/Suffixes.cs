using WarpDrive.Tool.Output;
using WarpDrive.Uacce.Compression;

namespace WarpDrive.Tool.Files;

/// <summary>Names of outputs from names of inputs, in the way of gzip.</summary>
internal static class Suffixes
{
    private static readonly (string Suffix, string Replacement, CompressionFormat Format)[] s_known =
    [
        (".gz", "", CompressionFormat.Gzip),
        (".tgz", ".tar", CompressionFormat.Gzip),
        (".zz", "", CompressionFormat.Zlib),
        (".zlib", "", CompressionFormat.Zlib),
        (".deflate", "", CompressionFormat.Deflate),
    ];

    /// <summary>The suffix that compression adds.</summary>
    internal static string Of(CompressionFormat format) => format switch
    {
        CompressionFormat.Zlib => ".zz",
        CompressionFormat.Deflate => ".deflate",
        _ => ".gz",
    };

    /// <summary>Whether a name says that the file is compressed in one of the formats.</summary>
    internal static bool IsKnown(string name) => Find(name) is not null;

    /// <summary>The format that a name promises, or null.</summary>
    internal static CompressionFormat? FormatOf(string name) => Find(name)?.Format;

    /// <summary>The name of a decompressed file.</summary>
    /// <exception cref="UserErrorException">The name has none of the suffixes.</exception>
    internal static string Strip(string name) =>
        Find(name) is (string suffix, string replacement, _)
            ? string.Concat(name.AsSpan(0, name.Length - suffix.Length), replacement)
            : throw new UserErrorException("unknown suffix; name the output with -o or use -c");

    private static (string Suffix, string Replacement, CompressionFormat Format)? Find(string name)
    {
        string file = Path.GetFileName(name);
        foreach (var known in s_known)
        {
            if (file.Length > known.Suffix.Length && file.EndsWith(known.Suffix, StringComparison.OrdinalIgnoreCase))
            {
                return known;
            }
        }

        return null;
    }
}
