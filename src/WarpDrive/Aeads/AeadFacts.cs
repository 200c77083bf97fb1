using WarpDrive.Uacce.Aeads;
using WarpDrive.Uacce.Digests;

namespace WarpDrive;

/// <summary>Sizes and names of authenticated encryption.</summary>
internal static class AeadFacts
{
    /// <summary>Bytes of the buffer in which devices look for an IV.</summary>
    internal const int IvBuffer = 16;

    /// <summary>Bytes of the state between the parts of a message (hisi-sec.md §7.4).</summary>
    internal const int StateSize = 16;

    /// <summary>Bytes of the largest tag of GCM and CCM.</summary>
    internal const int MaxTag = 16;

    /// <summary>Bytes of the smallest tag of an HMAC.</summary>
    private const int MinHmacTag = 12;

    /// <summary>Bytes of a block of AES and SM4.</summary>
    private const int CbcBlock = 16;

    internal static bool IsCcm(AeadAlgorithm algorithm) => algorithm is AeadAlgorithm.AesCcm or AeadAlgorithm.Sm4Ccm;

    /// <summary>Name, as user drivers have it (hisi-sec.md §1).</summary>
    internal static string AlgorithmName(AeadAlgorithm algorithm) => algorithm switch
    {
        AeadAlgorithm.AesGcm => "gcm(aes)",
        AeadAlgorithm.AesCcm => "ccm(aes)",
        AeadAlgorithm.Sm4Gcm => "gcm(sm4)",
        AeadAlgorithm.Sm4Ccm => "ccm(sm4)",
        _ => throw new ArgumentOutOfRangeException(nameof(algorithm), algorithm, "Aead is GCM or CCM with AES or SM4; CbcHmac is CBC with HMAC"),
    };

    /// <summary>Name of a combined mode, as user drivers have it (hisi-sec.md §1).</summary>
    internal static string CbcHmacName(AeadAlgorithm algorithm) => algorithm switch
    {
        AeadAlgorithm.AesCbcHmac => "authenc(generic,cbc(aes))",
        AeadAlgorithm.Sm4CbcHmac => "authenc(generic,cbc(sm4))",
        _ => throw new ArgumentOutOfRangeException(nameof(algorithm), algorithm, "CbcHmac is CBC with HMAC, with AES or SM4; Aead is GCM and CCM"),
    };

    /// <summary>Throws unless the key has a size that the algorithm takes.</summary>
    internal static void CheckKey(AeadAlgorithm algorithm, int keyLength)
    {
        bool isAes = algorithm is AeadAlgorithm.AesGcm or AeadAlgorithm.AesCcm or AeadAlgorithm.AesCbcHmac;
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

    /// <summary>Throws unless sizes are those that CBC with HMAC takes (hisi-sec.md §7.1).</summary>
    /// <remarks>Devices take tags from 4 bytes; HMAC wants at least 80 bits (RFC 2104 §5), and the next multiple of 4 bytes is 12.</remarks>
    internal static void CheckCbcSizes(DigestAlgorithm hash, int ivLength, int payloadLength, int tagLength)
    {
        if (ivLength != IvBuffer)
        {
            throw new ArgumentException($"the IV has {ivLength} bytes; CBC takes {IvBuffer}", nameof(ivLength));
        }

        if (payloadLength == 0 || payloadLength % CbcBlock != 0)
        {
            throw new ArgumentException($"CBC takes whole blocks of {CbcBlock} bytes, at least one; the data is not padded here", nameof(payloadLength));
        }

        if (tagLength < MinHmacTag || tagLength > hash.HashSize() || tagLength % 4 != 0)
        {
            throw new ArgumentException(
                $"the tag has {tagLength} bytes; HMAC of {hash} takes {MinHmacTag} to {hash.HashSize()}, a multiple of 4", nameof(tagLength));
        }
    }

    /// <summary>Writes the IV in the form that devices take: GCM the nonce alone, CBC the IV; CCM L − 1, the nonce, zeros (hisi-sec.md §7.2).</summary>
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
