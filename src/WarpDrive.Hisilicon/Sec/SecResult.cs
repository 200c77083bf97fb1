namespace WarpDrive.Hisilicon.Sec;

/// <summary>Values of the result word that a device writes (hisi-sec.md §5, §8).</summary>
internal static class SecResult
{
    /// <summary>icv: nothing to complain about.</summary>
    internal const uint IcvNone = 0;
    /// <summary>icv: the tag does not match.</summary>
    internal const uint IcvMismatch = 2;
    /// <summary>flag after a digest; this project's choice.</summary>
    internal const uint FlagDigest = 1;
    /// <summary>flag after a cipher.</summary>
    internal const uint FlagCipher = 2;
    /// <summary>flag after an AEAD.</summary>
    internal const uint FlagAead = 3;
    /// <summary>SVA fault code of generation 3: an address could not be used.</summary>
    internal const byte SvaFault = 1;

    /// <summary>The result word from its parts, done set.</summary>
    /// <param name="icv">icv.</param>
    /// <param name="flag">flag.</param>
    internal static ushort Pack(uint icv, uint flag) => (ushort)(1 | (icv << 1) | (flag << 7));
}
