using WarpDrive.Uacce.Core;

namespace WarpDrive.Hisilicon.Zip;

/// <summary>
/// Executes one descriptor, given by value: checks it, fetches its memory through the address space, runs an engine, fills in the results.
/// Knows no ring.
/// </summary>
/// <remarks>
/// One worker's: not thread safe. Nothing in the descriptor, in the lists and in the stream context is trusted. A failed request reports
/// consumed and produced as 0 and leaves all other fields as they were; a failed stateful request leaves its stream unusable, except with
/// <see cref="ZipStatus.OutputTooSmall"/>, where nothing happened. Warm requests allocate nothing.
/// </remarks>
internal sealed partial class ZipExecutor : IDisposable
{
    /// <summary>The most bytes of a flat source (hisi-qm-zip.md B4).</summary>
    internal const int MaxFlatSource = 8 << 20;

    private const int RememberedSpaces = 32;

    private readonly ZipEngineSet _engines = new();
    private readonly ZipListReader _lists = new();
    private readonly ZipCursor _source = new();
    private readonly ZipCursor _destination = new();
    private readonly byte[] _window = new byte[ZipContextLayout.WindowSize];
    private readonly uint _type;
    private readonly bool _hasDeflate;
    private readonly ZipLeases?[] _knownLeases = new ZipLeases?[RememberedSpaces];
    private ZipLeases? _leases;   // of the last request
    private uint _nextLeases;
    private byte[] _copy = [];   // of a source that its client could change under an engine

    /// <summary>Makes the core of a device.</summary>
    /// <param name="hardwareVersion">2 or 3: which descriptors it takes, and whether it knows raw deflate and LZ77.</param>
    internal ZipExecutor(int hardwareVersion)
    {
        _type = hardwareVersion == 2 ? ZipSqe.TypeV2 : ZipSqe.TypeV3;
        _hasDeflate = hardwareVersion >= 3;
    }

    /// <summary>Executes a descriptor.</summary>
    /// <param name="sqe">A private copy; results are written into it.</param>
    /// <param name="plan">The queue's plan.</param>
    /// <param name="space">The memory its addresses mean.</param>
    /// <param name="leased">The submitter keeps the memory valid.</param>
    /// <param name="outcome">Remarks.</param>
    internal void Execute(ref ZipSqe sqe, ZipQueuePlan plan, AddressSpace space, bool leased, out ZipOutcome outcome)
    {
        outcome = default;
        ZipLeases leases = LeasesOf(space);
        leases.Source.TryConfirm(out _);   // nothing, but for what a request left that threw
        ZipStatus status = Check(in sqe, plan, ref outcome);
        if (status == ZipStatus.Done)
        {
            status = sqe.Operation is ZipOperation.Lz77Zstd or ZipOperation.Lz77ZstdPrice
                ? ExecuteLz77(ref sqe, leases, leased, ref outcome)
                : ExecuteDeflate(ref sqe, plan, leases, leased, ref outcome);
        }

        if (!leases.Source.TryConfirm(out ulong unreadable))   // whatever it was, a bad address too: it came of what might not be read
        {
            status = ZipStatus.BadAddress;
            outcome.Reason = ZipReason.None;
            outcome.FaultAddress = unreadable;
        }

        if (status is not (ZipStatus.Done or ZipStatus.NegativeCompression or ZipStatus.StreamEnd))
        {
            sqe.Consumed = 0;
            sqe.Produced = 0;
            if (sqe.IsStateful)
            {
                sqe.CtxDw0 = 0;   // a state left from the last request would tell the driver to go on (B11 rules 1 and 2)
            }
        }

        sqe.StatusWord = ZipSqe.PackStatus(status, lastBlock: status == ZipStatus.StreamEnd);
        _source.Close();
        _destination.Close();
        leases.Context.Release();
    }

    public void Dispose()
    {
        foreach (ZipLeases? leases in _knownLeases)
        {
            leases?.Dispose();
        }

        _engines.Dispose();
    }

    private ZipStatus ExecuteDeflate(ref ZipSqe sqe, ZipQueuePlan plan, ZipLeases leases, bool leased, ref ZipOutcome outcome)
    {
        ZipStatus status = OpenBuffers(in sqe, leases, leased, ref outcome);
        if (status != ZipStatus.Done)
        {
            return status;
        }

        sqe.LiteralCount = 0;
        if (sqe.IsStateful)
        {
            return plan.Compress
                ? CompressStream(ref sqe, plan, leases, leased, ref outcome)
                : DecompressStream(ref sqe, leases, leased, ref outcome);
        }

        return plan.Compress ? Compress(ref sqe, plan, ref outcome) : Decompress(ref sqe, plan, ref outcome);
    }

    private ZipStatus Check(in ZipSqe sqe, ZipQueuePlan plan, ref ZipOutcome outcome)
    {
        if (sqe.Type != _type)
        {
            return Malformed(ref outcome, ZipReason.WrongType);
        }

        if (sqe.BufferType > 1)
        {
            return Malformed(ref outcome, ZipReason.WrongBufferType);
        }

        bool supported = sqe.Operation switch
        {
            ZipOperation.Zlib or ZipOperation.Gzip => true,
            ZipOperation.Deflate => _hasDeflate,
            ZipOperation.Lz77Zstd or ZipOperation.Lz77ZstdPrice => _hasDeflate && plan.Compress,
            _ => false,
        };
        return supported ? ZipStatus.Done : ZipStatus.UnsupportedOperation;
    }

    /// <summary>Fetches the first pieces of source and destination.</summary>
    private ZipStatus OpenBuffers(in ZipSqe sqe, ZipLeases leases, bool leased, ref ZipOutcome outcome)
    {
        _source.Open(leases.Space, leases.Source, leased, MemoryAccess.Read);
        _destination.Open(leases.Space, leases.Destination, leased, MemoryAccess.Write);
        int space = (int)Math.Min(sqe.OutputSpace, int.MaxValue);
        if (sqe.BufferType == 0)
        {
            if (sqe.InputLength > MaxFlatSource)
            {
                return Malformed(ref outcome, ZipReason.SourceTooLong);
            }

            _source.Add(sqe.Source + (ulong)sqe.InputOffset, (int)sqe.InputLength);
            _destination.Add(sqe.Destination + (ulong)sqe.OutputOffset, space);
        }
        else
        {
            if (sqe.InputLength > int.MaxValue)
            {
                return Malformed(ref outcome, ZipReason.SourceTooLong);
            }

            if (!_lists.TryRead(sqe.Source, sqe.InputOffset, (int)sqe.InputLength, leases, leased, _source, out outcome.Reason, out outcome.FaultAddress)
                || !_lists.TryRead(sqe.Destination, sqe.OutputOffset, space, leases, leased, _destination, out outcome.Reason, out outcome.FaultAddress))
            {
                return outcome.Reason == ZipReason.None ? ZipStatus.BadAddress : ZipStatus.MalformedDescriptor;
            }

            if (_source.Remaining != sqe.InputLength)
            {
                return Malformed(ref outcome, ZipReason.ListTooShort);
            }
        }

        return _source.TryBegin() && _destination.TryBegin() ? ZipStatus.Done : Fault(ref outcome);
    }

    private ZipLeases LeasesOf(AddressSpace space)
    {
        ZipLeases? last = _leases;
        return last is not null && ReferenceEquals(last.Space, space) ? last : FindLeases(space);
    }

    /// <summary>A few spaces are remembered, so that a worker that alternates between processes makes no leases for each request.</summary>
    private ZipLeases FindLeases(AddressSpace space)
    {
        int slot = (int)(_nextLeases % RememberedSpaces);
        for (int i = 0; i < RememberedSpaces; i++)
        {
            ZipLeases? known = _knownLeases[i];
            if (known is not null && ReferenceEquals(known.Space, space))
            {
                return _leases = known;
            }

            slot = known is null || known.Space.IsGone ? i : slot;
        }

        _nextLeases++;
        _knownLeases[slot]?.Dispose();
        return _leases = _knownLeases[slot] = new ZipLeases(space);
    }

    private static ZipStatus Malformed(ref ZipOutcome outcome, ZipReason reason)
    {
        outcome.Reason = reason;
        return ZipStatus.MalformedDescriptor;
    }

    private ZipStatus Fault(ref ZipOutcome outcome)
    {
        outcome.FaultAddress = _source.FaultAddress != 0 ? _source.FaultAddress : _destination.FaultAddress;
        return ZipStatus.BadAddress;
    }
}
