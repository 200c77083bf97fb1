using WarpDrive.Uacce.Aeads;

namespace WarpDrive;

/// <summary>Sizes and names of authenticated encryption.</summary>
internal static class AeadFacts
{
    /// <summary>Bytes of the buffer in which devices look for an IV.</summary>
    internal const int IvBuffer = 16;

    /// <summary>Bytes of the state between the parts of a message (hisi-sec.md §7.4).</summary>
    internal const int StateSize = 16;

    /// <summary>Bytes of the largest tag.</summary>
    internal const int MaxTag = 16;

    internal static bool IsCcm(AeadAlgorithm algorithm) => algorithm is AeadAlgorithm.AesCcm or AeadAlgorithm.Sm4Ccm;

    /// <summary>Name, as user drivers have it (hisi-sec.md §1).</summary>
    internal static string AlgorithmName(AeadAlgorithm algorithm) => algorithm switch
    {
        AeadAlgorithm.AesGcm => "gcm(aes)",
        AeadAlgorithm.AesCcm => "ccm(aes)",
        AeadAlgorithm.Sm4Gcm => "gcm(sm4)",
        AeadAlgorithm.Sm4Ccm => "ccm(sm4)",
        _ => throw new ArgumentOutOfRangeException(nameof(algorithm), algorithm, "Aead is GCM or CCM with AES or SM4"),
    };

    /// <summary>Throws unless the key has a size that the algorithm takes.</summary>
    internal static void CheckKey(AeadAlgorithm algorithm, int keyLength)
    {
        bool isAes = algorithm is AeadAlgorithm.AesGcm or AeadAlgorithm.AesCcm;
        if (isAes ? keyLength is not (16 or 24 or 32) : keyLength != 16)
        {
            throw new ArgumentException($"{algorithm} has no keys of {keyLength} bytes", nameof(keyLength));
        }
    }

    /// <summary>Throws unless nonce and tag have sizes that the algorithm takes (SP 800-38C §A.1, SP 800-38D §5.2.1.2).</summary>
    internal static void CheckSizes(AeadAlgorithm algorithm, int nonceLength, int tagLength)
    {
        bool isCcm = IsCcm(algorithm);
        if (isCcm ? nonceLength is < 7 or > 13 : nonceLength != 12)
        {
            throw new ArgumentException($"the nonce has {nonceLength} bytes; {(isCcm ? "CCM takes 7 to 13" : "GCM takes 12")}", nameof(nonceLength));
        }

        if (isCcm ? tagLength is < 4 or > 16 || tagLength % 2 != 0 : tagLength is < 12 or > 16)
        {
            throw new ArgumentException($"the tag has {tagLength} bytes; {(isCcm ? "CCM takes 4 to 16, even" : "GCM takes 12 to 16")}", nameof(tagLength));
        }
    }

    /// <summary>Writes the IV in the form that devices take: GCM the nonce alone; CCM L − 1, the nonce, zeros (hisi-sec.md §7.2).</summary>
    internal static void WriteIv(AeadAlgorithm algorithm, ReadOnlySpan<byte> nonce, Span<byte> iv)
    {
        iv.Clear();
        if (IsCcm(algorithm))
        {
            iv[0] = (byte)(15 - nonce.Length - 1);
            nonce.CopyTo(iv[1..]);
        }
        else
        {
            nonce.CopyTo(iv);
        }
    }
}
