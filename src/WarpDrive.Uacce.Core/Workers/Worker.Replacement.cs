namespace WarpDrive.Uacce.Core;

/// <content>A step that does not end: what else this worker looked after is taken from it, and when the step is over, so is the worker.</content>
/// <remarks>
/// <para>A transfer from or to a client's memory may wait in the kernel for as long as the client likes, e.g. for a page that a file system of
/// its own fills. Nobody can interrupt that, so another thread does the worker's work.</para>
/// <para>The worker: (1) makes the step number odd, (2) steps, (3) makes it even, (4) looks whether somebody asks. The pool, under the lock: (1) asks,
/// (2) makes all processors fence, (3) looks at the number: if it is the odd one that it has seen before, all else that belongs to the worker is
/// the pool's now. With the fence between, one of the two sees the other, and the worker pays no fence in each step.</para>
/// </remarks>
internal sealed partial class Worker
{
    private const int NobodyAsks = 0;
    private const int Asked = 1;
    private const int Taken = 2;

    private readonly Lock _takeover = new();
    private int _stepNumber;
    private int _asking;
    private int _held;
    private bool _replaced;

    /// <summary>Odd while a step runs; another number for each. Any thread.</summary>
    internal int StepNumber => Volatile.Read(ref _stepNumber);

    /// <summary>Another worker does this one's work already. Any thread.</summary>
    internal bool IsReplaced => Volatile.Read(ref _asking) == Taken;

    /// <summary>The pool: takes all that is not in the running step from this worker, and puts it onto the ready list.</summary>
    /// <param name="step">The step that was seen.</param>
    /// <param name="share">Whose step it is.</param>
    /// <returns>False when that step is over, or its client cannot be the reason.</returns>
    internal bool TryReplace(int step, out ClientShare? share)
    {
        lock (_takeover)
        {
            share = null;
            Volatile.Write(ref _asking, Asked);
            Interlocked.MemoryBarrierProcessWide();
            if (StepNumber != step || !_chosen.Share.Account.MayStall)
            {
                Volatile.Write(ref _asking, NobodyAsks);
                return false;
            }

            share = _chosen.Share;
            GiveAllBack();
            Volatile.Write(ref _asking, Taken);
            return true;
        }
    }

    /// <summary>Queues of the running step, once <see cref="TryReplace"/> may be asked; a guess.</summary>
    internal int HeldQueues => Volatile.Read(ref _held);

    private int Step(int held, in StepLimits limits)
    {
        _held = held;
        Volatile.Write(ref _stepNumber, _stepNumber + 1);
        try
        {
            return _device.Step(_batchQueues.AsSpan(0, held), _scratch, in limits);
        }
        finally
        {
            Volatile.Write(ref _stepNumber, _stepNumber + 1);
            if (Volatile.Read(ref _asking) != NobodyAsks)
            {
                AnswerPool();
            }
        }
    }

    private void AnswerPool()
    {
        lock (_takeover)
        {
            _replaced = _asking == Taken;
        }
    }

    private void GiveAllBack()
    {
        ReadOnlySpan<ServedQueue> inStep = _batch.AsSpan(0, _held);
        for (int g = _groupCount - 1; g >= 0; g--)
        {
            WorkerGroup group = _groups[g];
            for (int i = group.Count - 1; i >= 0; i--)
            {
                if (!inStep.Contains(group[i]))
                {
                    ServedQueue served = RemoveAt(group, i);
                    served.Disown();
                    served.Announce();
                }
            }
        }

        while (_channelCount > 0)
        {
            ServedChannel channel = _channels[_channelCount - 1];
            RemoveChannel(_channelCount - 1);
            channel.Disown();
            channel.Announce();
        }
    }
}
