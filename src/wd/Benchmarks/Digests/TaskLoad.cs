using System.Diagnostics;
using WarpDrive.Tool.Benchmarks.Contests;

namespace WarpDrive.Tool.Benchmarks.Digests;

/// <summary>Many tasks on the thread pool, each of which hashes one message after the other. A run lasts until all have ended.</summary>
internal abstract class TaskLoad : Contestant
{
    private const int MostRounds = 64;
    private const int LeastRounds = 4;
    private const int BytesOfTask = 32 << 10;

    private readonly Task[] _tasks;
    private readonly Func<Task>[] _bodies;
    private readonly byte[] _digests;
    private long[]? _samples;   // ticks of each operation, in the second pass

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
        _tasks = new Task[tasks];
        _bodies = [.. Enumerable.Range(0, tasks).Select(task => (Func<Task>)(() => Work(task)))];
    }

    /// <summary>Bytes of a digest.</summary>
    internal int HashSize { get; }

    internal override ReadOnlySpan<byte> Output => _digests;

    /// <summary>The messages.</summary>
    protected MessageSet Messages { get; }

    /// <summary>Messages that one task hashes in a run.</summary>
    protected int Rounds { get; }

    /// <summary>How many messages a task hashes: enough that starting it does not count, few enough for a short run.</summary>
    /// <param name="size">Bytes of a message.</param>
    internal static int RoundsFor(int size) => Math.Clamp(BytesOfTask / size, LeastRounds, MostRounds);

    /// <summary>Which message a task hashes in a round: all of them come up.</summary>
    internal int MessageOf(int task, int round) => Messages.SetOf(task + round);

    /// <summary>The message whose digest a task leaves behind.</summary>
    internal int LastMessageOf(int task) => MessageOf(task, Rounds - 1);

    public override int Run(long index)
    {
        for (int i = 0; i < _tasks.Length; i++)
        {
            _tasks[i] = Task.Run(_bodies[i]);
        }

        Task.WaitAll(_tasks);
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

    /// <summary>The work of a task.</summary>
    protected abstract Task Work(int task);

    /// <summary>Room for a task's digest.</summary>
    protected Memory<byte> DigestOf(int task) => _digests.AsMemory(task * HashSize, HashSize);

    /// <summary>A time stamp when times are kept, else 0.</summary>
    protected long Begin() => _samples is null ? 0 : Stopwatch.GetTimestamp();

    /// <summary>Keeps the time since <see cref="Begin"/>.</summary>
    protected void End(int task, int round, long began)
    {
        if (began != 0 && _samples is long[] samples)
        {
            samples[(task * Rounds) + round] = Stopwatch.GetTimestamp() - began;
        }
    }
}
