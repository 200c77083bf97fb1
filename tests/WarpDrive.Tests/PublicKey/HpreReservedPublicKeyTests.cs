namespace WarpDrive.Tests.PublicKey;

/// <summary>The contract over a software HPRE device that shares no addresses.</summary>
public sealed class HpreReservedPublicKeyTests : PublicKeyContract
{
    protected override Accelerators CreateAccelerators() => new(new AcceleratorOptions { Embedded = new EmbeddedOptions { Sva = false } });
}
