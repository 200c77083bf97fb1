using System.Runtime.InteropServices;
using WarpDrive.Engines.Lz77;
using WarpDrive.Uacce.Core;

namespace WarpDrive.Hisilicon.Zip;

/// <content>LZ77 for zstd (hisi-qm-zip.md B13): literals to one buffer, sequences to the destination. Statistics are not written.</content>
internal sealed partial class ZipExecutor
{
    private const int LiteralReserve = 16;

    private SequenceFinder? _finder;

    private ZipStatus ExecuteLz77(ref ZipSqe sqe, ZipLeases leases, bool leased, ref ZipOutcome outcome)
    {
        if (sqe.BufferType != 0)
        {
            return Malformed(ref outcome, ZipReason.WrongMode);
        }

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

        if (status != ZipStatus.Done)
        {
            return status;
        }

        var literalRange = new MemoryRange(sqe.Literals, (int)sqe.InputLength + LiteralReserve, MemoryAccess.Write);
        if (!leases.Space.TryAcquire(new ReadOnlySpan<MemoryRange>(in literalRange), leased, leases.List, out outcome.FaultAddress))
        {
            return ZipStatus.BadAddress;
        }

        status = FindSequences(ref sqe, leases.List, context, ref outcome);
        leases.List.Release();
        return status == ZipStatus.Done && sqe.IsStateful && !CommitContext(leases, ref outcome) ? Fault(ref outcome) : status;
    }

    private ZipStatus FindSequences(ref ZipSqe sqe, MemoryLease literalLease, Span<byte> context, ref ZipOutcome outcome)
    {
        Span<byte> literals = literalLease.Memory(0);
        if (!_source.IsContiguous || !_destination.IsContiguous || literals.Length < (int)sqe.InputLength + LiteralReserve)
        {
            outcome.Reason = ZipReason.ContextNotContiguous;
            return ZipStatus.EngineFailure;
        }

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

        ReadOnlySpan<byte> input = _source.Current;
        Span<byte> window = context.IsEmpty ? default : context.Slice(ZipContextLayout.Window, ZipContextLayout.WindowSize);
        outcome.Engine = ZipEngineNames.Lz77;
        _finder ??= new SequenceFinder();
        Lz77Status found = _finder.Find(
            window[..fill], input, sqe.Operation == ZipOperation.Lz77ZstdPrice ? Lz77Effort.Price : Lz77Effort.Normal, ZipWindow.Bytes(sqe.WindowCode),
            ref repeats, literals, MemoryMarshal.Cast<byte, Lz77Sequence>(_destination.Current), out Lz77Result result);
        if (found != Lz77Status.Ok)
        {
            return ZipStatus.OutputTooSmall;
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
        int bytes = result.SequenceCount * Lz77Sequence.SizeInBytes;
        if (!_destination.TryAdvance(bytes) || !_destination.TryCommit())
        {
            return Fault(ref outcome);
        }

        return literalLease.TryCommit(0, result.LiteralCount, out outcome.FaultAddress) ? ZipStatus.Done : ZipStatus.BadAddress;
    }
}
