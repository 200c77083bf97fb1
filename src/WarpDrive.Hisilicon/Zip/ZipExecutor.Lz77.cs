using System.Runtime.InteropServices;
using WarpDrive.Engines.Lz77;
using WarpDrive.Uacce.Core;

namespace WarpDrive.Hisilicon.Zip;

/// <content>LZ77 for zstd (hisi-qm-zip.md B13): literals to one buffer, sequences to the destination. Statistics are not written.</content>
internal sealed partial class ZipExecutor
{
    private const int LiteralReserve = 16;

    private readonly ZipCursor _literals = new();
    private SequenceFinder? _finder;
    private byte[]? _scatteredInput;       // for buffers in pieces: made by the first request that has them
    private byte[]? _scatteredLiterals;
    private byte[]? _scatteredSequences;

    private ZipStatus ExecuteLz77(ref ZipSqe sqe, ZipLeases leases, bool leased, ref ZipOutcome outcome)
    {
        if (sqe.InputLength > SequenceFinder.MaxInput)
        {
            return Malformed(ref outcome, ZipReason.InputTooLongForOperation);
        }

        if (sqe.Dw13 < sqe.InputLength + LiteralReserve)
        {
            return Malformed(ref outcome, ZipReason.LiteralBufferTooSmall);
        }

        ZipStatus status = OpenBuffers(in sqe, leases, leased, ref outcome);
        Span<byte> context = default;
        if (status == ZipStatus.Done && sqe.IsStateful)
        {
            status = OpenContext(in sqe, leases, leased, ref outcome, out context);
        }

        if (status == ZipStatus.Done)
        {
            status = OpenLiterals(in sqe, leases, leased, ref outcome);
        }

        if (status == ZipStatus.Done)
        {
            status = FindSequences(ref sqe, context, ref outcome);
        }

        if (status == ZipStatus.Done && sqe.IsStateful && !CommitContext(leases, ref outcome))
        {
            status = ZipStatus.BadAddress;
        }

        _literals.Close();
        return status;
    }

    private ZipStatus OpenLiterals(in ZipSqe sqe, ZipLeases leases, bool leased, ref ZipOutcome outcome)
    {
        int length = (int)sqe.InputLength + LiteralReserve;
        _literals.Open(leases.Space, leases.Literals, leased, MemoryAccess.Write);
        if (sqe.BufferType == 0)
        {
            _literals.Add(sqe.Literals, length);
        }
        else if (!_lists.TryRead(sqe.Literals, 0, length, leases, leased, _literals, out outcome.Reason, out outcome.FaultAddress))
        {
            return outcome.Reason == ZipReason.None ? ZipStatus.BadAddress : ZipStatus.MalformedDescriptor;
        }

        if (_literals.Remaining < length)
        {
            return Malformed(ref outcome, ZipReason.LiteralBufferTooSmall);
        }

        return _literals.TryBegin() ? ZipStatus.Done : LiteralFault(ref outcome);
    }

    private ZipStatus FindSequences(ref ZipSqe sqe, Span<byte> context, ref ZipOutcome outcome)
    {
        RepeatOffsets repeats = RepeatOffsets.Initial;
        int fill = 0;
        if (!context.IsEmpty && !sqe.IsNewStream)
        {
            Span<uint> cells = MemoryMarshal.Cast<byte, uint>(context.Slice(ZipContextLayout.Repeats, 3 * sizeof(uint)));
            repeats = new RepeatOffsets(cells[0], cells[1], cells[2]);
            fill = ZipStreamState.Fill(sqe.CtxDw2);
            if (fill > ZipContextLayout.WindowSize || !repeats.IsValid)
            {
                return Malformed(ref outcome, ZipReason.BadStreamState);
            }
        }

        if (!TryGatherInput(out ReadOnlySpan<byte> input))
        {
            return Fault(ref outcome);
        }

        bool literalsInPlace = _literals.IsContiguous;
        bool sequencesInPlace = _destination.IsContiguous;
        Span<byte> literals = literalsInPlace ? _literals.Current : _scatteredLiterals ??= new byte[SequenceFinder.MaxInput];
        Span<byte> sequences = sequencesInPlace ? _destination.Current : ScatteredSequences();
        Span<byte> window = context.IsEmpty ? default : context.Slice(ZipContextLayout.Window, ZipContextLayout.WindowSize);
        outcome.Engine = ZipEngineNames.Lz77;
        _finder ??= new SequenceFinder();
        Lz77Status found = _finder.Find(
            window[..fill], input, sqe.Operation == ZipOperation.Lz77ZstdPrice ? Lz77Effort.Price : Lz77Effort.Normal, ZipWindow.Bytes(sqe.WindowCode),
            ref repeats, literals, MemoryMarshal.Cast<byte, Lz77Sequence>(sequences), out Lz77Result result);
        if (found != Lz77Status.Ok)
        {
            return ZipStatus.OutputTooSmall;
        }

        int bytes = result.SequenceCount * Lz77Sequence.SizeInBytes;
        if (!(sequencesInPlace ? _destination.TryAdvance(bytes) : _destination.TryWrite(sequences[..bytes])) || !_destination.TryCommit())
        {
            return Fault(ref outcome);
        }

        if (!(literalsInPlace ? _literals.TryAdvance(result.LiteralCount) : _literals.TryWrite(literals[..result.LiteralCount])) || !_literals.TryCommit())
        {
            return LiteralFault(ref outcome);
        }

        if (!context.IsEmpty)
        {
            ZipWindow.Append(window, ref fill, input);
            Span<uint> cells = MemoryMarshal.Cast<byte, uint>(context.Slice(ZipContextLayout.Repeats, 3 * sizeof(uint)));
            cells[0] = repeats.First;
            cells[1] = repeats.Second;
            cells[2] = repeats.Third;
            sqe.CtxDw0 = 0;
            sqe.CtxDw1 = 0;
            sqe.CtxDw2 = (uint)fill;
        }

        sqe.Consumed = sqe.InputLength;
        sqe.Produced = (uint)result.SequenceCount;
        sqe.LiteralCount = (uint)result.LiteralCount;
        sqe.Checksum = ((uint)result.LongLiteralCount << 24) | (uint)result.LongLiteralPosition;
        return ZipStatus.Done;
    }

    /// <summary>The input in one piece: where it is, or copied.</summary>
    private bool TryGatherInput(out ReadOnlySpan<byte> input)
    {
        input = _source.Current;
        if (_source.IsContiguous)
        {
            return true;
        }

        Span<byte> copy = (_scatteredInput ??= new byte[SequenceFinder.MaxInput]).AsSpan(0, (int)_source.Remaining);
        input = copy;
        while (!copy.IsEmpty)
        {
            ReadOnlySpan<byte> piece = _source.Current;
            piece.CopyTo(copy);
            copy = copy[piece.Length..];
            if (!_source.TryAdvance(piece.Length))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Room for as many sequences as the destination takes, or as any input has.</summary>
    private Span<byte> ScatteredSequences()
    {
        const int Most = ((SequenceFinder.MaxInput / Lz77Sequence.MatchBias) + 1) * Lz77Sequence.SizeInBytes;
        _scatteredSequences ??= new byte[Most];
        return _scatteredSequences.AsSpan(0, (int)Math.Min(Most, _destination.Remaining));
    }

    private ZipStatus LiteralFault(ref ZipOutcome outcome)
    {
        outcome.FaultAddress = _literals.FaultAddress;
        return ZipStatus.BadAddress;
    }
}
