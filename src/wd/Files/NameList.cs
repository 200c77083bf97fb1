using System.Text;
using WarpDrive.Tool.Output;

namespace WarpDrive.Tool.Files;

/// <summary>Names of files, separated by NUL as <c>find -print0</c> writes them: more than a command line holds.</summary>
internal static class NameList
{
    /// <summary>Reads a list.</summary>
    /// <param name="path">The file, or <c>-</c> for the standard input.</param>
    /// <exception cref="UserErrorException">It holds an empty name.</exception>
    internal static List<string> Read(string path)
    {
        ReadOnlySpan<byte> text = path == "-" ? ReadStandardInput() : File.ReadAllBytes(path);
        var names = new List<string>();
        while (!text.IsEmpty)
        {
            int end = text.IndexOf((byte)0);
            ReadOnlySpan<byte> name = end < 0 ? text : text[..end];
            if (name.IsEmpty)
            {
                throw new UserErrorException($"{path}: name {names.Count + 1} is empty");
            }

            names.Add(Encoding.UTF8.GetString(name));
            text = end < 0 ? [] : text[(end + 1)..];
        }

        return names;
    }

    private static byte[] ReadStandardInput()
    {
        using Stream stream = Console.OpenStandardInput();
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return memory.ToArray();
    }
}
