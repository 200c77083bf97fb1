using System.Diagnostics;
using WarpDrive.Tool.Benchmarks.Rings;

namespace WarpDrive.Tool.Benchmarks;

/// <summary>The loops of the queue benchmark around its work: warm-up, slices, allocations, percentiles. Work takes a number of operations and answers how many were wrong.</summary>
internal static class QueueBenchmarkPasses
{
    private const int Group = QueueBenchmark.Group;
    private const int MaxSamples = 200_000;
    private const int Chunk = 4096;   // operations between two looks at the clock

    /// <summary>Runs job and baseline until they are compiled for good.</summary>
    /// <returns>Operations that were wrong.</returns>
    internal static long Warm<TDescriptor>(Func<long, long> job, Func<long, long>? other, BareRing<TDescriptor>? bare)
        where TDescriptor : unmanaged
    {
        long errors = 0;
        for (int round = 0; round < 10; round++)   // enough calls and loops for the optimizing compiler, with pauses in which it can work
        {
            RunFor(job, 0.01, Chunk, ref errors);
            if (other is not null)
            {
                bare?.Resume();
                RunFor(other, 0.01, Chunk, ref errors);
                bare?.Pause();
            }

            Thread.Sleep(10);
        }

        return errors;
    }

    /// <summary>Managed bytes of an operation, all threads of the process.</summary>
    /// <remarks>A machine that is busy with other things may need long for 10^6 round trips: what is done in ten seconds counts.</remarks>
    internal static double Allocated(Func<long, long> job, long wanted, ref long errors)
    {
        long end = Stopwatch.GetTimestamp() + (10 * Stopwatch.Frequency);
        long before = GC.GetTotalAllocatedBytes(precise: true);
        long operations = 0;
        while (operations < wanted && Stopwatch.GetTimestamp() < end)
        {
            errors += job(Chunk);
            operations += Chunk;
        }

        return (GC.GetTotalAllocatedBytes(precise: true) - before) / (double)operations;
    }

    /// <summary>One slice.</summary>
    /// <param name="work">The work.</param>
    /// <param name="seconds">Its length.</param>
    /// <param name="chunk">Operations between two looks at the clock.</param>
    /// <param name="errors">Grows by operations that were wrong.</param>
    /// <param name="stretches">Takes the times between two looks at the clock; null: they are not wanted.</param>
    internal static QueueSlice RunFor(Func<long, long> work, double seconds, int chunk, ref long errors, QueueStretches? stretches = null)
    {
        errors += work(Chunk / 4);   // both sides awake before the clock runs
        long start = Stopwatch.GetTimestamp();
        long length = (long)(seconds * Stopwatch.Frequency);
        long operations = 0;
        long ticks = 0;
        do
        {
            errors += work(chunk);
            operations += chunk;
            long before = ticks;
            ticks = Stopwatch.GetTimestamp() - start;
            stretches?.Add(ticks - before);
        }
        while (ticks < length);
        return new QueueSlice(operations, ticks);
    }

    /// <summary>Operations between two looks at the clock: some 100 µs, or, with many in flight, so many that filling and emptying the ring does not count.</summary>
    /// <param name="depth">In flight.</param>
    internal static int ChunkFor(int depth) => depth == 1 ? Chunk / 16 : Chunk;

    /// <summary>Nanoseconds an operation over groups.</summary>
    internal static (double P50, double P99) Percentiles(Func<long, long> job, double seconds, ref long errors)
    {
        double[] samples = new double[MaxSamples];
        int count = 0;
        long end = Stopwatch.GetTimestamp() + (long)(seconds * Stopwatch.Frequency);
        do
        {
            long start = Stopwatch.GetTimestamp();
            errors += job(Group);
            samples[count++] = (Stopwatch.GetTimestamp() - start) * (1e9 / Stopwatch.Frequency / Group);
        }
        while (count < MaxSamples && Stopwatch.GetTimestamp() < end);
        Array.Sort(samples, 0, count);
        return (samples[count / 2], samples[(int)(count * 0.99)]);
    }
}
