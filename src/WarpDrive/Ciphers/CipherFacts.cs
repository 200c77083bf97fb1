using WarpDrive.Uacce.Ciphers;

namespace WarpDrive;

/// <summary>Sizes and names of ciphers.</summary>
internal static class CipherFacts
{
    /// <summary>Bytes of a block, and of an IV.</summary>
    internal static int IvSize(CipherAlgorithm algorithm) => algorithm >= CipherAlgorithm.Des ? 8 : 16;

    /// <summary>Whether data of any length can be cut into requests that go on where the one before ended.</summary>
    internal static bool IsCuttable(CipherMode mode) => mode is CipherMode.Ecb or CipherMode.Cbc or CipherMode.Ctr or CipherMode.Ofb or CipherMode.Cfb;

    /// <summary>Name, as user drivers have it (hisi-sec.md §1).</summary>
    internal static string AlgorithmName(CipherAlgorithm algorithm, CipherMode mode)
    {
        string cipher = algorithm switch
        {
            CipherAlgorithm.Sm4 => "sm4",
            CipherAlgorithm.Aes => "aes",
            CipherAlgorithm.Des => "des",
            CipherAlgorithm.TripleDes => "des3_ede",
            _ => throw new ArgumentOutOfRangeException(nameof(algorithm), algorithm, "unknown cipher"),
        };
        string name = mode switch
        {
            CipherMode.Ecb => "ecb",
            CipherMode.Cbc => "cbc",
            CipherMode.Ctr => "ctr",
            CipherMode.Xts => "xts",
            CipherMode.XtsGb => "xts",   // the same class; the queue says whether it has the other tweak
            CipherMode.Ofb => "ofb",
            CipherMode.Cfb => "cfb",
            CipherMode.CbcCs1 => "cbc-cs1",
            CipherMode.CbcCs2 => "cbc-cs2",
            CipherMode.CbcCs3 => "cbc-cs3",
            _ => throw new ArgumentOutOfRangeException(nameof(mode), mode, "unknown mode"),
        };
        return $"{name}({cipher})";
    }

    /// <summary>Throws unless cipher and mode go together and the key has a size that they take.</summary>
    /// <exception cref="ArgumentException">They do not.</exception>
    internal static void Check(CipherAlgorithm algorithm, CipherMode mode, int keyLength)
    {
        bool isXts = mode is CipherMode.Xts or CipherMode.XtsGb;
        bool fits = algorithm switch
        {
            CipherAlgorithm.Aes => isXts ? keyLength is 32 or 64 : keyLength is 16 or 24 or 32,
            CipherAlgorithm.Sm4 => keyLength == (isXts ? 32 : 16),
            CipherAlgorithm.Des => keyLength == 8,
            CipherAlgorithm.TripleDes => keyLength is 16 or 24,
            _ => throw new ArgumentOutOfRangeException(nameof(algorithm), algorithm, "unknown cipher"),
        };
        if (algorithm >= CipherAlgorithm.Des && mode is not (CipherMode.Ecb or CipherMode.Cbc))
        {
            throw new ArgumentException($"{algorithm} has ECB and CBC only", nameof(mode));
        }

        if (mode == CipherMode.XtsGb && algorithm != CipherAlgorithm.Sm4)
        {
            throw new ArgumentException("the tweak of GB/T 17964 is for SM4 only", nameof(mode));
        }

        if (!fits)
        {
            throw new ArgumentException($"{algorithm} in mode {mode} has no keys of {keyLength} bytes", nameof(keyLength));
        }
    }
}
