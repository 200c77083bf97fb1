using System.Numerics;
using WarpDrive.Engines.Deflate;
using WarpDrive.Engines.Inflate;

namespace WarpDrive.Hisilicon.Zip;

/// <content>Stateless requests: one descriptor, one whole stream; flush and new-stream flags mean nothing (hisi-qm-zip.md B3, B6).</content>
internal sealed partial class ZipExecutor
{
    private ZipStatus Compress(ref ZipSqe sqe, ZipQueuePlan plan, ref ZipOutcome outcome)
    {
        ZipOperation operation = sqe.Operation;
        int trailer = ZipChecksum.TrailerLength(operation);
        long space = _destination.Remaining - trailer;
        if (space <= 0)
        {
            return ZipStatus.OutputTooSmall;
        }

        if (_source.Overlaps(_destination))
        {
            return Malformed(ref outcome, ZipReason.Overlap);
        }

        if (!_source.IsContiguous || !_destination.IsContiguous)
        {
            return CompressPieces(ref sqe, plan, space, ref outcome);
        }

        ReadOnlySpan<byte> source = _source.Current;
        Span<byte> destination = _destination.Current;
        int windowBits = ZipWindow.Bits(sqe.WindowCode, source.Length);
        DeflateChoice choice = plan.Engines.Encoder(source.Length, windowBits);
        outcome.Engine = ZipEngineNames.Encoder(choice.Kind, choice.Level);
        source = Unchanging(source, choice.Kind);
        EncodeStatus status = _engines.Encoder(choice, windowBits).Encode(source, destination[..^trailer], out int written);
        if (status != EncodeStatus.Done)
        {
            return status == EncodeStatus.OutputTooSmall ? ZipStatus.OutputTooSmall : ZipStatus.EngineFailure;
        }

        uint checksum = ZipChecksum.Update(operation, source, ZipChecksum.Initial(operation));
        written += ZipChecksum.WriteTrailer(operation, checksum, (uint)source.Length, destination[written..]);
        if (!_destination.TryAdvance(written) || !_destination.TryCommit())
        {
            return Fault(ref outcome);
        }

        return Done(ref sqe, source.Length, written, checksum, (uint)source.Length, compress: true);
    }

    private ZipStatus Decompress(ref ZipSqe sqe, ZipQueuePlan plan, ref ZipOutcome outcome)
    {
        if (_source.Overlaps(_destination))
        {
            return Malformed(ref outcome, ZipReason.Overlap);
        }

        if (!_source.IsContiguous || !_destination.IsContiguous)
        {
            return DecompressPieces(ref sqe, ref outcome);
        }

        ZipOperation operation = sqe.Operation;
        ReadOnlySpan<byte> source = _source.Current;
        Span<byte> destination = _destination.Current;
        DeflateEngineKind kind = plan.Engines.Decoder(destination.Length);
        outcome.Engine = ZipEngineNames.Decoder(kind);
        DecodeStatus status = _engines.Decoder(kind).Decode(source, destination, out int consumed, out int written);
        if (status != DecodeStatus.Done)
        {
            return Failed(status, source, destination, ref outcome);
        }

        int trailer = ZipChecksum.TrailerLength(operation);
        if (source.Length - consumed < trailer)
        {
            return ZipStatus.TruncatedInput;
        }

        uint checksum = ZipChecksum.Update(operation, destination[..written], ZipChecksum.Initial(operation));
        if (!ZipChecksum.TrailerMatches(operation, checksum, (uint)written, source.Slice(consumed, trailer)))
        {
            return ZipStatus.ChecksumMismatch;
        }

        if (!_destination.TryAdvance(written) || !_destination.TryCommit())
        {
            return Fault(ref outcome);
        }

        return Done(ref sqe, consumed + trailer, written, checksum, (uint)written, compress: false);
    }

    /// <summary>The status of a failed decoder, with the reason that our own decoder finds: the others do not tell.</summary>
    private ZipStatus Failed(DecodeStatus status, ReadOnlySpan<byte> source, Span<byte> destination, ref ZipOutcome outcome)
    {
        switch (status)
        {
            case DecodeStatus.OutputTooSmall:
                return ZipStatus.OutputTooSmall;
            case DecodeStatus.NeedsMoreInput:
                return ZipStatus.TruncatedInput;
            case DecodeStatus.BadData:
                InflateStatus detail = _engines.Inflater.InflateAll(source, destination, out _, out _);
                if (detail.IsError())
                {
                    outcome.Reason = ZipReason.InflateBase + (ushort)detail;
                }

                return ZipStatus.CorruptData;
            default:
                return ZipStatus.EngineFailure;
        }
    }

    private ZipStatus CompressPieces(ref ZipSqe sqe, ZipQueuePlan plan, long space, ref ZipOutcome outcome)
    {
        ZipOperation operation = sqe.Operation;
        int length = (int)_source.Remaining;
        DeflateChoice choice = plan.Engines.StreamEncoder(length);
        outcome.Engine = ZipEngineNames.Encoder(choice.Kind, choice.Level);
        DeflateStreamEncoder encoder = _engines.StreamEncoder(
            choice, ZipWindow.Bits(sqe.WindowCode, length), _leases!.Space, 0, 0, fresh: true, out _).Engine!;
        encoder.Reset([]);
        uint checksum = ZipChecksum.Initial(operation);
        ZipStatus status = Encode(
            encoder, operation, length, DeflateFlush.Finish, space, default, ref outcome, ref checksum, out int produced, out _);
        if (status != ZipStatus.Done)
        {
            return status;
        }

        Span<byte> trailer = stackalloc byte[ZipChecksum.MaxTrailer];
        int size = ZipChecksum.WriteTrailer(operation, checksum, (uint)length, trailer);
        if (!_destination.TryWrite(trailer[..size]) || !_destination.TryCommit())
        {
            return Fault(ref outcome);
        }

        return Done(ref sqe, length, produced + size, checksum, (uint)length, compress: true);
    }

    private ZipStatus DecompressPieces(ref ZipSqe sqe, ref ZipOutcome outcome)
    {
        ZipOperation operation = sqe.Operation;
        outcome.Engine = ZipEngineNames.Decoder(DeflateEngineKind.Managed);
        Inflater inflater = _engines.Inflater;
        inflater.Reset();
        uint checksum = ZipChecksum.Initial(operation);
        int fill = 0;
        ZipStatus status = Decode(
            inflater, operation, _window, ref fill, ref outcome, ref checksum, out InflateStatus end, out int consumed, out int produced);
        if (status != ZipStatus.Done)
        {
            return status;
        }

        if (end != InflateStatus.Finished)
        {
            return end == InflateStatus.NeedsInput ? ZipStatus.TruncatedInput : ZipStatus.OutputTooSmall;
        }

        Span<byte> trailer = stackalloc byte[ZipChecksum.MaxTrailer];
        int size = ZipChecksum.TrailerLength(operation);
        int held = 0;
        if (!TryTakeTrailer(trailer, size, ref held))
        {
            return Fault(ref outcome);
        }

        if (held < size)
        {
            return ZipStatus.TruncatedInput;
        }

        if (!ZipChecksum.TrailerMatches(operation, checksum, (uint)produced, trailer))
        {
            return ZipStatus.ChecksumMismatch;
        }

        return _destination.TryCommit()
            ? Done(ref sqe, consumed + size, produced, checksum, (uint)produced, compress: false)
            : Fault(ref outcome);
    }

    /// <summary>
    /// A source that nobody changes while an engine works on it. libdeflate measures a block, looks whether its output has the room, and then encodes what it
    /// reads again; a client that changed it in between could make it write beyond the room. The other encoders check each store.
    /// </summary>
    private ReadOnlySpan<byte> Unchanging(ReadOnlySpan<byte> source, DeflateEngineKind kind)
    {
        if (kind != DeflateEngineKind.LibDeflate || !_leases!.Space.MayChange)
        {
            return source;
        }

        if (_copy.Length < source.Length)
        {
            _copy = new byte[BitOperations.RoundUpToPowerOf2((uint)source.Length)];
        }

        source.CopyTo(_copy);
        return _copy.AsSpan(0, source.Length);
    }

    /// <summary>Moves bytes of the source into a trailer until it is complete or the source ends.</summary>
    private bool TryTakeTrailer(Span<byte> trailer, int size, ref int held)
    {
        while (held < size && _source.Remaining > 0)
        {
            int length = Math.Min(size - held, _source.Current.Length);
            _source.Current[..length].CopyTo(trailer[held..]);
            held += length;
            if (!_source.TryAdvance(length))
            {
                return false;
            }
        }

        return true;
    }

    private static ZipStatus Done(ref ZipSqe sqe, int consumed, int produced, uint checksum, uint length, bool compress)
    {
        sqe.Consumed = (uint)consumed;
        sqe.Produced = (uint)produced;
        sqe.UncompressedLength = length;
        sqe.Checksum = ZipChecksum.ToRegister(sqe.Operation, checksum);
        return compress && produced >= consumed ? ZipStatus.NegativeCompression : ZipStatus.Done;
    }
}
