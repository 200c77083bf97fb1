namespace WarpDrive.Tests.Hashing;

/// <summary>The contract over a software SEC device that shares no addresses.</summary>
public sealed class SecReservedHashTests : HashContract
{
    protected override Accelerators CreateAccelerators() => new(new AcceleratorOptions { Embedded = new EmbeddedOptions { Sva = false } });
}
