namespace WarpDrive.Tool.Benchmarks.Contests;

/// <summary>One way of doing the job.</summary>
/// <param name="Name">What reports call it.</param>
/// <param name="Make">Makes one instance, for one thread.</param>
/// <param name="IsRight">Whether the result that a run with this index left is right, by a second opinion.</param>
internal sealed record ContestEntry(string Name, Func<Contestant> Make, Func<Contestant, long, bool> IsRight);
