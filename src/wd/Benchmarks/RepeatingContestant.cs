namespace WarpDrive.Tool.Benchmarks;

/// <summary>Does as many operations in a run as a contestant that keeps several in flight, one after the other.</summary>
/// <param name="inner">Who does them; disposed with this object.</param>
/// <param name="times">Operations of a run.</param>
internal sealed class RepeatingContestant(IContestant inner, int times) : IContestant
{
    /// <inheritdoc/>
    public int Run(long index)
    {
        int total = 0;
        for (int i = 0; i < times; i++)
        {
            int result = inner.Run((index * times) + i);
            if (result < 0)
            {
                return result;
            }

            total += result;
        }

        return total;
    }

    /// <inheritdoc/>
    public void Dispose() => inner.Dispose();
}
