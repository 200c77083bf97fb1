using System.Diagnostics;
using System.Runtime.ExceptionServices;
using WarpDrive.Tool.Benchmarks.Contests;

namespace WarpDrive.Tool.Benchmarks.Digests;

/// <summary>Many tasks on the thread pool, each of which hashes one message after the other. A run lasts until all have done their share.</summary>
/// <remarks>The tasks live as long as the load and wait between runs: what a run allocates is what the calls allocate.</remarks>
internal abstract class TaskLoad : Contestant
{
    private const int MostRounds = 64;
    private const int LeastRounds = 4;
    private const int BytesOfTask = 32 << 10;

    private readonly TaskTurn[] _turns;
    private readonly Task[] _tasks;
    private readonly CountdownEvent _running = new(0);
    private readonly byte[] _digests;
    private long[]? _samples;   // ticks of each operation, in the second pass
    private Exception? _failure;
    private Receipt _receipt;
    private long _together;   // sum over all operations
    private long _operations;

    /// <summary>Makes the load.</summary>
    /// <param name="messages">Messages, one a batch.</param>
    /// <param name="hashSize">Bytes of a digest.</param>
    /// <param name="tasks">How many tasks.</param>
    protected TaskLoad(MessageSet messages, int hashSize, int tasks)
    {
        Messages = messages;
        HashSize = hashSize;
        Rounds = RoundsFor(messages.Size);
        _digests = GC.AllocateArray<byte>(tasks * hashSize, pinned: true);
        _turns = [.. Enumerable.Range(0, tasks).Select(_ => new TaskTurn())];
        _tasks = [.. Enumerable.Range(0, tasks).Select(Live)];
    }

    /// <summary>Bytes of a digest.</summary>
    internal int HashSize { get; }

    internal override ReadOnlySpan<byte> Output => _digests;

    internal override Receipt Receipt => _receipt;

    /// <summary>The mean over all operations: what one operation shared its lanes with.</summary>
    internal override double Lanes => _operations == 0 ? 0 : (double)_together / _operations;

    /// <summary>The messages.</summary>
    protected MessageSet Messages { get; }

    /// <summary>Messages that one task hashes in a run.</summary>
    private int Rounds { get; }

    /// <summary>How many messages a task hashes: enough that starting it does not count, few enough for a short run.</summary>
    /// <param name="size">Bytes of a message.</param>
    internal static int RoundsFor(int size) => Math.Clamp(BytesOfTask / size, LeastRounds, MostRounds);

    /// <summary>The message whose digest a task leaves behind.</summary>
    internal int LastMessageOf(int task) => MessageOf(task, Rounds - 1);

    public override int Run(long index)
    {
        _running.Reset(_turns.Length);
        foreach (TaskTurn turn in _turns)
        {
            turn.Begin(run: true);
        }

        _running.Wait();
        if (_failure is Exception failure)
        {
            ExceptionDispatchInfo.Throw(failure);
        }

        return _digests.Length;
    }

    internal override (double P50, double P99, int Group) MeasureLatency(double expectedNanoseconds, int operations, TimeSpan length)
    {
        _samples = new long[_tasks.Length * Rounds];
        var all = new List<long>();
        long began = Stopwatch.GetTimestamp();
        do
        {
            _ = Run(0);
            all.AddRange(_samples);
        }
        while (Stopwatch.GetElapsedTime(began) < length && all.Count < 4_000_000);
        _samples = null;
        all.Sort();
        double nanoseconds = 1e9 / Stopwatch.Frequency;
        return (all[all.Count / 2] * nanoseconds, all[(int)(all.Count * 0.99)] * nanoseconds, 1);
    }

    /// <summary>Hashes one message.</summary>
    /// <param name="task">Number of the task.</param>
    /// <param name="message">Index of the message's set.</param>
    /// <param name="digest">Room for the digest.</param>
    protected abstract ValueTask<HashResult> Hash(int task, int message, Memory<byte> digest);

    protected override void Close()
    {
        foreach (TaskTurn turn in _turns)
        {
            turn.Begin(run: false);
        }

        Task.WaitAll(_tasks);
        _running.Dispose();
    }

    /// <summary>Which message a task hashes in a round: all of them come up.</summary>
    private int MessageOf(int task, int round) => Messages.SetOf(task + round);

    /// <summary>A task: its share of each run.</summary>
    private async Task Live(int task)
    {
        while (await _turns[task].Next().ConfigureAwait(false))
        {
            try
            {
                HashResult result = default;
                long together = 0;
                for (int round = 0; round < Rounds; round++)
                {
                    long began = _samples is null ? 0 : Stopwatch.GetTimestamp();
                    result = await Hash(task, MessageOf(task, round), _digests.AsMemory(task * HashSize, HashSize)).ConfigureAwait(false);
                    if (_samples is long[] samples)
                    {
                        samples[(task * Rounds) + round] = Stopwatch.GetTimestamp() - began;
                    }

                    together += result.Receipt.BatchSize;
                }

                Interlocked.Add(ref _together, together);
                Interlocked.Add(ref _operations, Rounds);
                if (task == 0)
                {
                    _receipt = result.Receipt;   // read between runs
                }
            }
            catch (Exception e)
            {
                _failure = e;   // thrown by the run
            }

            _running.Signal();
        }
    }
}
