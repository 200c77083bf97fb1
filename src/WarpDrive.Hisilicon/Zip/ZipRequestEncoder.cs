using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using WarpDrive.Engines.Headers;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Compression;

namespace WarpDrive.Hisilicon.Zip;

/// <summary>Turns requests into descriptors (hisi-qm-zip.md B2–B9). The requests have passed <see cref="ZipRequestCheck"/>.</summary>
/// <remarks>
/// Every request takes one descriptor, also one whose result the driver knows itself (pending small output, an empty end, a part of a header): it then
/// sends a carrier, a tiny stateless request inside the context buffer, so that completions keep their order and waiters wake as for any other.
/// </remarks>
internal sealed class ZipRequestEncoder
{
    /// <summary>Hardware writes no outputs up to this size in streams (B8).</summary>
    internal const int SmallOutput = 200;

    private readonly bool _compress;
    private readonly uint _type;

    /// <summary>An encoder for a queue.</summary>
    internal ZipRequestEncoder(CompressionDirection direction, uint type)
    {
        _compress = direction == CompressionDirection.Compress;
        _type = type;
    }

    /// <summary>Fills a descriptor.</summary>
    /// <param name="request">The request.</param>
    /// <param name="lists">Where scatter lists come from.</param>
    /// <param name="sqe">The descriptor; zeroed here.</param>
    /// <param name="pending">What to remember.</param>
    /// <returns>False when the lists are used up for now.</returns>
    internal bool TryEncode(in CompressionRequest request, ZipLists lists, out ZipSqe sqe, out ZipPending pending)
    {
        sqe = default;
        pending = default;
        pending.Tag = request.Tag;
        pending.Format = request.Format;
        if (request.Format == CompressionFormat.Lz77Zstd)
        {
            return TryEncodeLz77(in request, lists, ref sqe, ref pending);
        }

        bool stateful = (request.Flags & CompressionRequestFlags.Stateful) != 0;
        var source = new ZipBuffer(request.Source, request.SourceLength, request.SourceList);
        var destination = new ZipBuffer(request.Destination, request.DestinationLength, request.DestinationList);
        pending.Destination = destination;
        ZipContextBuffer context = default;
        bool headerDone = (request.Flags & CompressionRequestFlags.Headerless) != 0 || request.Format == CompressionFormat.Deflate;
        if (stateful)
        {
            context = new ZipContextBuffer(request.StreamContext);
            pending.Context = request.StreamContext;
            if ((request.Flags & CompressionRequestFlags.First) != 0)
            {
                context.Begin();
            }

            if (TryAnswerFromRecord(in request, context, ref sqe, ref pending))
            {
                return true;
            }

            headerDone |= (context.Flags & ZipStreamFlags.HeaderDone) != 0;
        }

        if (_compress)
        {
            return TryEncodeCompress(in request, context, stateful, headerDone, lists, ref sqe, ref pending);
        }

        // The usual header needs no parser, whose state is some hundred bytes.
        int skip = 0;
        if (!headerDone
            && (stateful || !ZipHeaders.TrySkipPlain(request.Format, source.From(0), out skip))
            && !TrySkipHeader(in request, source, context, stateful, ref sqe, ref pending, out skip))
        {
            if (stateful)
            {
                return true;
            }

            skip = 0;   // the result is known; the device may make of the input what it can
        }

        return TryFill(in request, context, stateful, skip, lists, ref sqe, ref pending);
    }

    private bool TryEncodeCompress(
        in CompressionRequest request, ZipContextBuffer context, bool stateful, bool headerDone, ZipLists lists, ref ZipSqe sqe, ref ZipPending pending)
    {
        ReadOnlySpan<byte> header = headerDone ? [] : ZipHeaders.For(request.Format);
        bool last = (request.Flags & CompressionRequestFlags.Last) != 0;
        if (!stateful)
        {
            if (header.Length <= request.DestinationLength)
            {
                pending.MadeByDriver = pending.Destination.Write(header);
            }

            return TryFill(in request, context, stateful, 0, lists, ref sqe, ref pending);
        }

        if (last && request.SourceLength == 0)
        {
            Finish(in request, context, header, ref sqe, ref pending);
            return true;
        }

        pending.IsSubstituted = request.DestinationLength - header.Length <= SmallOutput;
        if (pending.IsSubstituted)
        {
            header.CopyTo(context.SmallData);
        }
        else
        {
            _ = pending.Destination.Write(header);
        }

        pending.MadeByDriver = header.Length;
        context.Flags |= ZipStreamFlags.HeaderDone;
        return TryFill(in request, context, stateful, 0, lists, ref sqe, ref pending);
    }

    /// <summary>Addresses, lengths, flags, state: all that the two directions have in common.</summary>
    private bool TryFill(
        in CompressionRequest request, ZipContextBuffer context, bool stateful, int skip, ZipLists lists, ref ZipSqe sqe, ref ZipPending pending)
    {
        int made = pending.MadeByDriver;
        int offered = request.SourceLength - skip;
        int space = request.DestinationLength - made;
        bool tooSmallForHeader = _compress && !stateful && made == 0 && space < ZipHeaders.For(request.Format).Length
            && (request.Flags & CompressionRequestFlags.Headerless) == 0;
        if (tooSmallForHeader)
        {
            space = 0;   // the device answers that it is too small
        }

        if (stateful)
        {
            pending.IsSubstituted |= !_compress && space <= SmallOutput;
            space = pending.IsSubstituted ? ZipContextLayout.SmallDataSize - made : space;
        }

        bool asLists = request.SourceList is not null || request.DestinationList is not null || (!stateful && space > ZipRequestCheck.MaxFlat);
        if (!asLists)
        {
            space = Math.Min(space, ZipRequestCheck.MaxFlat);
        }

        bool last = !stateful || (request.Flags & CompressionRequestFlags.Last) != 0;
        if (stateful && _compress && space < ((9L * offered) + 7) / 8)
        {
            offered = (int)(8L * space / 9) & ~3;   // B7.4: so much fits for sure
            last = false;
        }

        pending.Offered = offered;
        pending.Space = space;
        pending.TakenByDriver = skip;
        pending.IsFinish = last;
        bool fresh = !stateful || (context.Flags & ZipStreamFlags.DeviceBegun) == 0;
        sqe.InputLength = (uint)offered;
        sqe.OutputSpace = (uint)space;
        sqe.OperationWord = ZipSqe.PackOperation(Operation(request.Format), asLists, request.WindowCode);
        sqe.Control = ZipSqe.PackControl(_type, fresh, stateful, last, 0);
        sqe.Tag = request.Tag;
        if (stateful)
        {
            sqe.CtxDw0 = context.Word(0);
            sqe.CtxDw1 = context.Word(1);
            sqe.CtxDw2 = context.Word(2);
            sqe.StreamContext = context.AddressOf(ZipContextLayout.ContextOffset);
            sqe.Checksum = fresh ? 0 : request.Checksum;
            sqe.UncompressedLength = fresh ? 0 : request.UncompressedLength;
        }

        ulong destination = pending.IsSubstituted ? context.AddressOf(ZipContextLayout.SmallData) : request.Destination;
        if (!asLists)
        {
            sqe.Source = request.Source + (uint)skip;
            sqe.Destination = destination + (uint)made;
            return true;
        }

        ScatterSegment[]? destinationList = pending.IsSubstituted ? null : request.DestinationList;
        if (!lists.TryBuild(request.Source, request.SourceList, skip, offered, out pending.SourceChain, out int inputOffset))
        {
            return false;
        }

        if (!lists.TryBuild(destination, destinationList, made, space, out pending.DestinationChain, out int outputOffset))
        {
            lists.Return(ref pending.SourceChain);
            return false;
        }

        // An empty side gets the other's list: hardware wants a valid address even when it is to do nothing there (B4).
        sqe.Source = pending.SourceChain.Address != 0 ? pending.SourceChain.Address : pending.DestinationChain.Address;
        sqe.Destination = pending.DestinationChain.Address != 0 ? pending.DestinationChain.Address : pending.SourceChain.Address;
        sqe.Control = ZipSqe.PackControl(_type, fresh, stateful, last, inputOffset);
        sqe.OutputOffsetWord = (uint)outputOffset;
        return true;
    }

    /// <summary>Reads the header as far as the input goes. False: the result of the request is known already.</summary>
    private bool TrySkipHeader(
        in CompressionRequest request, ZipBuffer source, ZipContextBuffer context, bool stateful, ref ZipSqe sqe, ref ZipPending pending, out int skip)
    {
        ZipHeaderState local = default;
        ref ZipHeaderState state = ref local;
        if (stateful)
        {
            state = ref MemoryMarshal.AsRef<ZipHeaderState>(context.Slice(ZipContextLayout.HeaderState, ZipContextLayout.HeaderStateSize));
        }

        skip = 0;
        HeaderStatus status;
        do
        {
            status = ZipHeaders.Parse(request.Format, ref state, source.From(skip), out int consumed);
            skip += consumed;
        }
        while (status == HeaderStatus.NeedsInput && skip < source.Length);
        if (status.IsError())
        {
            Local(in request, context, stateful, RequestStatus.BadHeader, 0, 0, ref sqe, ref pending);
            pending.Reason = ZipReason.HeaderBase + (ushort)status;
            return false;
        }

        if (!stateful)
        {
            if (status == HeaderStatus.NeedsInput)
            {
                Local(in request, context, stateful, RequestStatus.Truncated, 0, 0, ref sqe, ref pending);
                pending.Reason = ZipReason.HeaderBase + (ushort)status;
            }

            return status == HeaderStatus.Ok;
        }

        if (status == HeaderStatus.Ok)
        {
            context.Flags |= ZipStreamFlags.HeaderDone;
            if (skip < source.Length)
            {
                return true;
            }
        }

        Local(in request, context, stateful, RequestStatus.Ok, skip, 0, ref sqe, ref pending);
        return false;
    }

    /// <summary>While small output waits, or after the end, the device has nothing to do.</summary>
    private bool TryAnswerFromRecord(in CompressionRequest request, ZipContextBuffer context, ref ZipSqe sqe, ref ZipPending pending)
    {
        int waiting = context.SmallPending;
        if (waiting == 0)
        {
            if ((context.Flags & ZipStreamFlags.Ended) == 0)
            {
                return false;
            }

            Local(in request, context, stateful: true, RequestStatus.StreamEnd, 0, 0, ref sqe, ref pending);
            return true;
        }

        RequestStatus status = ZipSmallOutput.Drain(context, pending.Destination, out int copied);
        Local(in request, context, stateful: true, status, 0, copied, ref sqe, ref pending);
        return true;
    }

    /// <summary>The end of a compressed stream without further input (B9), and the whole of an empty one.</summary>
    private void Finish(in CompressionRequest request, ZipContextBuffer context, ReadOnlySpan<byte> header, ref ZipSqe sqe, ref ZipPending pending)
    {
        ZipOperation operation = Operation(request.Format);
        bool begun = (context.Flags & ZipStreamFlags.DeviceBegun) != 0;
        ReadOnlySpan<byte> end = begun ? [0x01, 0x00, 0x00, 0xFF, 0xFF] : [0x03, 0x00];   // an empty final block: stored, behind data; fixed, alone
        uint checksum = begun ? ZipChecksum.FromRegister(operation, request.Checksum) : ZipChecksum.Initial(operation);
        uint length = begun ? request.UncompressedLength : 0;
        Span<byte> record = context.SmallData;
        header.CopyTo(record);
        end.CopyTo(record[header.Length..]);
        int size = header.Length + end.Length;
        size += ZipChecksum.WriteTrailer(operation, checksum, length, record[size..]);
        context.Flags |= ZipStreamFlags.HeaderDone;
        context.SmallReadOffset = 0;
        context.SmallPending = size;
        context.SmallEnd = true;
        RequestStatus status = ZipSmallOutput.Drain(context, pending.Destination, out int copied);
        Local(in request, context, stateful: true, status, 0, copied, ref sqe, ref pending);
        pending.Checksum = ZipChecksum.ToRegister(operation, checksum);
        pending.UncompressedLength = length;
    }

    /// <summary>Notes the result, and for streams sends a carrier.</summary>
    private void Local(
        in CompressionRequest request, ZipContextBuffer context, bool stateful, RequestStatus status, int consumed, int produced,
        ref ZipSqe sqe, ref ZipPending pending)
    {
        pending.IsLocal = true;
        pending.Status = status;
        pending.TakenByDriver = consumed;
        pending.MadeByDriver = produced;
        pending.Checksum = request.Checksum;
        pending.UncompressedLength = request.UncompressedLength;
        if (!stateful)
        {
            return;
        }

        const int Room = 32;
        ReadOnlySpan<byte> empty = [0x03, 0x00, 0x00, 0x00, 0x00, 0x01];   // body and trailer of an empty zlib stream; compressing it is as good
        Span<byte> carrier = context.Slice(ZipContextLayout.Carrier, Room);
        empty.CopyTo(carrier);
        sqe.InputLength = (uint)empty.Length;
        sqe.OutputSpace = 2 * Room;
        sqe.OperationWord = ZipSqe.PackOperation(ZipOperation.Zlib, lists: false, 0);
        sqe.Control = ZipSqe.PackControl(_type, newStream: true, stateful: false, finish: true, 0);
        sqe.Source = context.AddressOf(ZipContextLayout.Carrier);
        sqe.Destination = context.AddressOf(ZipContextLayout.Carrier + Room);
        sqe.Tag = request.Tag;
    }

    private bool TryEncodeLz77(in CompressionRequest request, ZipLists lists, ref ZipSqe sqe, ref ZipPending pending)
    {
        bool stateful = (request.Flags & CompressionRequestFlags.Stateful) != 0;
        bool last = !stateful || (request.Flags & CompressionRequestFlags.Last) != 0;
        bool fresh = true;
        if (stateful)
        {
            var context = new ZipContextBuffer(request.StreamContext);
            pending.Context = request.StreamContext;
            if ((request.Flags & CompressionRequestFlags.First) != 0)
            {
                context.Begin();
            }

            fresh = (context.Flags & ZipStreamFlags.DeviceBegun) == 0;
            context.Slice(ZipContextLayout.ContextOffset + ZipContextLayout.LiteralCarry, sizeof(uint)).Clear();   // B7.1
            sqe.CtxDw0 = context.Word(0);
            sqe.CtxDw1 = context.Word(1);
            sqe.CtxDw2 = context.Word(2);
            sqe.StreamContext = context.AddressOf(ZipContextLayout.ContextOffset);
        }

        bool asLists = request.SourceList is not null || request.DestinationList is not null;
        pending.Offered = request.SourceLength;
        pending.IsFinish = last;
        sqe.InputLength = (uint)request.SourceLength;
        sqe.OperationWord = ZipSqe.PackOperation(
            request.PriceMode ? ZipOperation.Lz77ZstdPrice : ZipOperation.Lz77Zstd, asLists, request.WindowCode);
        sqe.Control = ZipSqe.PackControl(_type, fresh, stateful, last, 0);
        sqe.Tag = request.Tag;
        if (asLists)
        {
            return TryListLz77(in request, lists, ref sqe, ref pending);
        }

        pending.Space = Math.Min(request.DestinationLength, ZipRequestCheck.MaxFlat);
        sqe.OutputSpace = (uint)pending.Space;
        sqe.Dw13 = (uint)request.LiteralsLength;
        sqe.Literals = request.Literals;
        sqe.Source = request.Source;
        sqe.Destination = request.Destination;
        return true;
    }

    /// <summary>The scattered form of B13: literals in the leading pieces of the destination, sequences from the next piece on, a list for each.</summary>
    private static bool TryListLz77(in CompressionRequest request, ZipLists lists, ref ZipSqe sqe, ref ZipPending pending)
    {
        ScatterSegment[]? pieces = request.DestinationList;
        int literals = request.LiteralsLength;
        if (pieces is not null)
        {
            _ = ZipRequestCheck.LiteralPieces(pieces, request.SourceLength, out literals);
        }

        int skip = pieces is null ? 0 : literals;
        pending.Space = request.DestinationLength - skip;
        if (!lists.TryBuild(request.Source, request.SourceList, 0, request.SourceLength, out pending.SourceChain, out int inputOffset)
            || !lists.TryBuild(request.Literals, pieces, 0, literals, out pending.LiteralChain, out _)
            || !lists.TryBuild(request.Destination, pieces, skip, pending.Space, out pending.DestinationChain, out int outputOffset))
        {
            lists.Return(ref pending.SourceChain);
            lists.Return(ref pending.LiteralChain);
            return false;
        }

        sqe.OutputSpace = (uint)pending.Space;
        sqe.Dw13 = (uint)literals;
        sqe.Literals = pending.LiteralChain.Address;
        sqe.Source = pending.SourceChain.Address != 0 ? pending.SourceChain.Address : pending.LiteralChain.Address;
        sqe.Destination = pending.DestinationChain.Address != 0 ? pending.DestinationChain.Address : pending.LiteralChain.Address;
        sqe.Control |= (uint)inputOffset;
        sqe.OutputOffsetWord = (uint)outputOffset;
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ZipOperation Operation(CompressionFormat format) => (ZipOperation)((int)format + 1);   // deflate, zlib, gzip: the same order
}
