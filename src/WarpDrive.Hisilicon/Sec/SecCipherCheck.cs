using WarpDrive.Uacce.Ciphers;

namespace WarpDrive.Hisilicon.Sec;

/// <summary>Which cipher requests a queue takes at all (hisi-sec.md §6.1); the words are constants, because callers may ask often.</summary>
internal static class SecCipherCheck
{
    /// <summary>Words why a request is refused, or null.</summary>
    /// <param name="request">The request.</param>
    /// <param name="isBd2">The device is of generation 2.</param>
    internal static string? Refusal(in CipherRequest request, bool isBd2)
    {
        if ((uint)request.Algorithm > (uint)CipherAlgorithm.TripleDes || (uint)request.Mode > (uint)CipherMode.XtsGb)
        {
            return "the cipher or its mode is unknown";
        }

        if (request.Length is <= 0 or > SecLimits.MaxData)
        {
            return "one request takes 1 to 16776704 bytes: split longer data";
        }

        if (request.Key == 0)
        {
            return "the address of the key is null";
        }

        if (request.Iv == 0 && request.Mode != CipherMode.Ecb)
        {
            return "the address of the IV is null";
        }

        return (request.Algorithm >= CipherAlgorithm.Des ? DesRefusal(in request) : BlockRefusal(in request, isBd2)) ?? BufferRefusal(in request);
    }

    private static string? BlockRefusal(in CipherRequest request, bool isBd2)
    {
        bool isAes = request.Algorithm == CipherAlgorithm.Aes;
        switch (request.Mode)
        {
            case CipherMode.Ecb or CipherMode.Cbc:
                if (request.Length % SecLimits.BlockSize != 0)
                {
                    return "ECB and CBC take whole blocks of 16 bytes";
                }

                break;
            case CipherMode.Xts:
                return request.Length < SecLimits.BlockSize ? "XTS takes at least one block of 16 bytes" : XtsKeyRefusal(in request);
            case var _ when isBd2:
                return "this hardware generation (QM v2) has only ECB, CBC and XTS";
            case CipherMode.XtsGb:
                return isAes ? "the tweak of GB/T 17964 is for SM4 only"
                    : request.Length < SecLimits.BlockSize ? "XTS takes at least one block of 16 bytes" : XtsKeyRefusal(in request);
            case CipherMode.CbcCs1 or CipherMode.CbcCs2 or CipherMode.CbcCs3:
                if (request.Length < SecLimits.BlockSize + (isAes ? 1 : 0))
                {
                    return "ciphertext stealing needs at least one block of 16 bytes, and with AES one byte more";
                }

                break;
            default:
                break;
        }

        return (isAes ? request.KeyLength is 16 or 24 or 32 : request.KeyLength == 16) ? null : "an AES key has 16, 24 or 32 bytes, an SM4 key 16";
    }

    private static string? XtsKeyRefusal(in CipherRequest request) =>
        request.KeyLength == 32 || (request.KeyLength == 64 && request.Algorithm == CipherAlgorithm.Aes) ? null : "XTS has two keys in one: 32 or 64 bytes for AES, 32 for SM4";

    private static unsafe string? DesRefusal(in CipherRequest request)
    {
        if (request.Mode is not (CipherMode.Ecb or CipherMode.Cbc))
        {
            return "DES and 3DES have ECB and CBC only";
        }

        if (request.Length % SecLimits.DesBlockSize != 0)
        {
            return "DES and 3DES take whole blocks of 8 bytes";
        }

        if (request.Algorithm == CipherAlgorithm.TripleDes)
        {
            return request.KeyLength is 16 or 24 ? null : "a 3DES key has 16 or 24 bytes";
        }

        if (request.KeyLength != 8)
        {
            return "a DES key has 8 bytes";
        }

        return DesWeakKeys.Contains(new ReadOnlySpan<byte>((void*)request.Key, 8))
            ? "this DES key is weak or semi-weak: draw another"
            : null;
    }

    private static string? BufferRefusal(in CipherRequest request)
    {
        if ((request.SourceList is null && request.Source == 0) || (request.DestinationList is null && request.Destination == 0))
        {
            return "a buffer address is null";
        }

        if (request.SourceList is null && request.DestinationList is null)
        {
            ulong distance = request.Destination - request.Source;
            return distance != 0 && (distance < (ulong)request.Length || 0 - distance < (ulong)request.Length)
                ? "source and destination overlap without being the same"
                : null;
        }

        return (request.SourceList is null ? null : SecLists.Refusal(request.SourceList, request.Length))
            ?? (request.DestinationList is null ? null : SecLists.Refusal(request.DestinationList, request.Length));
    }
}
