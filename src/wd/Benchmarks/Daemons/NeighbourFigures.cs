namespace WarpDrive.Tool.Benchmarks.Daemons;

/// <summary>A client beside one kind of neighbour.</summary>
/// <param name="Neighbour">Who that is: <c>none</c>, <c>honest</c> or <c>hostile</c>.</param>
/// <param name="Operations">The client's requests.</param>
/// <param name="P50Nanoseconds">Their median time.</param>
/// <param name="P99Nanoseconds">The 99th percentile.</param>
/// <param name="NeighbourOperationsPerSecond">What the neighbour got done; 0 where there is none.</param>
internal sealed record NeighbourFigures(string Neighbour, long Operations, double P50Nanoseconds, double P99Nanoseconds, double NeighbourOperationsPerSecond);
