namespace WarpDrive.Tests.Ciphers;

/// <summary>The contract over hardware generation 2, which has less.</summary>
public sealed class SecGeneration2AeadTests : AeadContract
{
    protected override bool HasSm4 => false;

    protected override Accelerators CreateAccelerators() => new(new AcceleratorOptions { Embedded = new EmbeddedOptions { HardwareVersion = 2 } });
}
