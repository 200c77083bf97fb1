using WarpDrive.Hisilicon.Qm;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Aeads;

namespace WarpDrive.Hisilicon.Sec;

/// <summary>Authenticated encryption (hisi-sec.md §7).</summary>
internal sealed unsafe class SecAeadQueue : SecQueue<AeadRequest>
{
    private readonly SecStreamEnd _streamEnd = new();
    private readonly SecAeadStep[] _steps;

    internal SecAeadQueue(QmQueuePair<SecSqe> pair, SecQueueSetup setup)
        : base(pair, setup, listsPerRequest: 2, SecAeadSlot.Size) =>
        _steps = new SecAeadStep[RingSlots];

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            _streamEnd.Dispose();
        }
    }

    /// <inheritdoc/>
    private protected override string? Check(ReadOnlySpan<AeadRequest> requests, ref SecBatchNeeds needs)
    {
        bool isBd2 = Setup.IsBd2;
        RequestFlags flags = RequestFlags.Leased;
        foreach (ref readonly AeadRequest request in requests)
        {
            if (SecAeadCheck.Refusal(in request, isBd2) is { } refusal)
            {
                return refusal;
            }

            flags &= request.Flags;
            if (IsScattered(in request))
            {
                needs.Lists += SecLists.Needed(request.SourceList) + SecLists.Needed(request.DestinationList);
            }

            needs.Private |= SecAeadCheck.IsCcm(request.Algorithm) || NeedsWords(in request) || (request.Part == StreamPart.Last && EndsOnDevice(in request));
        }

        needs.Leased = flags != 0;
        return null;
    }

    /// <inheritdoc/>
    private protected override void Encode(ReadOnlySpan<AeadRequest> requests, Span<SecSqe> descriptors, ulong first)
    {
        for (int i = 0; i < requests.Length; i++)
        {
            ref readonly AeadRequest request = ref requests[i];
            ulong number = first + (uint)i;
            ref SecSent sent = ref SentAt(number);
            sent.Tag = request.Tag;
            sent.Produced = request.PayloadLength;
            sent.Flags = SecSentFlags.None;
            SecAeadFields fields = default;
            switch (request.Part)
            {
                case StreamPart.Whole:
                    FillWhole(in request, ref fields, ref sent, number);
                    break;
                case StreamPart.First:
                    FillFirst(in request, ref fields, ref sent, number);
                    break;
                case StreamPart.Middle:
                    FillMiddle(in request, ref fields, ref sent, number);
                    break;
                default:
                    FillLast(in request, ref fields, ref sent, number);
                    break;
            }

            if (Setup.IsBd2)
            {
                fields.Write(ref descriptors[i].Bd2, number);
            }
            else
            {
                fields.Write(ref descriptors[i].Bd3, number);
            }
        }
    }

    /// <inheritdoc/>
    private protected override void Finish(ulong number, ref Completion completion) => _steps[IndexOf(number)].Complete(completion.Status);

    private void FillWhole(in AeadRequest request, ref SecAeadFields fields, ref SecSent sent, ulong number)
    {
        bool isCbc = SecAeadCheck.IsCbc(request.Algorithm);
        bool isCcm = SecAeadCheck.IsCcm(request.Algorithm);
        FillCipher(in request, ref fields);
        fields.Scene = SecScene.IpSec;
        fields.Mode = isCbc ? SecCipherMode.Cbc : isCcm ? SecCipherMode.Ccm : SecCipherMode.Gcm;
        fields.CipherLength = request.PayloadLength;
        fields.CipherOffset = request.AssociatedLength;
        fields.Mac = request.Mac;
        fields.CipherIv = request.Iv;
        if (isCbc)
        {
            fields.Auth = request.Decrypt ? SecAuthAction.Verify : SecAuthAction.Calculate;
            fields.AuthAlgorithm = SecDigestFacts.Of(request.Hash).HmacCode;
            fields.AuthLength = request.AssociatedLength + request.PayloadLength;
            fields.MacWords = (uint)request.MacLength / 4;
            fields.AuthKeyWords = (uint)(request.AuthKeyLength + 3) / 4;
            fields.AuthKey = request.AuthKeyLength != 0 ? request.AuthKey : request.Mac;   // no address 0, even for no bytes
            if (NeedsWords(in request))
            {
                fields.AuthKey = SecAeadSlot.PutKey(Private.Slot(number), request.AuthKey, request.AuthKeyLength);
                sent.Flags |= SecSentFlags.Private;
            }
        }
        else
        {
            fields.AuthLength = request.AssociatedLength;
            fields.TagBytes = (uint)request.MacLength;
            fields.AuthKey = request.Key;
            fields.AuthIvAddress = request.Iv;
            if (isCcm)
            {
                SecAeadSlot.PutCcm(
                    Private.Slot(number), request.Iv, request.MacLength, request.AssociatedLength, request.PayloadLength,
                    out fields.CipherIv, out fields.AuthIvAddress);
                sent.Flags |= SecSentFlags.Private;
            }
        }

        FillData(in request, ref fields, ref sent, number);
        if (request.Decrypt)
        {
            Then(SecAeadStep.Withhold(new SecBuffer(request.Destination, request.DestinationList), request.AssociatedLength, request.PayloadLength), ref sent, number);
        }
    }

    private void FillData(in AeadRequest request, ref SecAeadFields fields, ref SecSent sent, ulong number)
    {
        int length = request.AssociatedLength + request.PayloadLength;
        fields.IsScattered = IsScattered(in request);
        fields.IsPrefetch = Setup.Prefetches(!fields.IsScattered, length);
        ulong destination = request.Destination != 0 ? request.Destination : request.Mac;   // nothing is written there
        if (!fields.IsScattered)
        {
            fields.Source = request.Source;
            fields.Destination = destination;
            return;
        }

        ref SecChains chains = ref ChainsOf(number);
        chains.Source = Lists.Build(request.Source, request.SourceList, length);
        chains.Destination = Lists.Build(destination, request.DestinationList, length);
        fields.Source = chains.Source.Address;
        fields.Destination = chains.Destination.Address;
        sent.Flags |= SecSentFlags.Lists;
    }

    private void FillFirst(in AeadRequest request, ref SecAeadFields fields, ref SecSent sent, ulong number)
    {
        // The descriptor of generation 2 names no cipher; that of generation 3 names GCM, with code 0 for the algorithm.
        fields.Scene = SecScene.Stream;
        fields.DestinationUse = 1;
        fields.Auth = SecAuthAction.Calculate;
        fields.Mode = Setup.IsBd2 ? SecCipherMode.Ecb : SecCipherMode.Gcm;
        fields.AuthAlgorithm = request.Algorithm == AeadAlgorithm.AesGcm ? SecAuthAlgorithm.AesGmac : SecAuthAlgorithm.Sm4Gmac;
        fields.AuthKeyWords = (uint)request.KeyLength / 4;
        fields.MacWords = SecLimits.BlockSize / 4;
        fields.AuthLength = request.AssociatedLength;
        fields.CipherOffset = request.AssociatedLength;
        fields.Padding = 1;
        fields.AuthKey = request.Key;
        fields.IsMacSelected = true;
        fields.IsAuthFirst = request.Decrypt;
        fields.IsPrefetch = Setup.Prefetches(isFlat: true, request.AssociatedLength);
        fields.Source = request.Source;
        fields.Destination = request.Destination != 0 ? request.Destination : request.State;   // nothing is written there
        fields.Mac = request.State;
        sent.Produced = 0;
        Then(SecAeadStep.Count(request.Iv, isFirst: true, 0), ref sent, number);
    }

    private void FillMiddle(in AeadRequest request, ref SecAeadFields fields, ref SecSent sent, ulong number)
    {
        FillPayload(in request, ref fields);
        fields.Padding = 1;
        fields.AuthIvAddress = request.State;
        fields.Mac = request.State;
        Then(SecAeadStep.Count(request.Iv, isFirst: false, request.PayloadLength / SecLimits.BlockSize), ref sent, number);
    }

    private void FillLast(in AeadRequest request, ref SecAeadFields fields, ref SecSent sent, ulong number)
    {
        if (!EndsOnDevice(in request))
        {
            sent.Flags |= _streamEnd.Run(in request);
            fields.Scene = SecScene.Stream;
            fields.IsInvalid = true;
            return;
        }

        FillPayload(in request, ref fields);
        fields.AuthIvAddress = SecAeadSlot.PutStreamEnd(Private.Slot(number), request.Iv, request.State);
        sent.Flags |= SecSentFlags.Private;
        fields.TagBytes = (uint)request.MacLength;
        fields.TotalLength = (uint)request.AssociatedLength | (request.TotalPayload << 24);
        fields.Mac = request.Mac;
        if (request.Decrypt)
        {
            Then(SecAeadStep.Withhold(new SecBuffer(request.Destination, null), 0, request.PayloadLength), ref sent, number);
        }
    }

    private void FillPayload(in AeadRequest request, ref SecAeadFields fields)
    {
        FillCipher(in request, ref fields);
        fields.Scene = SecScene.Stream;
        fields.Mode = SecCipherMode.Gcm;
        fields.AuthKeyWords = (uint)request.KeyLength / 4;
        fields.AuthIv = SecAuthIv.FromAddress;
        fields.CipherLength = request.PayloadLength;
        fields.AuthKey = request.Key;
        fields.CipherIv = request.Iv;
        fields.IsMacSelected = true;
        fields.IsPrefetch = Setup.Prefetches(isFlat: true, request.PayloadLength);
        fields.Source = request.Source;
        fields.Destination = request.Destination;
    }

    private static void FillCipher(in AeadRequest request, ref SecAeadFields fields)
    {
        fields.DestinationUse = 1;
        fields.Cipher = request.Decrypt ? SecCipherAction.Decrypt : SecCipherAction.Encrypt;
        fields.IsAuthFirst = request.Decrypt;
        fields.CipherAlgorithm = SecAeadCheck.IsAes(request.Algorithm) ? SecCipherAlgorithm.Aes : SecCipherAlgorithm.Sm4;
        fields.KeyCode = SecKeyCode.For(fields.CipherAlgorithm, request.KeyLength);
        fields.CipherKey = request.Key;
    }

    private void Then(SecAeadStep step, ref SecSent sent, ulong number)
    {
        _steps[IndexOf(number)] = step;
        sent.Flags |= SecSentFlags.Finish;
    }

    private bool EndsOnDevice(in AeadRequest request) => Setup.EndsStreams && request.PayloadLength > 0;

    private static bool IsScattered(in AeadRequest request) => request.SourceList is not null || request.DestinationList is not null;

    private static bool NeedsWords(in AeadRequest request) => SecAeadCheck.IsCbc(request.Algorithm) && (request.AuthKeyLength & 3) != 0;
}
