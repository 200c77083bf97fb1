namespace WarpDrive.Tests.Hashing;

/// <summary>The contract over the software SEC device of this process.</summary>
public sealed class SecHashTests : HashContract
{
    protected override Accelerators CreateAccelerators() => new();
}
