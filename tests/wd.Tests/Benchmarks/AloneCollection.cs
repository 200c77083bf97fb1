namespace WarpDrive.Tool.Tests.Benchmarks;

/// <summary>Tests that count what the whole process allocates: they run when no others do.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    public const string Name = "alone";
}
