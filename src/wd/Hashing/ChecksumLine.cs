using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace WarpDrive.Tool.Hashing;

/// <summary>One line of a list of checksums, as the coreutils write and read it.</summary>
/// <param name="Name">Name of the file.</param>
/// <param name="Digest">Its digest.</param>
internal readonly record struct ChecksumLine(string Name, byte[] Digest)
{
    /// <summary>Writes a line.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="tag">Name of the algorithm for the form of BSD, or null for the usual one.</param>
    /// <param name="zero">End it with NUL, and escape nothing.</param>
    internal void Write(TextWriter writer, string? tag, bool zero)
    {
        bool escapes = !zero && Name.AsSpan().ContainsAny('\\', '\n', '\r');
        string name = escapes ? Escape(Name) : Name;
        if (escapes)
        {
            writer.Write('\\');   // the whole line is marked: that is how readers know
        }

        if (tag is not null)
        {
            writer.Write(tag);
            writer.Write(" (");
            writer.Write(name);
            writer.Write(") = ");
        }

        Span<char> digits = stackalloc char[2 * Digest.Length];
        Convert.TryToHexStringLower(Digest, digits, out _);
        writer.Write(digits);
        if (tag is null)
        {
            writer.Write("  ");
            writer.Write(name);
        }

        writer.Write(zero ? '\0' : '\n');
    }

    /// <summary>Reads a line.</summary>
    /// <param name="text">The line without its end.</param>
    /// <param name="tag">Name of the algorithm in the form of BSD.</param>
    /// <param name="size">Bytes of a digest.</param>
    /// <param name="line">What it says.</param>
    /// <returns>False when it is no such line, or of another algorithm.</returns>
    internal static bool TryParse(string text, string tag, int size, [NotNullWhen(true)] out ChecksumLine? line)
    {
        line = null;
        ReadOnlySpan<char> rest = text.AsSpan().TrimStart(" \t");
        bool escaped = rest.StartsWith('\\');
        rest = escaped ? rest[1..] : rest;
        ReadOnlySpan<char> digits, name;
        if (rest.StartsWith(tag, StringComparison.Ordinal) && rest[tag.Length..].StartsWith(" (", StringComparison.Ordinal))
        {
            int end = rest.LastIndexOf(") = ", StringComparison.Ordinal);
            if (end < tag.Length + 2)
            {
                return false;
            }

            name = rest[(tag.Length + 2)..end];
            digits = rest[(end + 4)..].TrimEnd();
        }
        else
        {
            // Two spaces, or a space and a star for files read as binary; there is no difference here.
            if (rest.Length < (2 * size) + 3 || rest[2 * size] != ' ' || rest[(2 * size) + 1] is not (' ' or '*'))
            {
                return false;
            }

            digits = rest[..(2 * size)];
            name = rest[((2 * size) + 2)..];
        }

        byte[] digest = new byte[size];
        if (name.IsEmpty || digits.Length != 2 * size
            || Convert.FromHexString(digits, digest, out _, out int written) != System.Buffers.OperationStatus.Done || written != size)
        {
            return false;
        }

        if ((escaped ? Unescape(name) : name.ToString()) is not string plain)
        {
            return false;
        }

        line = new ChecksumLine(plain, digest);
        return true;
    }

    /// <summary>A name on one line, marked as the coreutils mark it when something in it was escaped.</summary>
    internal static string Printable(string name) => name.AsSpan().ContainsAny('\n', '\r') ? '\\' + Escape(name) : name;

    private static string Escape(string name) =>
        name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal).Replace("\r", "\\r", StringComparison.Ordinal);

    private static string? Unescape(ReadOnlySpan<char> name)
    {
        var text = new StringBuilder(name.Length);
        for (int i = 0; i < name.Length; i++)
        {
            if (name[i] != '\\')
            {
                text.Append(name[i]);
                continue;
            }

            char? plain = ++i < name.Length ? name[i] switch { '\\' => '\\', 'n' => '\n', 'r' => '\r', _ => null } : null;
            if (plain is null)
            {
                return null;
            }

            text.Append(plain);
        }

        return text.ToString();
    }
}
