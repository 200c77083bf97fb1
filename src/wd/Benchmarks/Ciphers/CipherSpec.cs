using WarpDrive.Engines.Ciphers;
using WarpDrive.Uacce.Ciphers;

namespace WarpDrive.Tool.Benchmarks.Ciphers;

/// <summary>A cipher, a mode and a size of key, by a name such as <c>aes-128-ctr</c>.</summary>
/// <param name="Algorithm">Cipher.</param>
/// <param name="Mode">Mode.</param>
/// <param name="KeyLength">Bytes of the key; of both keys for XTS.</param>
internal readonly record struct CipherSpec(CipherAlgorithm Algorithm, CipherMode Mode, int KeyLength)
{
    /// <summary>Names, for people.</summary>
    internal const string Names = "aes-128-MODE, aes-192-MODE, aes-256-MODE, sm4-MODE with ecb, cbc, ctr, xts, ofb or cfb; 3des-ecb, 3des-cbc";

    /// <summary>Bytes of a block.</summary>
    internal int BlockSize => Algorithm == CipherAlgorithm.TripleDes ? 8 : 16;

    /// <summary>Bytes of an IV.</summary>
    internal int IvLength => Mode == CipherMode.Ecb ? 0 : BlockSize;

    /// <summary>Whether only whole blocks can be encrypted.</summary>
    internal bool TakesWholeBlocks => Mode is CipherMode.Ecb or CipherMode.Cbc;

    /// <summary>The engine's name of the cipher.</summary>
    internal CipherKind Kind => Algorithm switch
    {
        CipherAlgorithm.Aes => CipherKind.Aes,
        CipherAlgorithm.Sm4 => CipherKind.Sm4,
        _ => CipherKind.TripleDes,
    };

    /// <summary>The engine's name of the mode.</summary>
    internal BlockMode BlockMode => Mode switch
    {
        CipherMode.Ecb => BlockMode.Ecb,
        CipherMode.Cbc => BlockMode.Cbc,
        CipherMode.Ctr => BlockMode.Ctr,
        CipherMode.Xts => BlockMode.Xts,
        CipherMode.Ofb => BlockMode.Ofb,
        _ => BlockMode.Cfb,
    };

    /// <summary>Bytes of one key, by which libcrypto names its ciphers.</summary>
    internal int OneKeyLength => Mode == CipherMode.Xts ? KeyLength / 2 : KeyLength;

    /// <summary>Reads a name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="spec">What it means.</param>
    internal static bool TryParse(string name, out CipherSpec spec)
    {
        spec = default;
        int dash = name.LastIndexOf('-');
        (CipherAlgorithm algorithm, int keyLength) = dash < 0 ? default : name[..dash] switch
        {
            "aes-128" => (CipherAlgorithm.Aes, 16),
            "aes-192" => (CipherAlgorithm.Aes, 24),
            "aes-256" => (CipherAlgorithm.Aes, 32),
            "sm4" => (CipherAlgorithm.Sm4, 16),
            "3des" => (CipherAlgorithm.TripleDes, 24),
            _ => default,
        };
        CipherMode? mode = name[(dash + 1)..] switch
        {
            "ecb" => CipherMode.Ecb,
            "cbc" => CipherMode.Cbc,
            "ctr" => CipherMode.Ctr,
            "xts" => CipherMode.Xts,
            "ofb" => CipherMode.Ofb,
            "cfb" => CipherMode.Cfb,
            _ => null,
        };
        if (keyLength == 0 || mode is not CipherMode known
            || (algorithm == CipherAlgorithm.TripleDes && known is not (CipherMode.Ecb or CipherMode.Cbc)) || (keyLength == 24 && known == CipherMode.Xts))
        {
            return false;
        }

        spec = new CipherSpec(algorithm, known, known == CipherMode.Xts ? 2 * keyLength : keyLength);
        return true;
    }
}
