namespace WarpDrive.Daemon.Tests;

/// <summary>Tests that look at the whole process.</summary>
[CollectionDefinition(nameof(DescriptorTests), DisableParallelization = true)]
public sealed class DescriptorCollection;
