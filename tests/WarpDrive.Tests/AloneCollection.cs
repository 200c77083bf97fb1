namespace WarpDrive.Tests;

/// <summary>Tests that count what the process or a thread allocates, or that listen to the whole process, run when no others do.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    public const string Name = "alone";
}
