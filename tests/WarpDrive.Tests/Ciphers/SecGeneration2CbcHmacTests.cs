namespace WarpDrive.Tests.Ciphers;

/// <summary>The contract over hardware generation 2, which has less.</summary>
public sealed class SecGeneration2CbcHmacTests : CbcHmacContract
{
    protected override bool HasShangMi => false;

    protected override Accelerators CreateAccelerators() => new(new AcceleratorOptions { Embedded = new EmbeddedOptions { HardwareVersion = 2 } });
}
