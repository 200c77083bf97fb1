using WarpDrive.Hisilicon.Qm;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Ciphers;

namespace WarpDrive.Hisilicon.Sec;

/// <summary>Ciphers without authentication (hisi-sec.md §6.1).</summary>
internal sealed class SecCipherQueue : SecQueue<CipherRequest>
{
    private readonly SecSqe[] _templates;
    private SecIvStep[] _ivs = [];   // made by the first request that asks for the next IV

    internal SecCipherQueue(QmQueuePair<SecSqe> pair, SecQueueSetup setup)
        : base(pair, setup, listsPerRequest: 2, privateSlot: 0) =>
        _templates = SecCipherTemplates.Build(setup.IsBd2);

    /// <inheritdoc/>
    private protected override string? Check(ReadOnlySpan<CipherRequest> requests, ref SecBatchNeeds needs)
    {
        bool isBd2 = Setup.IsBd2;
        RequestFlags flags = RequestFlags.Leased;
        bool advances = false;
        foreach (ref readonly CipherRequest request in requests)
        {
            if (SecCipherCheck.Refusal(in request, isBd2) is { } refusal)
            {
                return refusal;
            }

            flags &= request.Flags;
            advances |= request.AdvanceIv;
            if (request.SourceList is not null || request.DestinationList is not null)
            {
                needs.Lists += SecLists.Needed(request.SourceList) + SecLists.Needed(request.DestinationList);
            }
        }

        if (advances && _ivs.Length == 0)
        {
            _ivs = new SecIvStep[RingSlots];
        }

        needs.Leased = flags != 0;
        return null;
    }

    /// <inheritdoc/>
    private protected override void Encode(ReadOnlySpan<CipherRequest> requests, Span<SecSqe> descriptors, ulong first)
    {
        bool isBd2 = Setup.IsBd2;
        for (int i = 0; i < requests.Length; i++)
        {
            ref readonly CipherRequest request = ref requests[i];
            ref SecSqe sqe = ref descriptors[i];
            sqe = _templates[SecCipherTemplates.Index(request.Algorithm, request.Mode, request.Decrypt)];
            SecChains chains = Record(in request, first + (uint)i, out bool isFlat);
            if (isBd2)
            {
                Encode(in request, ref sqe.Bd2, first + (uint)i, isFlat, in chains);
            }
            else
            {
                Encode(in request, ref sqe.Bd3, first + (uint)i, isFlat, in chains);
            }
        }
    }

    /// <inheritdoc/>
    private protected override void Finish(ulong number, ref Completion completion)
    {
        if (completion.Status == RequestStatus.Ok)
        {
            _ivs[IndexOf(number)].Complete();
        }
    }

    private SecChains Record(in CipherRequest request, ulong number, out bool isFlat)
    {
        ref SecSent sent = ref SentAt(number);
        sent.Tag = request.Tag;
        sent.Produced = request.Length;
        sent.Flags = SecSentFlags.None;
        if (SecIvStep.IsNeeded(in request))
        {
            _ivs[IndexOf(number)].Begin(in request);
            sent.Flags = SecSentFlags.Finish;
        }

        isFlat = request.SourceList is null && request.DestinationList is null;
        if (isFlat)
        {
            return default;
        }

        sent.Flags |= SecSentFlags.Lists;
        ref SecChains chains = ref ChainsOf(number);
        chains.Source = Lists.Build(request.Source, request.SourceList, request.Length);
        chains.Destination = Lists.Build(request.Destination, request.DestinationList, request.Length);
        return chains;
    }

    private void Encode<TFormat>(in CipherRequest request, ref SecBd<TFormat> bd, ulong number, bool isFlat, in SecChains chains)
        where TFormat : struct, ISecFormat
    {
        bd.Tag = number;
        bd.KeyCode = KeyCode(in request);
        bd.CipherLength = request.Length;
        bd.CipherKeyAddress = request.Key;
        bd.CipherIvAddress = request.Mode == CipherMode.Ecb ? 0 : request.Iv;
        if (Setup.Prefetches(isFlat, request.Length))
        {
            bd.IsPrefetch = true;
        }

        if (isFlat)
        {
            bd.SourceAddress = request.Source;
            bd.DestinationAddress = request.Destination;
        }
        else
        {
            bd.SourceType = SecAddressType.List;
            bd.DestinationType = SecAddressType.List;
            bd.SourceAddress = chains.Source.Address;
            bd.DestinationAddress = chains.Destination.Address;
        }
    }

    private static uint KeyCode(in CipherRequest request) => SecKeyCode.For(
        SecCipherTemplates.Code(request.Algorithm), request.Mode is CipherMode.Xts or CipherMode.XtsGb ? request.KeyLength / 2 : request.KeyLength);
}
