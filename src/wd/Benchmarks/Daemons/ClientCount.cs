namespace WarpDrive.Tool.Benchmarks.Daemons;

/// <summary>A number of clients in <c>wd bench daemon clients</c>.</summary>
/// <param name="Clients">Clients at the same time.</param>
/// <param name="OperationsPerSecond">Requests a second, all of them together, the mean over the turns.</param>
/// <param name="Ratio">That by the first number's, the median over the turns.</param>
internal sealed record ClientCount(int Clients, double OperationsPerSecond, double Ratio);
