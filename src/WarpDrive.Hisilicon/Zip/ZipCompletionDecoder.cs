using System.Runtime.InteropServices;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Compression;

namespace WarpDrive.Hisilicon.Zip;

/// <summary>Turns completed descriptors into completions (hisi-qm-zip.md B7.2, B8, B11, B12). What the device wrote is checked before it is believed.</summary>
internal sealed class ZipCompletionDecoder(CompressionDirection direction)
{
    private readonly bool _compress = direction == CompressionDirection.Compress;

    /// <summary>Decodes.</summary>
    /// <param name="sqe">The completed descriptor.</param>
    /// <param name="pending">What was remembered when it was sent.</param>
    /// <param name="note">The slot's note, zero when there is none.</param>
    /// <param name="completion">The result.</param>
    internal void Decode(in ZipSqe sqe, in ZipPending pending, in SlotNote note, out CompressionCompletion completion)
    {
        completion = default;
        completion.Tag = pending.Tag;
        completion.LongLiteralSequence = -1;
        completion.TakenAt = note.TakenAt;
        completion.ServedNanoseconds = note.ServedNanoseconds;
        completion.BatchSize = note.BatchSize;
        completion.Engine = note.Engine;
        if (pending.IsLocal)
        {
            completion.Status = pending.Status;
            completion.Reason = (ushort)pending.Reason;
            completion.Consumed = pending.TakenByDriver;
            completion.Produced = pending.MadeByDriver;
            completion.Checksum = pending.Checksum;
            completion.UncompressedLength = pending.UncompressedLength;
            return;
        }

        completion.DeviceStatus = (byte)sqe.Status;
        completion.Reason = note.Reason;
        completion.FaultAddress = note.FaultAddress;
        completion.Checksum = sqe.Checksum;
        completion.UncompressedLength = sqe.UncompressedLength;
        completion.Status = StatusOf(sqe.Status);
        bool lz77 = pending.Format == CompressionFormat.Lz77Zstd;
        if (sqe.Consumed > (uint)pending.Offered || sqe.Produced > (uint)(lz77 ? pending.Space / 8 : pending.Space))
        {
            completion.Status = RequestStatus.DeviceError;   // it cannot have: nothing it says can be believed
            return;
        }

        if (lz77)
        {
            DecodeLz77(in sqe, in pending, ref completion);
        }
        else if (pending.Context == 0)
        {
            if (completion.Status == RequestStatus.Ok)
            {
                completion.Consumed = (int)sqe.Consumed + pending.TakenByDriver;
                completion.Produced = (int)sqe.Produced + pending.MadeByDriver;
            }
        }
        else
        {
            DecodeStream(in sqe, in pending, ref completion);
        }
    }

    private RequestStatus StatusOf(ZipStatus status) => status switch
    {
        ZipStatus.Done or ZipStatus.NegativeCompression or ZipStatus.StreamEnd => RequestStatus.Ok,
        ZipStatus.OutputTooSmall => RequestStatus.OutputTooSmall,
        ZipStatus.ChecksumMismatch => RequestStatus.ChecksumMismatch,
        ZipStatus.CorruptData => RequestStatus.BadData,
        ZipStatus.TruncatedInput => RequestStatus.Truncated,
        ZipStatus.BadAddress => RequestStatus.BadAddress,
        ZipStatus.MalformedDescriptor or ZipStatus.UnsupportedOperation => RequestStatus.BadRequest,
        ZipStatus.EngineFailure => RequestStatus.DeviceError,

        // Hardware has more numbers for bad data than any source tells (B11).
        _ => _compress ? RequestStatus.DeviceError : RequestStatus.BadData,
    };

    private void DecodeStream(in ZipSqe sqe, in ZipPending pending, ref CompressionCompletion completion)
    {
        var context = new ZipContextBuffer(pending.Context);
        completion.Status = ApplyStreamRules(in sqe, in pending, context, completion.Status);
        if (completion.Status is not (RequestStatus.Ok or RequestStatus.MoreOutput or RequestStatus.StreamEnd))
        {
            return;
        }

        context.Word(0) = sqe.CtxDw0;
        context.Word(1) = sqe.CtxDw1;
        context.Word(2) = sqe.CtxDw2;
        context.Flags |= ZipStreamFlags.DeviceBegun;
        completion.Consumed = (int)sqe.Consumed + pending.TakenByDriver;
        if (_compress && completion.Status == RequestStatus.Ok && pending.IsFinish && sqe.Consumed == (uint)pending.Offered)
        {
            completion.Status = RequestStatus.StreamEnd;
        }

        int produced = (int)sqe.Produced + pending.MadeByDriver;
        bool ended = completion.Status == RequestStatus.StreamEnd;
        if (!pending.IsSubstituted)
        {
            completion.Produced = produced;
            if (ended)
            {
                context.Flags |= ZipStreamFlags.Ended;
            }

            return;
        }

        context.SmallReadOffset = 0;
        context.SmallPending = produced;
        context.SmallEnd = ended;
        RequestStatus drained = ZipSmallOutput.Drain(context, pending.Destination, out completion.Produced);
        if (drained != RequestStatus.Ok)
        {
            completion.Status = drained;
        }
    }

    /// <summary>The four rules of B11, in their order.</summary>
    private RequestStatus ApplyStreamRules(in ZipSqe sqe, in ZipPending pending, ZipContextBuffer context, RequestStatus status)
    {
        uint state = ZipStreamState.State(sqe.CtxDw0);
        if (state == ZipStreamState.OutputPending)
        {
            status = RequestStatus.MoreOutput;
        }

        if (state == ZipStreamState.InBlock && sqe.Consumed == (uint)pending.Offered && ZipStreamState.IsFinal(sqe.CtxDw0)
            && ZipStreamState.Pending(sqe.CtxDw1) != 0)
        {
            status = RequestStatus.MoreOutput;
        }

        int cached = ZipStreamState.CachedBits(sqe.CtxDw0);
        int fill = ZipStreamState.Fill(sqe.CtxDw2);
        if (status == RequestStatus.Ok && cached != 0 && state == ZipStreamState.BetweenBlocks && !_compress
            && pending.Format == CompressionFormat.Deflate && fill <= ZipContextLayout.WindowSize)
        {
            int at = ZipContextLayout.ContextOffset + ZipContextLayout.CachedBits(fill);
            status = ZipCachedTail.Inspect(MemoryMarshal.Read<ulong>(context.Slice(at, sizeof(ulong))), cached) switch
            {
                ZipCachedTail.Verdict.Complete => RequestStatus.MoreOutput,
                ZipCachedTail.Verdict.Malformed => RequestStatus.BadData,
                _ => status,
            };
        }

        return sqe.LastBlock && sqe.Status == ZipStatus.StreamEnd ? RequestStatus.StreamEnd : status;
    }

    private static void DecodeLz77(in ZipSqe sqe, in ZipPending pending, ref CompressionCompletion completion)
    {
        if (completion.Status != RequestStatus.Ok)
        {
            return;
        }

        completion.Consumed = (int)sqe.Consumed;
        completion.SequenceCount = (int)sqe.Produced;
        completion.Produced = completion.SequenceCount * 8;
        completion.LiteralCount = (int)sqe.LiteralCount;
        completion.LongLiteralSequence = sqe.Checksum >> 24 != 0 ? (int)(sqe.Checksum & 0xFF_FFFF) : -1;
        if (pending.Context == 0)
        {
            return;
        }

        var context = new ZipContextBuffer(pending.Context);
        context.Word(0) = sqe.CtxDw0;
        context.Word(1) = sqe.CtxDw1;
        context.Word(2) = sqe.CtxDw2;
        context.Flags |= ZipStreamFlags.DeviceBegun;
        Span<byte> repeats = context.Slice(ZipContextLayout.ContextOffset + ZipContextLayout.Repeats, 3 * sizeof(uint));
        repeats.CopyTo(context.Slice(ZipContextLayout.LastRepeats, repeats.Length));
        repeats.CopyTo(context.Slice(ZipContextLayout.AcceptedRepeats, repeats.Length));
    }
}
