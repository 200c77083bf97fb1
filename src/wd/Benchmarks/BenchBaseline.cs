namespace WarpDrive.Tool.Benchmarks;

/// <summary>Something that a job is compared with.</summary>
/// <param name="Name">What it is.</param>
/// <param name="OperationsPerSecond">Its operations a second.</param>
/// <param name="BytesPerSecond">Its uncompressed bytes a second; 0 where nothing is moved.</param>
/// <param name="Ratio">Speed of the job by that of the baseline, the median over the slices in which they took turns.</param>
internal sealed record BenchBaseline(string Name, double OperationsPerSecond, double BytesPerSecond, double Ratio)
{
    /// <summary>The same of the median stretch of each, in which both sides were awake and nobody else had their processors; null where there is no other side.</summary>
    public double? AwakeRatio { get; init; }
}
