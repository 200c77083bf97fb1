using WarpDrive.Hisilicon.Null;
using WarpDrive.Hisilicon.Qm;
using WarpDrive.Uacce;

namespace WarpDrive.Tool.Benchmarks;

/// <summary>The driver's side of the job: sends batches and receives until all are back.</summary>
internal sealed class QueueBenchmarkClient(QmQueuePair<NullDescriptor> pair)
{
    private readonly NullDescriptor[] _out = new NullDescriptor[64];
    private readonly NullDescriptor[] _in = new NullDescriptor[64];
    private ulong _tag;
    private ulong _expected;

    /// <summary>One at a time: descriptor to completion.</summary>
    /// <param name="operations">How many.</param>
    /// <returns>How many came back wrong.</returns>
    internal long RunSingly(long operations)
    {
        long errors = 0;
        Span<NullDescriptor> received = _in.AsSpan(0, 1);
        for (long i = 0; i < operations; i++)
        {
            ulong tag = _tag++;
            if (pair.TrySend(new NullDescriptor { Tag = tag, Opcode = NullDescriptor.Echo, Payload0 = tag }) != SubmitResult.Queued)
            {
                return errors + operations - i;
            }

            ReceiveResult result;
            for (int spins = 1; (result = pair.TryReceive(received, out _)) == ReceiveResult.Empty; spins++)
            {
                StepAside(spins);
            }

            if (result != ReceiveResult.Received)
            {
                return errors + operations - i;
            }

            errors += received[0].Echo0 == tag && received[0].Status == NullStatus.Done ? 0 : 1;
        }

        _expected = _tag;
        return errors;
    }

    /// <summary>Keeps a number in flight, refilled as completions come in, in batches of up to 64.</summary>
    /// <param name="operations">How many.</param>
    /// <param name="depth">In flight at most.</param>
    /// <returns>How many came back wrong.</returns>
    internal long RunDeep(long operations, int depth)
    {
        long errors = 0;
        long sent = 0;
        long done = 0;
        int spins = 0;
        while (done < operations)
        {
            int room = (int)Math.Min(Math.Min(depth - (sent - done), operations - sent), _out.Length);
            if (room > 0)
            {
                for (int i = 0; i < room; i++)
                {
                    ulong tag = _tag++;
                    _out[i] = new NullDescriptor { Tag = tag, Opcode = NullDescriptor.Echo, Payload0 = tag };
                }

                if (pair.TrySend(_out.AsSpan(0, room)) != SubmitResult.Queued)
                {
                    return errors + operations - done;
                }

                sent += room;
            }

            ReceiveResult result = pair.TryReceive(_in, out int count);
            if (result is not (ReceiveResult.Received or ReceiveResult.Empty))
            {
                return errors + operations - done;
            }

            for (int i = 0; i < count; i++)
            {
                errors += _in[i].Echo0 == _expected++ ? 0 : 1;
            }

            spins = count == 0 ? spins + 1 : 0;
            StepAside(spins);

            done += count;
        }

        return errors;
    }

    /// <summary>Lets others run after a long spin: the other side may be waiting for this core.</summary>
    /// <param name="spins">Looks in vain so far.</param>
    internal static void StepAside(int spins)
    {
        if ((spins & 0xFFF) == 0xFFF)
        {
            Thread.Yield();
        }
    }

    /// <summary>Either way, by depth.</summary>
    internal long Run(long operations, int depth) => depth == 1 ? RunSingly(operations) : RunDeep(operations, depth);
}
