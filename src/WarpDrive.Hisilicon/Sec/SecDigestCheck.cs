using WarpDrive.Uacce;
using WarpDrive.Uacce.Digests;

namespace WarpDrive.Hisilicon.Sec;

/// <summary>Which digest requests a queue takes at all (hisi-sec.md §6.2, §6.3); the words are constants, because callers may ask often.</summary>
internal static class SecDigestCheck
{
    /// <summary>Words why a request is refused, or null.</summary>
    /// <param name="request">The request.</param>
    /// <param name="isBd2">The device is of generation 2.</param>
    internal static string? Refusal(in DigestRequest request, bool isBd2)
    {
        if ((uint)request.Algorithm >= SecDigestFacts.Count)
        {
            return "the digest is unknown";
        }

        if ((uint)request.SourceLength > SecLimits.MaxData)
        {
            return "one request takes 0 to 16776704 bytes: send long messages in parts";
        }

        if (request.Digest == 0)
        {
            return "the address of the digest is null";
        }

        if (request.Source == 0 && request.SourceLength != 0 && request.SourceList is null)
        {
            return "the address of the message is null: only an empty one may have none";
        }

        ref readonly SecDigestFacts facts = ref SecDigestFacts.Of(request.Algorithm);
        if (facts.IsCipherMac)
        {
            return MacRefusal(in request, in facts, isBd2) ?? ListRefusal(in request);
        }

        if (request.IsHmac && HmacRefusal(in request, in facts) is { } key)
        {
            return key;
        }

        if (request.Part != StreamPart.Whole)
        {
            return PartRefusal(in request, in facts);
        }

        if (isBd2 && request.SourceLength == 0)
        {
            return "this hardware generation (QM v2) has no digest of an empty message: compute it without the device";
        }

        return LengthRefusal(in request, in facts) ?? ListRefusal(in request);
    }

    private static string? LengthRefusal(in DigestRequest request, in SecDigestFacts facts) =>
        request.DigestLength <= 0 || request.DigestLength > facts.DigestSize || request.DigestLength % 4 != 0
            ? "the result is 4 bytes or a multiple, up to the size of the digest"
            : null;

    private static string? ListRefusal(in DigestRequest request) =>
        request.SourceList is null ? null : SecLists.Refusal(request.SourceList, request.SourceLength);

    private static string? HmacRefusal(in DigestRequest request, in SecDigestFacts facts)
    {
        if (request.KeyLength < 0 || request.KeyLength > facts.BlockSize)
        {
            return "an HMAC key has at most one block of the digest (64 bytes; 128 from SHA-384 on): hash a longer one first";
        }

        return request.KeyLength > 0 && request.Key == 0 ? "the address of the key is null" : null;
    }

    private static string? MacRefusal(in DigestRequest request, in SecDigestFacts facts, bool isBd2)
    {
        if (isBd2)
        {
            return "this hardware generation (QM v2) has no MACs of block ciphers";
        }

        if (request.Part != StreamPart.Whole)
        {
            return "MACs of block ciphers take whole messages only";
        }

        if (request.Key == 0)
        {
            return "the address of the key is null";
        }

        if (request.Algorithm == DigestAlgorithm.AesGmac)
        {
            if (request.KeyLength is not (16 or 24 or 32))
            {
                return "a GMAC key has 16, 24 or 32 bytes";
            }

            if (request.Iv == 0)
            {
                return "GMAC needs the address of 16 bytes, of which the first 12 are the IV";
            }
        }
        else if (request.KeyLength != 16)
        {
            return "this MAC has keys of 16 bytes";
        }
        else if (request.SourceLength == 0)
        {
            return "the device does not take an empty message for this MAC";
        }

        return LengthRefusal(in request, in facts);
    }

    private static string? PartRefusal(in DigestRequest request, in SecDigestFacts facts)
    {
        if (request.SourceList is not null)
        {
            return "parts of a message are flat buffers: scattered messages go whole";
        }

        switch (request.Part)
        {
            case StreamPart.First or StreamPart.Middle:
                return request.SourceLength == 0 || request.SourceLength % facts.BlockSize != 0
                    ? "a part that is not the last is a multiple of the digest's block (64 bytes; 128 from SHA-384 on), and not empty"
                    : null;
            case StreamPart.Last:
                break;
            default:
                return "the part is unknown";
        }

        ulong before = request.TotalLength - (ulong)request.SourceLength;
        return request.TotalLength <= (ulong)request.SourceLength || before % facts.BlockSize != 0 || request.TotalLength > ulong.MaxValue / 8
            ? "the total is that of the earlier parts, which are whole blocks, and this one"
            : LengthRefusal(in request, in facts);
    }
}
