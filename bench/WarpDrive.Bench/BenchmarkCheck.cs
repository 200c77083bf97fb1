namespace WarpDrive.Bench;

/// <summary>Benchmarks check what they measured: a fast wrong answer is worth nothing.</summary>
internal static class BenchmarkCheck
{
    /// <summary>Ends the benchmark unless the condition holds.</summary>
    /// <param name="condition">What must hold.</param>
    /// <param name="what">What is wrong when it does not.</param>
    internal static void That(bool condition, string what)
    {
        if (!condition)
        {
            throw new InvalidOperationException(what);
        }
    }
}
