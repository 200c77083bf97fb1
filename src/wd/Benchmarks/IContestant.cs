namespace WarpDrive.Tool.Benchmarks;

/// <summary>One way to do an operation, owned by one thread.</summary>
internal interface IContestant : IDisposable
{
    /// <summary>Does one operation.</summary>
    /// <param name="index">Which input, counted from 0 and never wrapped.</param>
    /// <returns>Bytes of the result, or -1 when the operation failed.</returns>
    int Run(long index);
}
