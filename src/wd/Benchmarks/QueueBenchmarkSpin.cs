namespace WarpDrive.Tool.Benchmarks;

/// <summary>How both sides of the queue benchmark wait.</summary>
internal static class QueueBenchmarkSpin
{
    /// <summary>Lets others run after a long spin: the other side may be waiting for this core.</summary>
    /// <param name="spins">Looks in vain so far.</param>
    internal static void StepAside(int spins)
    {
        if ((spins & 0xFFF) == 0xFFF)
        {
            Thread.Yield();
        }
    }
}
