using System.Runtime.CompilerServices;
using WarpDrive.Hisilicon.Qm;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Digests;

namespace WarpDrive.Hisilicon.Sec;

/// <summary>Digests and MACs (hisi-sec.md §6.2, §6.3).</summary>
internal sealed unsafe class SecDigestQueue : SecQueue<DigestRequest>
{
    private const int PrivateSlot = SecLimits.MaxAuthKey;   // an HMAC key, extended to whole words

    private readonly SecSqe[] _templates;
    private bool _isAlike;   // the batch in hand, all of it: the sender's, from check to encoding

    internal SecDigestQueue(QmQueuePair<SecSqe> pair, SecQueueSetup setup)
        : base(pair, setup, listsPerRequest: 1, PrivateSlot) =>
        _templates = SecDigestTemplates.Build(setup.IsBd2);

    /// <inheritdoc/>
    private protected override string? Check(ReadOnlySpan<DigestRequest> requests, ref SecBatchNeeds needs)
    {
        bool isBd2 = Setup.IsBd2;
        _isAlike = AreAlike(requests);
        if (_isAlike)
        {
            needs.Leased = (requests[0].Flags & RequestFlags.Leased) != 0;
            return SecDigestCheck.Refusal(in requests[0], isBd2);   // what it says of the first is so of all
        }

        RequestFlags flags = RequestFlags.Leased;
        foreach (ref readonly DigestRequest request in requests)
        {
            if (SecDigestCheck.Refusal(in request, isBd2) is { } refusal)
            {
                return refusal;
            }

            flags &= request.Flags;
            if (request.SourceList is not null && request.SourceLength > 0)
            {
                needs.Lists += SecLists.Needed(request.SourceList);
            }

            needs.Private |= NeedsWords(in request);
        }

        needs.Leased = flags != 0;
        return null;
    }

    /// <inheritdoc/>
    private protected override void Encode(ReadOnlySpan<DigestRequest> requests, Span<SecSqe> descriptors, ulong first)
    {
        if (_isAlike)
        {
            EncodeAlike(requests, descriptors, first);
        }
        else if (Setup.IsBd2)
        {
            for (int i = 0; i < requests.Length; i++)
            {
                Encode(in requests[i], ref descriptors[i], ref descriptors[i].Bd2, first + (uint)i);
            }
        }
        else
        {
            for (int i = 0; i < requests.Length; i++)
            {
                Encode(in requests[i], ref descriptors[i], ref descriptors[i].Bd3, first + (uint)i);
            }
        }
    }

    /// <summary>Whether the requests are whole messages without key, in one piece, that differ in nothing but marks and addresses, none of which is null.</summary>
    private static bool AreAlike(ReadOnlySpan<DigestRequest> requests)
    {
        if (requests.Length < 2)
        {
            return false;
        }

        ref readonly DigestRequest first = ref requests[0];
        if (first.Part != StreamPart.Whole || first.IsHmac || first.Key != 0 || first.KeyLength != 0)
        {
            return false;
        }

        foreach (ref readonly DigestRequest request in requests)
        {
            if (request.Algorithm != first.Algorithm || request.SourceLength != first.SourceLength || request.DigestLength != first.DigestLength
                || request.Part != StreamPart.Whole || request.IsHmac || request.Key != 0 || request.KeyLength != 0 || request.Flags != first.Flags
                || request.SourceList is not null || request.Source == 0 || request.Digest == 0)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Encodes the first, and repeats it with other addresses.</summary>
    private void EncodeAlike(ReadOnlySpan<DigestRequest> requests, Span<SecSqe> descriptors, ulong first)
    {
        ref SecSqe sample = ref descriptors[0];
        bool isBd2 = Setup.IsBd2;
        if (isBd2)
        {
            Encode(in requests[0], ref sample, ref sample.Bd2, first);
        }
        else
        {
            Encode(in requests[0], ref sample, ref sample.Bd3, first);
        }

        SecSent record = SentAt(first);
        for (int i = 1; i < requests.Length; i++)
        {
            ref readonly DigestRequest request = ref requests[i];
            ref SecSqe sqe = ref descriptors[i];
            ulong number = first + (uint)i;
            record.Tag = request.Tag;
            SentAt(number) = record;
            sqe = sample;
            if (isBd2)
            {
                sqe.Bd2.Tag = number;
                sqe.Bd2.MacAddress = request.Digest;
                sqe.Bd2.SourceAddress = request.Source;
            }
            else
            {
                sqe.Bd3.Tag = number;
                sqe.Bd3.MacAddress = request.Digest;
                sqe.Bd3.SourceAddress = request.Source;
            }
        }
    }

    private void Encode<TFormat>(in DigestRequest request, ref SecSqe sqe, ref SecBd<TFormat> bd, ulong number)
        where TFormat : struct, ISecFormat
    {
        ref readonly SecDigestFacts facts = ref SecDigestFacts.Of(request.Algorithm);
        bool hasKey = request.IsHmac | facts.IsCipherMac;
        sqe = _templates[SecDigestTemplates.Index(request.Algorithm, hasKey, request.Part)];
        ref SecSent sent = ref Record(in request, in facts, number);
        bd.Tag = number;
        bd.AuthLength = request.SourceLength;
        bd.MacAddress = request.Digest;
        bd.SourceAddress = Source(in request, number, ref sent);
        bool isFlat = (sent.Flags & SecSentFlags.Lists) == 0;
        if (!isFlat)
        {
            bd.SourceType = SecAddressType.List;
        }

        if (Setup.Prefetches(isFlat, request.SourceLength))
        {
            bd.IsPrefetch = true;
        }

        if (hasKey)
        {
            bd.AuthKeyAddress = Key(in request, number, ref sent);
            bd.AuthKeyWords = (uint)(request.KeyLength + 3) / 4;
            if (request.Algorithm == DigestAlgorithm.AesGmac)
            {
                bd.AuthIvAddress = request.Iv;
            }
        }

        if (request.Part is StreamPart.Whole or StreamPart.Last)
        {
            bd.MacWords = (uint)request.DigestLength / 4;
        }

        if (request.Part is StreamPart.Middle or StreamPart.Last)
        {
            bd.AuthIvAddress = request.Digest;
            bd.TotalLength = request.Part == StreamPart.Last ? 8 * request.TotalLength : 0;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref SecSent Record(in DigestRequest request, in SecDigestFacts facts, ulong number)
    {
        ref SecSent sent = ref SentAt(number);
        sent.Tag = request.Tag;
        sent.Produced = request.Part is StreamPart.First or StreamPart.Middle ? facts.StateSize : request.DigestLength;
        sent.Flags = SecSentFlags.None;
        return ref sent;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong Source(in DigestRequest request, ulong number, ref SecSent sent)
    {
        if (request.SourceList is not null && request.SourceLength > 0)
        {
            return Scatter(in request, number, ref sent);
        }

        return request.Source != 0 ? request.Source : request.Digest;   // the device never sees address 0 (§6.2)
    }

    private ulong Scatter(in DigestRequest request, ulong number, ref SecSent sent)
    {
        ref SecChains chains = ref ChainsOf(number);
        chains.Source = Lists.Build(0, request.SourceList, request.SourceLength);
        sent.Flags |= SecSentFlags.Lists;
        return chains.Source.Address;
    }

    private ulong Key(in DigestRequest request, ulong number, ref SecSent sent)
    {
        if (!NeedsWords(in request))
        {
            return request.KeyLength != 0 ? request.Key : request.Digest;
        }

        byte* slot = Private.Slot(number);   // zeros already
        new ReadOnlySpan<byte>((void*)request.Key, request.KeyLength).CopyTo(new Span<byte>(slot, PrivateSlot));
        sent.Flags |= SecSentFlags.Private;
        return (ulong)slot;
    }

    private static bool NeedsWords(in DigestRequest request) => request.IsHmac & (request.KeyLength & 3) != 0;
}
