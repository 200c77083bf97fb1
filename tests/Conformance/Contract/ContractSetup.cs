namespace WarpDrive.Conformance.Contract;

/// <summary>The device that a test wants. Instances and sizes are the fixture's own.</summary>
public sealed record ContractSetup
{
    public bool Sva { get; init; } = true;
    public bool HasIsolation { get; init; } = true;
    public bool IsVirtualFunction { get; init; }
    public int NumaNode { get; init; } = -1;
}
