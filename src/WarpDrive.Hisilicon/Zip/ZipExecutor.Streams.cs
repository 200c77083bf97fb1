using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using WarpDrive.Engines.Deflate;
using WarpDrive.Engines.Inflate;
using WarpDrive.Uacce.Core;

namespace WarpDrive.Hisilicon.Zip;

/// <content>Stateful requests (hisi-qm-zip.md B7): everything a stream needs is in its context and the three words.</content>
internal sealed partial class ZipExecutor
{
    /// <summary>An empty sync flush is 5 bytes behind at most 7 bits; the rest is what a stream encoder may add on its own.</summary>
    private static readonly int s_fixedCost = (int)DeflateBound.MaxCompressedLength(0L);

    private ZipStatus CompressStream(ref ZipSqe sqe, ZipQueuePlan plan, ZipLeases leases, bool leased, ref ZipOutcome outcome)
    {
        ZipStatus status = OpenContext(in sqe, leases, leased, ref outcome, out Span<byte> context);
        if (status != ZipStatus.Done)
        {
            return status;
        }

        ZipOperation operation = sqe.Operation;
        bool fresh = sqe.IsNewStream;
        int fill = fresh ? 0 : ZipStreamState.Fill(sqe.CtxDw2);
        if (fill > ZipContextLayout.WindowSize)
        {
            return Malformed(ref outcome, ZipReason.BadStreamState);
        }

        // What is consumed must also be emitted: only the window outlives the request. So no more is taken than surely fits.
        int length = (int)_source.Remaining;
        int trailerLength = sqe.IsFinish ? ZipChecksum.TrailerLength(operation) : 0;
        long space = _destination.Remaining;
        DeflateFlush flush = sqe.IsFinish ? DeflateFlush.Finish : DeflateFlush.Sync;
        if (DeflateBound.MaxCompressedLength((long)length) + trailerLength > space)
        {
            int fitting = FittingInput(space - trailerLength);   // less than length, so that the driver sees that the end is not reached
            if (fitting == 0 && (length > 0 || sqe.IsFinish))
            {
                return ZipStatus.OutputTooSmall;
            }

            flush = length > 0 ? DeflateFlush.Sync : DeflateFlush.None;
            length = Math.Min(length, fitting);
            trailerLength = 0;
        }

        bool finish = flush == DeflateFlush.Finish;
        uint checksum = fresh ? ZipChecksum.Initial(operation) : ZipChecksum.FromRegister(operation, sqe.Checksum);
        uint total = fresh ? 0 : sqe.UncompressedLength;
        Span<byte> window = context.Slice(ZipContextLayout.Window, ZipContextLayout.WindowSize);
        ZipLiveSlot<DeflateStreamEncoder>? slot = null;
        int produced = 0;
        if (fresh && CanEncodePiece(plan, ZipWindow.Bits(sqe.WindowCode, length), length, out DeflatePieceEncoder? pieceEncoder))
        {
            status = EncodePiece(
                pieceEncoder, operation, length, finish, window, ref outcome, ref checksum, ref produced, ref fill);
        }
        else
        {
            DeflateChoice choice = plan.Engines.StreamEncoder(length);
            outcome.Engine = ZipEngineNames.Encoder(choice.Kind, choice.Level);
            slot = _engines.StreamEncoder(
                choice, ZipWindow.Bits(sqe.WindowCode), leases.Space, sqe.StreamContext, MemoryMarshal.Read<ulong>(context), fresh, out bool live);
            if (!live)
            {
                slot.Engine!.Reset(window[..fill]);
            }

            status = Encode(
                slot.Engine!, operation, length, flush, space - trailerLength, window,
                ref outcome, ref checksum, out produced, out fill, fill);
        }

        if (status != ZipStatus.Done)
        {
            return status == ZipStatus.OutputTooSmall ? ZipStatus.EngineFailure : status;
        }

        total += (uint)length;
        if (finish)
        {
            Span<byte> trailer = stackalloc byte[ZipChecksum.MaxTrailer];
            int size = ZipChecksum.WriteTrailer(operation, checksum, total, trailer);
            if (!_destination.TryWrite(trailer[..size]))
            {
                return Fault(ref outcome);
            }

            produced += size;
        }

        ulong sequence = ZipLiveSlot<DeflateStreamEncoder>.NextSequence();
        MemoryMarshal.Write(context, in sequence);
        if (!finish)
        {
            slot?.Keep(leases.Space, sqe.StreamContext, sequence);
        }

        if (!_destination.TryCommit() || !CommitContext(leases, ref outcome))
        {
            return Fault(ref outcome);
        }

        sqe.CtxDw0 = 0;
        sqe.CtxDw1 = 0;
        sqe.CtxDw2 = (uint)fill;
        _ = Done(ref sqe, length, produced, checksum, total, compress: true);
        return ZipStatus.Done;   // expansion is normal for the pieces of a stream: 0x0D is for whole streams
    }

    /// <summary>
    /// Whether the piece that begins a stream lies in one part of memory, with all the room it may take, its matches need no
    /// limit, and an engine that knows no streams is the fastest to keep the promise for it.
    /// </summary>
    private bool CanEncodePiece(ZipQueuePlan plan, int windowBits, int length, [NotNullWhen(true)] out DeflatePieceEncoder? encoder)
    {
        encoder = null;
        ReadOnlySpan<byte> source = _source.Current;
        Span<byte> destination = _destination.Current;
        if (length == 0 || source.Length < length || windowBits < DeflateWindow.MaxBits
            || destination.Length < DeflateBound.MaxCompressedLength((long)length) || source.Overlaps(destination))
        {
            return false;
        }

        DeflateChoice choice = plan.Engines.PieceEncoder(length);
        if (DeflateEngines.Describe(choice.Kind).CanStreamEncode)
        {
            return false;   // kept alive it serves the next request as well
        }

        encoder = _engines.PieceEncoder(choice);
        return true;
    }

    /// <summary>Encodes the piece that begins a stream. No engine stays alive for it: the next request finds its history in the window.</summary>
    private ZipStatus EncodePiece(
        DeflatePieceEncoder encoder, ZipOperation operation, int length, bool finish, Span<byte> window,
        ref ZipOutcome outcome, ref uint checksum, ref int produced, ref int fill)
    {
        outcome.Engine = ZipEngineNames.Encoder(encoder.Kind, encoder.Level);
        ReadOnlySpan<byte> source = Unchanging(_source.Current[..length], encoder.Kind);
        if (encoder.Encode(source, _destination.Current, finish, out produced) != EncodeStatus.Done)
        {
            return ZipStatus.EngineFailure;
        }

        checksum = ZipChecksum.Update(operation, source, checksum);
        ZipWindow.Append(window, ref fill, source);
        return _source.TryAdvance(length) && _destination.TryAdvance(produced) ? ZipStatus.Done : Fault(ref outcome);
    }

    private ZipStatus DecompressStream(ref ZipSqe sqe, ZipLeases leases, bool leased, ref ZipOutcome outcome)
    {
        ZipStatus status = OpenContext(in sqe, leases, leased, ref outcome, out Span<byte> context);
        if (status != ZipStatus.Done)
        {
            return status;
        }

        ZipOperation operation = sqe.Operation;
        bool fresh = sqe.IsNewStream;
        int fill = fresh ? 0 : ZipStreamState.Fill(sqe.CtxDw2);
        ushort phaseWord = fresh ? (ushort)0 : MemoryMarshal.Read<ushort>(context[ZipContextLayout.Phase..]);
        var phase = (ZipStreamPhase)(byte)phaseWord;
        int held = phaseWord >> 8;
        int trailerLength = ZipChecksum.TrailerLength(operation);
        if (fill > ZipContextLayout.WindowSize || phase > ZipStreamPhase.Ended || held > trailerLength)
        {
            outcome.Reason = ZipReason.BadStreamState;
            return ZipStatus.CorruptData;
        }

        uint checksum = fresh ? ZipChecksum.Initial(operation) : ZipChecksum.FromRegister(operation, sqe.Checksum);
        uint total = fresh ? 0 : sqe.UncompressedLength;
        outcome.Engine = ZipEngineNames.Decoder(DeflateEngineKind.Managed);
        ZipLiveSlot<Inflater> slot = _engines.StreamInflater(
            leases.Space, sqe.StreamContext, MemoryMarshal.Read<ulong>(context), fresh, out bool live);
        Inflater inflater = slot.Engine!;
        Span<byte> saved = context.Slice(ZipContextLayout.Decoder, Inflater.StateSize);
        if (fresh)
        {
            inflater.Reset();
        }
        else if (!live && !inflater.Load(saved))
        {
            outcome.Reason = ZipReason.BadStreamState;
            return ZipStatus.CorruptData;
        }

        int consumed = 0;
        int produced = 0;
        var end = InflateStatus.Finished;
        if (phase == ZipStreamPhase.Body)
        {
            Span<byte> window = context.Slice(ZipContextLayout.Window, ZipContextLayout.WindowSize);
            status = Decode(inflater, operation, window, ref fill, ref outcome, ref checksum, out end, out consumed, out produced);
            if (status != ZipStatus.Done)
            {
                return status;
            }

            total += (uint)produced;
            phase = end == InflateStatus.Finished ? ZipStreamPhase.Trailer : ZipStreamPhase.Body;
        }

        bool bad = false;
        if (phase == ZipStreamPhase.Trailer)
        {
            Span<byte> trailer = context.Slice(ZipContextLayout.Trailer, ZipChecksum.MaxTrailer);
            long before = _source.Remaining;
            if (!TryTakeTrailer(trailer, trailerLength, ref held))
            {
                return Fault(ref outcome);
            }

            consumed += (int)(before - _source.Remaining);
            if (held == trailerLength)
            {
                phase = ZipStreamPhase.Ended;
                bad = !ZipChecksum.TrailerMatches(operation, checksum, total, trailer);
            }
        }

        ulong sequence = ZipLiveSlot<Inflater>.NextSequence();
        MemoryMarshal.Write(context, in sequence);
        ushort newPhase = (ushort)((byte)phase | (held << 8));
        MemoryMarshal.Write(context[ZipContextLayout.Phase..], in newPhase);
        inflater.Save(saved);
        ulong cached = inflater.CachedValue;
        MemoryMarshal.Write(context[ZipContextLayout.CachedBits(fill)..], in cached);
        slot.Keep(leases.Space, sqe.StreamContext, sequence);
        if (!_destination.TryCommit() || !CommitContext(leases, ref outcome))
        {
            return Fault(ref outcome);
        }

        if (bad)
        {
            return ZipStatus.ChecksumMismatch;
        }

        StoreWords(ref sqe, inflater, end, fill);
        _ = Done(ref sqe, consumed, produced, checksum, total, compress: false);
        return phase == ZipStreamPhase.Ended ? ZipStatus.StreamEnd : ZipStatus.Done;
    }

    /// <summary>The words that tell the driver whether to ask again (B11): pending output is state 2 in a final block, where rule 2 sees it, else 1.</summary>
    private static void StoreWords(ref ZipSqe sqe, Inflater inflater, InflateStatus end, int fill)
    {
        int pending = 0;
        uint state = 0;
        if (end == InflateStatus.NeedsOutput)
        {
            pending = Math.Max(1, inflater.StoredRemaining + inflater.MatchRemaining);
            state = inflater.IsFinalBlock ? ZipStreamState.InBlock : ZipStreamState.OutputPending;
            if (!inflater.OutputPending)
            {
                state = ZipStreamState.InBlock;
            }
        }
        else if (end == InflateStatus.NeedsInput && inflater.Phase == InflatePhase.BetweenBlocks)
        {
            state = ZipStreamState.BetweenBlocks;
        }

        sqe.CtxDw0 = ZipStreamState.Pack(state, inflater.IsFinalBlock, inflater.CachedBits);
        sqe.CtxDw1 = (uint)pending;
        sqe.CtxDw2 = (uint)fill;
    }

    /// <summary>Encodes a number of source bytes into at most so much space.</summary>
    private ZipStatus Encode(
        DeflateStreamEncoder encoder, ZipOperation operation, int length, DeflateFlush flush, long space, Span<byte> window,
        ref ZipOutcome outcome, ref uint checksum, out int produced, out int newFill, int fill = 0)
    {
        produced = 0;
        newFill = fill;
        while (true)
        {
            ReadOnlySpan<byte> source = _source.Current;
            source = source[..Math.Min(source.Length, length)];
            Span<byte> destination = _destination.Current;
            destination = destination[..(int)Math.Min(destination.Length, space)];
            StreamEncodeStatus status = encoder.Write(
                source, destination, source.Length == length ? flush : DeflateFlush.None, out int taken, out int made);
            if (status == StreamEncodeStatus.Failed)
            {
                return ZipStatus.EngineFailure;
            }

            checksum = ZipChecksum.Update(operation, source[..taken], checksum);
            if (!window.IsEmpty)
            {
                ZipWindow.Append(window, ref newFill, source[..taken]);
            }

            length -= taken;
            space -= made;
            produced += made;
            if (!_source.TryAdvance(taken) || !_destination.TryAdvance(made))
            {
                return Fault(ref outcome);
            }

            if (status == StreamEncodeStatus.Done && length == 0)
            {
                return ZipStatus.Done;
            }

            if (status == StreamEncodeStatus.NeedsOutput && (space == 0 || (taken | made) == 0))
            {
                return ZipStatus.OutputTooSmall;
            }
        }
    }

    /// <summary>Decodes until the body ends, the source is used up, or the destination is full; keeps the window.</summary>
    private ZipStatus Decode(
        Inflater inflater, ZipOperation operation, Span<byte> window, ref int fill, ref ZipOutcome outcome, ref uint checksum,
        out InflateStatus end, out int consumed, out int produced)
    {
        consumed = 0;
        produced = 0;
        int unfolded = 0;   // bytes at the front of the piece that are not in the window yet
        Span<byte> piece = _destination.Current;
        while (true)
        {
            ReadOnlySpan<byte> history = window[..fill];
            if (unfolded >= ZipContextLayout.WindowSize)
            {
                history = piece.Slice(unfolded - ZipContextLayout.WindowSize, ZipContextLayout.WindowSize);
            }
            else if (unfolded > 0)
            {
                ZipWindow.Append(window, ref fill, piece[..unfolded]);
                piece = piece[unfolded..];
                unfolded = 0;
                history = window[..fill];
            }

            end = inflater.Inflate(history, _source.Current, piece[unfolded..], out int taken, out int made);
            if (end.IsError())
            {
                outcome.Reason = ZipReason.InflateBase + (ushort)end;
                return ZipStatus.CorruptData;
            }

            checksum = ZipChecksum.Update(operation, piece.Slice(unfolded, made), checksum);
            consumed += taken;
            produced += made;
            unfolded += made;
            bool full = unfolded == piece.Length;
            if (full || end == InflateStatus.Finished || _source.Remaining == taken)
            {
                ZipWindow.Append(window, ref fill, piece[..unfolded]);
                piece = piece[unfolded..];
                unfolded = 0;
            }

            if (!_source.TryAdvance(taken) || !_destination.TryAdvance(made))
            {
                return Fault(ref outcome);
            }

            if (full)
            {
                piece = _destination.Current;
            }

            if (end == InflateStatus.Finished
                || (end == InflateStatus.NeedsInput && _source.Remaining == 0)
                || (end == InflateStatus.NeedsOutput && _destination.Remaining == 0))
            {
                return ZipStatus.Done;
            }
        }
    }

    private static ZipStatus OpenContext(scoped in ZipSqe sqe, ZipLeases leases, bool leased, scoped ref ZipOutcome outcome, out Span<byte> context)
    {
        context = default;
        if (sqe.StreamContext == 0)
        {
            return Malformed(ref outcome, ZipReason.NoStreamContext);
        }

        var range = new MemoryRange(sqe.StreamContext, ZipContextLayout.DeviceSize, MemoryAccess.ReadWrite);
        if (!leases.Space.TryAcquire(new ReadOnlySpan<MemoryRange>(in range), leased, leases.Context, out outcome.FaultAddress))
        {
            return ZipStatus.BadAddress;
        }

        context = leases.Context.Memory(0);
        if (context.Length < ZipContextLayout.DeviceSize)
        {
            outcome.Reason = ZipReason.ContextNotContiguous;
            return ZipStatus.EngineFailure;
        }

        return ZipStatus.Done;
    }

    private static bool CommitContext(ZipLeases leases, ref ZipOutcome outcome) =>
        leases.Context.TryCommit(0, ZipContextLayout.DeviceSize, out outcome.FaultAddress);

    /// <summary>Input bytes that fit into a space for sure.</summary>
    private static int FittingInput(long space)
    {
        long fitting = (space - s_fixedCost) * 8 / 9;
        while (fitting > 0 && DeflateBound.MaxCompressedLength(fitting) > space)
        {
            fitting -= Math.Max(1, (DeflateBound.MaxCompressedLength(fitting) - space) * 7 / 8);
        }

        return (int)Math.Clamp(fitting, 0, int.MaxValue);
    }
}
