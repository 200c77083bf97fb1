namespace WarpDrive.Hisilicon.Sec;

/// <summary>Names of engine paths: in receipts, and to force one when a queue is opened.</summary>
internal static class SecEngineNames
{
    /// <summary>All names that can be forced, for people.</summary>
    internal const string All = "portable, vector128, avx2, avx512, libcrypto, ipsec-mb, runtime";

    private const int SecondShift = 4;
    private static readonly string[] s_names = ["hardware", "portable", "vector128", "avx2", "avx512", "libcrypto", "ipsec-mb", "runtime", "driver"];
    private static readonly string?[] s_pairs = new string?[256];   // each word is built once

    /// <summary>Number of two paths that did one operation together.</summary>
    /// <param name="cipher">Path of the cipher.</param>
    /// <param name="digest">Path of the digest.</param>
    internal static ushort Pair(SecEngine cipher, SecEngine digest) => (ushort)((uint)cipher | ((uint)digest << SecondShift));

    /// <summary>Words for a number of a note, which is not trusted.</summary>
    /// <param name="number">The number.</param>
    internal static string Describe(ushort number)
    {
        if (number < s_names.Length)
        {
            return s_names[number];
        }

        int first = number & 0xF;
        int second = number >> SecondShift;
        return second < s_names.Length && first < s_names.Length ? s_pairs[number] ??= $"{s_names[first]}+{s_names[second]}" : "unknown";
    }

    /// <summary>The path of a name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="engine">The path.</param>
    /// <returns>False when it is none that can be forced.</returns>
    internal static bool TryParse(string name, out SecEngine engine)
    {
        int at = Array.IndexOf(s_names, name);
        engine = (SecEngine)at;
        return at > (int)SecEngine.Hardware && at < (int)SecEngine.Driver;
    }
}
