using System.Diagnostics;
using System.Runtime.InteropServices;

namespace WarpDrive.Tool.Benchmarks;

/// <summary>
/// Lets a thread of this process do the operations of another contestant, with nothing between the two but two counters in memory: the least that a device
/// which is served elsewhere can cost on this machine. Data that was last touched by another core, and two cores that work at the same time, are part of it.
/// </summary>
internal sealed class OtherThreadContestant : IContestant
{
    private static readonly long s_restAfter = Stopwatch.Frequency / 1000;   // another contestant's turn has begun
    private static readonly long s_patience = 30 * Stopwatch.Frequency;

    private readonly IContestant _inner;
    private readonly int _depth;
    private readonly SemaphoreSlim _wake = new(0);
    private readonly Thread _server;
    private Counters _counters;

    /// <summary>Starts the thread.</summary>
    /// <param name="inner">Who does an operation; disposed with this object.</param>
    /// <param name="depth">Operations of a run, all handed over before the first is waited for.</param>
    internal OtherThreadContestant(IContestant inner, int depth)
    {
        _inner = inner;
        _depth = depth;
        _server = new Thread(Serve) { IsBackground = true };
        _server.Start();
    }

    /// <summary>Whether its thread sleeps until the next run.</summary>
    internal bool Rests => Volatile.Read(ref _counters.Rests) != 0;

    /// <inheritdoc/>
    public int Run(long index)
    {
        long last = Volatile.Read(ref _counters.Posted) + _depth;
        Volatile.Write(ref _counters.First, index * _depth);
        Volatile.Write(ref _counters.Result, 0);
        Volatile.Write(ref _counters.Posted, last);
        Interlocked.MemoryBarrier();   // the server: 1. rests. 2. Fence. 3. Looks once more.
        if (Volatile.Read(ref _counters.Rests) != 0 && Interlocked.Exchange(ref _counters.Rests, 0) != 0)
        {
            _wake.Release();
        }

        long start = Stopwatch.GetTimestamp();
        while (Volatile.Read(ref _counters.Done) != last)
        {
            Thread.SpinWait(8);
            if (Stopwatch.GetTimestamp() - start > s_patience)
            {
                throw new TimeoutException("a thread of the benchmark does not answer");
            }
        }

        return Volatile.Read(ref _counters.Result);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Volatile.Write(ref _counters.Ends, 1);
        _wake.Release();
        _server.Join();
        _wake.Dispose();
        _inner.Dispose();
    }

    private void Serve()
    {
        long done = 0;
        long idleSince = Stopwatch.GetTimestamp();
        while (Volatile.Read(ref _counters.Ends) == 0)
        {
            long posted = Volatile.Read(ref _counters.Posted);
            if (posted == done)
            {
                Thread.SpinWait(8);
                if (Stopwatch.GetTimestamp() - idleSince > s_restAfter)
                {
                    Rest(done);
                    idleSince = Stopwatch.GetTimestamp();
                }

                continue;
            }

            long first = Volatile.Read(ref _counters.First) - (posted - _depth);
            for (; done < posted; Volatile.Write(ref _counters.Done, ++done))
            {
                int result = _inner.Run(first + done);
                int sum = _counters.Result;
                Volatile.Write(ref _counters.Result, result < 0 || sum < 0 ? -1 : sum + result);
            }

            idleSince = Stopwatch.GetTimestamp();
        }
    }

    private void Rest(long done)
    {
        Volatile.Write(ref _counters.Rests, 1);
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _counters.Posted) != done && Interlocked.Exchange(ref _counters.Rests, 0) != 0)
        {
            return;
        }

        _wake.Wait();   // for the next run, or the end
    }

    /// <summary>What one side writes and the other reads, a cache line for each side.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 384)]
    private struct Counters
    {
        [FieldOffset(128)]
        internal long Posted;

        [FieldOffset(136)]
        internal long First;

        [FieldOffset(144)]
        internal int Rests;

        [FieldOffset(148)]
        internal int Ends;

        [FieldOffset(256)]
        internal long Done;

        [FieldOffset(264)]
        internal int Result;
    }
}
