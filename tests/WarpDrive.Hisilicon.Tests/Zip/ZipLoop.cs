using WarpDrive.Engines.Deflate;
using WarpDrive.Hisilicon.Zip;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Compression;
using WarpDrive.Uacce.Core;

namespace WarpDrive.Hisilicon.Tests.Zip;

/// <summary>Driver and device core back to back, without rings: encode, execute, decode.</summary>
internal sealed class ZipLoop : IDisposable
{
    private readonly ZipRequestEncoder _encoder;
    private readonly ZipCompletionDecoder _decoder;
    private readonly ZipLists _lists = new(16);
    private readonly ZipExecutor[] _executors;
    private readonly CompressionDirection _direction;
    private readonly ZipQueuePlan _plan;
    private readonly uint _type;
    private int _turn;

    internal ZipLoop(CompressionDirection direction, int version = 3, int level = 1, DeflateEngineKind? engine = DeflateEngineKind.Runtime, int executors = 1)
    {
        _direction = direction;
        _type = version == 2 ? ZipSqe.TypeV2 : ZipSqe.TypeV3;
        _encoder = new ZipRequestEncoder(direction, _type);
        _decoder = new ZipCompletionDecoder(direction);
        _executors = [.. Enumerable.Range(0, executors).Select(_ => new ZipExecutor(version))];
        _plan = new ZipQueuePlan(direction == CompressionDirection.Compress, new ZipEngineChoice(level, engine));
    }

    /// <summary>The descriptor of the last request, completed.</summary>
    internal ZipSqe LastSqe { get; private set; }

    /// <summary>Scatter lists that are free.</summary>
    internal int FreeLists => _lists.Available;

    internal ZipOutcome LastOutcome { get; private set; }

    /// <summary>An address space to use in place of the arena; it must know the arena's memory and the driver's.</summary>
    internal AddressSpace? Space { get; init; }

    /// <summary>Looks at a descriptor, and at its lists, before the device does.</summary>
    internal Action<ZipSqe>? Before { get; set; }

    /// <summary>Runs a request; every one on the next executor, as if queues took turns.</summary>
    internal CompressionCompletion Run(in CompressionRequest request, Arena arena)
    {
        Assert.Null(ZipRequestCheck.Refusal(in request, _direction, _type));
        // Lists are in driver memory, which the arena does not know: they go through the whole process's space.
        Assert.True(_encoder.TryEncode(in request, _lists, out ZipSqe sqe, out ZipPending pending));
        sqe.Consumed = sqe.Produced = 0xDEADBEEF;
        Before?.Invoke(sqe);
        _executors[_turn++ % _executors.Length].Execute(
            ref sqe, _plan, Space ?? (sqe.BufferType == 1 ? new Everywhere() : arena), leased: false, out ZipOutcome outcome);
        LastSqe = sqe;
        LastOutcome = outcome;
        var note = new SlotNote { Engine = outcome.Engine, Reason = (ushort)outcome.Reason, FaultAddress = outcome.FaultAddress };
        _decoder.Decode(in sqe, in pending, in note, out CompressionCompletion completion);
        _lists.Return(ref pending.SourceChain);
        _lists.Return(ref pending.DestinationChain);
        _lists.Return(ref pending.LiteralChain);
        return completion;
    }

    public void Dispose()
    {
        _lists.Dispose();
        foreach (ZipExecutor executor in _executors)
        {
            executor.Dispose();
        }
    }
}
