namespace WarpDrive.Tests.Hashing;

/// <summary>The contract over hardware generation 2, which takes no empty messages.</summary>
public sealed class SecGeneration2HashTests : HashContract
{
    protected override Accelerators CreateAccelerators() => new(new AcceleratorOptions { Embedded = new EmbeddedOptions { HardwareVersion = 2 } });
}
