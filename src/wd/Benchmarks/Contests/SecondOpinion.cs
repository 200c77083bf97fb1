namespace WarpDrive.Tool.Benchmarks.Contests;

/// <summary>Compares results with those of another implementation of the same operation on the same input.</summary>
/// <param name="other">The other.</param>
internal sealed class SecondOpinion(Contestant other) : IDisposable
{
    /// <summary>Whether a contestant's result for an input is that of the other.</summary>
    internal bool IsRight(Contestant contestant, long index) => other.Run(index) >= 0 && contestant.Output.SequenceEqual(other.Output);

    /// <inheritdoc/>
    public void Dispose() => other.Dispose();
}
