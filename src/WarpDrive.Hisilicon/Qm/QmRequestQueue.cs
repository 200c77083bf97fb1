using System.Runtime.CompilerServices;
using WarpDrive.Uacce;

namespace WarpDrive.Hisilicon.Qm;

/// <summary>A request queue on a QM queue pair: receiving, waiting and stopping, which are the same for every device.</summary>
/// <typeparam name="TSqe">The device's descriptor.</typeparam>
/// <typeparam name="TRequest">The requests.</typeparam>
/// <typeparam name="TCompletion">What comes back for each.</typeparam>
/// <remarks>A device's driver encodes and sends, keeps its records of what is in flight, and decodes; it is called once for a group of descriptors, not once for each.</remarks>
internal abstract class QmRequestQueue<TSqe, TRequest, TCompletion> : RequestQueue<TRequest, TCompletion>
    where TSqe : unmanaged
    where TRequest : struct, IRequest
    where TCompletion : struct, ICompletion
{
    /// <summary>Refusal of a batch that no ring takes whole.</summary>
    private protected const string TooManyAtOnce = "more requests at once than the ring has slots: send them in parts";

    /// <summary>Refusal of scatter lists on a device that cannot reach them.</summary>
    private protected const string ListsNeedSva =
        "this device has no shared virtual addressing, and lists of pieces would lie outside its reserved memory: use flat buffers";

    /// <summary>Refusal of more scatter lists than there are.</summary>
    private protected const string TooFewLists = "the request needs more scatter lists than the queue was opened with (QueueOptions.ScatterRequests)";

    private const int ReceiveBatch = 16;

    private volatile bool _stopped;

    private protected QmRequestQueue(QmQueuePair<TSqe> pair) => Pair = pair;

    /// <inheritdoc/>
    public sealed override QueueFile File => Pair.File;

    /// <inheritdoc/>
    public sealed override int Capacity => Pair.Capacity;

    /// <inheritdoc/>
    public override bool LevelHonoured => Pair.IsTuned;

    /// <summary>The rings.</summary>
    private protected QmQueuePair<TSqe> Pair { get; }

    /// <summary>True once the queue was told to stop: nothing is sent any more.</summary>
    private protected bool IsStopped => _stopped;

    /// <inheritdoc/>
    [SkipLocalsInit]
    public sealed override ReceiveResult TryReceive(Span<TCompletion> completions, out int count)
    {
        Span<TSqe> descriptors = stackalloc TSqe[ReceiveBatch];
        Span<SlotNote> notes = stackalloc SlotNote[ReceiveBatch];
        count = 0;
        while (count < completions.Length)
        {
            int room = Math.Min(ReceiveBatch, completions.Length - count);
            ReceiveResult result = Pair.TryReceive(descriptors[..room], [], notes[..room], out int taken);
            if (!TryTake(descriptors[..taken], notes[..taken], completions, ref count))
            {
                return ReceiveResult.BadCompletion;   // a completion of something that was not sent
            }

            if (result != ReceiveResult.Received)
            {
                return result == ReceiveResult.Empty && count > 0 ? ReceiveResult.Received : result;
            }

            if (taken < room)
            {
                break;
            }
        }

        return count > 0 || completions.IsEmpty ? ReceiveResult.Received : ReceiveResult.Empty;
    }

    /// <inheritdoc/>
    public sealed override bool Wait(TimeSpan timeout) => Pair.Wait(timeout);

    /// <inheritdoc/>
    public sealed override bool Arm()
    {
        Pair.Arm();
        return !Pair.HasCompletion;
    }

    /// <inheritdoc/>
    public sealed override bool TryStop(TimeSpan timeout)
    {
        _stopped = true;
        return QmStop.TryStop(Pair.File, timeout);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _stopped = true;
        if (disposing)
        {
            Pair.Dispose();   // from here on the device has let go of all memory
        }
    }

    /// <summary>Decodes descriptors that came back, and lets their records go.</summary>
    /// <param name="descriptors">In the order in which they were sent.</param>
    /// <param name="notes">Their notes; untrusted.</param>
    /// <param name="completions">Room for at least as many, behind the first <paramref name="count"/>.</param>
    /// <param name="count">Counts on, also when the answer is false.</param>
    /// <returns>False at the first that was not sent.</returns>
    private protected abstract bool TryTake(
        ReadOnlySpan<TSqe> descriptors, ReadOnlySpan<SlotNote> notes, Span<TCompletion> completions, ref int count);
}
