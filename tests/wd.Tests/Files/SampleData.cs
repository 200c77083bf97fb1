using System.Runtime.InteropServices;
using System.Text;

namespace WarpDrive.Tool.Tests.Files;

/// <summary>Inputs that differ in what matters to a compressor.</summary>
internal static class SampleData
{
    /// <summary>An assembly of the runtime, longer than the blocks that large inputs are cut into.</summary>
    internal static byte[] Assembly { get; } = File.ReadAllBytes(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "System.Private.CoreLib.dll"));

    /// <summary>Some lines of text.</summary>
    internal static byte[] Text { get; } = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 5000).Select(i => $"line {i}: the queue is {(i % 7 == 0 ? "full" : "empty")}\n")));

    /// <summary>Every kind, by name.</summary>
    internal static Dictionary<string, byte[]> All { get; } = new()
    {
        ["empty"] = [],
        ["one"] = [42],
        ["text"] = Text,
        ["zeros"] = new byte[3_000_000],
        ["random"] = Random(1_200_000),
        ["assembly"] = Assembly,
    };

    private static byte[] Random(int length)
    {
        byte[] bytes = new byte[length];
        new Random(7).NextBytes(bytes);
        return bytes;
    }
}
