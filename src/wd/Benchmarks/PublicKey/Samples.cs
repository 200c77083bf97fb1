namespace WarpDrive.Tool.Benchmarks.PublicKey;

/// <summary>What is signed.</summary>
internal static class Samples
{
    /// <summary>A digest: the same in every run.</summary>
    internal static byte[] Digest { get; } = [.. Enumerable.Range(1, 32).Select(value => (byte)(value * 7))];

    /// <summary>A signature with an error in its last byte.</summary>
    internal static byte[] Spoil(byte[] signature)
    {
        byte[] bad = [.. signature];
        bad[^1] ^= 1;
        return bad;
    }
}
