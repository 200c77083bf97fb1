namespace WarpDrive.Engines.Deflate;

/// <summary>How far back the matches of an encoder reach, as a power of two. A decoder reads every window (RFC 1951 §2 allows 32 KiB at most).</summary>
public static class DeflateWindow
{
    /// <summary>The smallest window: 512 bytes.</summary>
    public const int MinBits = 9;

    /// <summary>The whole of deflate's window: 32 KiB.</summary>
    public const int MaxBits = 15;

    /// <summary>Different windows.</summary>
    internal const int Count = MaxBits - MinBits + 1;

    internal static void Require(int windowBits)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(windowBits, MinBits);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(windowBits, MaxBits);
    }
}
