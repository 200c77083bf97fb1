using System.Runtime.CompilerServices;
using WarpDrive.Hisilicon.Null;
using WarpDrive.Hisilicon.Qm;
using WarpDrive.Uacce;

namespace WarpDrive.Tool.Benchmarks;

/// <summary>The driver's side of the job: sends batches and receives until all are back.</summary>
/// <typeparam name="TDescriptor">Begins with a <see cref="NullDescriptor"/>.</typeparam>
internal sealed class QueueBenchmarkClient<TDescriptor>(QmQueuePair<TDescriptor> pair)
    where TDescriptor : unmanaged
{
    private readonly TDescriptor[] _out = new TDescriptor[64];
    private readonly TDescriptor[] _in = new TDescriptor[64];
    private ulong _tag;
    private ulong _expected;

    /// <summary>One at a time: descriptor to completion.</summary>
    /// <param name="operations">How many.</param>
    /// <returns>How many came back wrong.</returns>
    internal long RunSingly(long operations)
    {
        long errors = 0;
        Span<TDescriptor> received = _in.AsSpan(0, 1);
        for (long i = 0; i < operations; i++)
        {
            ulong tag = _tag++;
            TDescriptor descriptor = default;
            Head(ref descriptor) = new NullDescriptor { Tag = tag, Opcode = NullDescriptor.Echo, Payload0 = tag };
            if (pair.TrySend(descriptor) != SubmitResult.Queued)
            {
                return errors + operations - i;
            }

            ReceiveResult result;
            for (int spins = 1; (result = pair.TryReceive(received, out _)) == ReceiveResult.Empty; spins++)
            {
                QueueBenchmarkSpin.StepAside(spins);
            }

            if (result != ReceiveResult.Received)
            {
                return errors + operations - i;
            }

            errors += Head(ref received[0]).Echo0 == tag && Head(ref received[0]).Status == NullStatus.Done ? 0 : 1;
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
                    Head(ref _out[i]) = new NullDescriptor { Tag = tag, Opcode = NullDescriptor.Echo, Payload0 = tag };
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
                errors += Head(ref _in[i]).Echo0 == _expected++ ? 0 : 1;
            }

            spins = count == 0 ? spins + 1 : 0;
            QueueBenchmarkSpin.StepAside(spins);

            done += count;
        }

        return errors;
    }

    /// <summary>Either way, by depth.</summary>
    internal long Run(long operations, int depth) => depth == 1 ? RunSingly(operations) : RunDeep(operations, depth);

    private static ref NullDescriptor Head(ref TDescriptor descriptor) => ref Unsafe.As<TDescriptor, NullDescriptor>(ref descriptor);
}
