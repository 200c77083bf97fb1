using WarpDrive.Uacce;
using WarpDrive.Uacce.Aeads;
using WarpDrive.Uacce.Digests;

namespace WarpDrive.Hisilicon.Sec;

/// <summary>Which AEAD requests a queue takes at all (hisi-sec.md §7); the words are constants, because callers may ask often.</summary>
internal static class SecAeadCheck
{
    /// <summary>Words why a request is refused, or null.</summary>
    /// <param name="request">The request.</param>
    /// <param name="isBd2">The device is of generation 2.</param>
    internal static string? Refusal(in AeadRequest request, bool isBd2)
    {
        if ((uint)request.Algorithm > (uint)AeadAlgorithm.Sm4CbcHmac)
        {
            return "the algorithm is unknown";
        }

        if (request.Key == 0 || request.Iv == 0)
        {
            return "the address of the key or of the IV is null";
        }

        bool isAes = IsAes(request.Algorithm);
        if (!isAes && isBd2)
        {
            return "this hardware generation (QM v2) has AEAD with AES only";
        }

        if (isAes ? request.KeyLength is not (16 or 24 or 32) : request.KeyLength != 16)
        {
            return "an AES key has 16, 24 or 32 bytes, an SM4 key 16";
        }

        if ((uint)request.AssociatedLength > SecLimits.MaxAssociated)
        {
            return "associated data has at most 65535 bytes";
        }

        if (request.PayloadLength < 0 || request.PayloadLength > SecLimits.MaxData - request.AssociatedLength)
        {
            return "associated data and payload have at most 16776704 bytes together";
        }

        return request.Part == StreamPart.Whole ? WholeRefusal(in request, isBd2) : SecStreamCheck.Refusal(in request);
    }

    /// <summary>Words why GCM's tag cannot be had, or null.</summary>
    /// <param name="request">The request.</param>
    internal static string? GcmTagRefusal(in AeadRequest request) => request.MacLength is < 8 or > 16 ? "a GCM tag has 8 to 16 bytes" : null;

    /// <summary>Whether the cipher is AES, else SM4.</summary>
    /// <param name="algorithm">The algorithm.</param>
    internal static bool IsAes(AeadAlgorithm algorithm) => algorithm is AeadAlgorithm.AesGcm or AeadAlgorithm.AesCcm or AeadAlgorithm.AesCbcHmac;

    /// <summary>Whether an HMAC does the authentication.</summary>
    /// <param name="algorithm">The algorithm.</param>
    internal static bool IsCbc(AeadAlgorithm algorithm) => algorithm >= AeadAlgorithm.AesCbcHmac;

    /// <summary>Whether it is CCM.</summary>
    /// <param name="algorithm">The algorithm.</param>
    internal static bool IsCcm(AeadAlgorithm algorithm) => algorithm is AeadAlgorithm.AesCcm or AeadAlgorithm.Sm4Ccm;

    private static string? WholeRefusal(in AeadRequest request, bool isBd2)
    {
        if (request.Mac == 0)
        {
            return "the address of the tag is null";
        }

        if (request.AssociatedLength + request.PayloadLength == 0)
        {
            return "the device does not take a message without data: compute it without the device";
        }

        string? refusal = IsCbc(request.Algorithm) ? CbcRefusal(in request, isBd2)
            : isBd2 && request.PayloadLength == 0 ? "this hardware generation (QM v2) does not take an empty payload"
            : IsCcm(request.Algorithm) ? CcmRefusal(in request)
            : GcmTagRefusal(in request);
        return refusal ?? BufferRefusal(in request);
    }

    private static string? CbcRefusal(in AeadRequest request, bool isBd2)
    {
        bool hasDigest = request.Hash is DigestAlgorithm.Sha1 or DigestAlgorithm.Sha256 or DigestAlgorithm.Sha512
            || (request.Hash == DigestAlgorithm.Sm3 && !isBd2);
        if (!hasDigest)
        {
            return "CBC goes with HMAC of SHA-1, SHA-256 and SHA-512, from QM v3 on also of SM3";
        }

        ref readonly SecDigestFacts facts = ref SecDigestFacts.Of(request.Hash);
        if (request.AuthKeyLength < 0 || request.AuthKeyLength > facts.BlockSize)
        {
            return "an HMAC key has at most one block of the digest (64 bytes; 128 with SHA-512): hash a longer one first";
        }

        if (request.AuthKeyLength > 0 && request.AuthKey == 0)
        {
            return "the address of the HMAC key is null";
        }

        if (request.PayloadLength == 0 || request.PayloadLength % SecLimits.BlockSize != 0)
        {
            return "CBC takes whole blocks of 16 bytes, at least one";
        }

        return request.MacLength <= 0 || request.MacLength % 4 != 0 || request.MacLength > facts.DigestSize
            ? "an HMAC tag has 4 bytes or a multiple, up to the size of the digest"
            : null;
    }

    private static unsafe string? CcmRefusal(in AeadRequest request)
    {
        if (request.AssociatedLength > SecLimits.MaxCcmAssociated)
        {
            return "associated data of CCM has at most 65279 bytes";
        }

        if (request.MacLength is < 4 or > 16 || request.MacLength % 2 != 0)
        {
            return "a CCM tag has 4 to 16 bytes, an even number";
        }

        int lengthBytes = *(byte*)request.Iv + 1;
        if (lengthBytes is < 2 or > 8)
        {
            return "the first byte of the CCM block is the size of its length field less 1: 1 to 7";
        }

        return lengthBytes < 4 && request.PayloadLength >> (8 * lengthBytes) != 0 ? "the payload is longer than the length field of the CCM block can say" : null;
    }

    private static string? BufferRefusal(in AeadRequest request)
    {
        int length = request.AssociatedLength + request.PayloadLength;
        if ((request.SourceList is null && request.Source == 0)
            || (request.DestinationList is null && request.Destination == 0 && request.PayloadLength != 0))
        {
            return "a buffer address is null";
        }

        if (request.SourceList is null && request.DestinationList is null)
        {
            ulong distance = request.Destination - request.Source;
            return request.PayloadLength != 0 && distance != 0 && (distance < (ulong)length || 0 - distance < (ulong)length)
                ? "source and destination overlap without being the same"
                : null;
        }

        return (request.SourceList is null ? null : SecLists.Refusal(request.SourceList, length))
            ?? (request.DestinationList is null ? null : SecLists.Refusal(request.DestinationList, length));
    }
}
