using System.Runtime.InteropServices;

namespace WarpDrive.Engines.Tests.Deflate;

/// <summary>Real and made bytes that every machine with the SDK has.</summary>
internal static class Corpus
{
    private const int Largest = 8 * 1024 * 1024 + 1;

    private static readonly Lazy<byte[]> s_assembly = new(() => Repeat(File.ReadAllBytes(typeof(object).Assembly.Location)));
    private static readonly Lazy<byte[]> s_xml = new(LoadXml);
    private static readonly Lazy<byte[]> s_random = new(() => MakeRandom(1));
    private static readonly Lazy<byte[]> s_text = new(MakeText);
    private static readonly byte[] s_zeros = new byte[Largest];

    internal static readonly string[] Names = ["assembly", "xml", "random", "zeros", "text"];

    internal static readonly int[] Sizes =
        [0, 1, 2, 31, 4095, 4096, 4097, 65535, 65536, 65537, 1 << 20, 8 * 1024 * 1024 - 1, 8 * 1024 * 1024, 8 * 1024 * 1024 + 1];

    internal static ReadOnlyMemory<byte> Take(string name, int length, int offset = 0) => All(name).AsMemory(offset, length);

    internal static byte[] All(string name) => name switch
    {
        "assembly" => s_assembly.Value,
        "xml" => s_xml.Value,
        "random" => s_random.Value,
        "zeros" => s_zeros,
        "text" => s_text.Value,
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "no such corpus"),
    };

    /// <summary>All names with all sizes; the sizes of many megabytes only for two of the names, to keep the suite quick.</summary>
    internal static IEnumerable<(string Name, int Size)> Pairs() =>
        from name in Names from size in Sizes where size <= 1 << 20 || name is "assembly" or "random" select (name, size);

    /// <summary>The documentation files of the reference pack, found from the runtime's own folder; the library's names when there is no SDK.</summary>
    private static byte[] LoadXml()
    {
        string root = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        string packs = Path.Combine(root, "packs");
        string[] files = Directory.Exists(packs)
            ? [.. Directory.EnumerateFiles(packs, "System.*.xml", SearchOption.AllDirectories).Order(StringComparer.Ordinal)]
            : [];
        using var joined = new MemoryStream();
        foreach (string file in files)
        {
            joined.Write(File.ReadAllBytes(file));
            if (joined.Length >= Largest)
            {
                break;
            }
        }

        if (joined.Length == 0)
        {
            foreach (Type type in typeof(object).Assembly.GetTypes())
            {
                joined.Write(System.Text.Encoding.UTF8.GetBytes($"    <member name=\"T:{type.FullName}\">\n"));
            }
        }

        return Repeat(joined.ToArray());
    }

    private static byte[] MakeRandom(int seed)
    {
        byte[] bytes = new byte[Largest];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    private static byte[] MakeText()
    {
        string[] words = ["queue", "device", "doorbell", "slot", "page", "fault", "the", "a", "of", "writes", "reads", "then", "\n"];
        var random = new Random(2);
        byte[] bytes = new byte[Largest];
        int position = 0;
        while (position < bytes.Length)
        {
            string word = words[random.Next(words.Length)];
            for (int i = 0; i <= word.Length && position < bytes.Length; i++)
            {
                bytes[position++] = i < word.Length ? (byte)word[i] : (byte)' ';
            }
        }

        return bytes;
    }

    private static byte[] Repeat(byte[] source)
    {
        if (source.Length >= Largest)
        {
            return source;
        }

        byte[] bytes = new byte[Largest];
        for (int position = 0; position < bytes.Length; position += source.Length)
        {
            source.AsSpan(0, Math.Min(source.Length, bytes.Length - position)).CopyTo(bytes.AsSpan(position));
        }

        return bytes;
    }
}
