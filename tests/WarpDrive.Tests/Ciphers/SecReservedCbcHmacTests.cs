namespace WarpDrive.Tests.Ciphers;

/// <summary>The contract over a software SEC device that shares no addresses.</summary>
public sealed class SecReservedCbcHmacTests : CbcHmacContract
{
    protected override Accelerators CreateAccelerators() => new(new AcceleratorOptions { Embedded = new EmbeddedOptions { Sva = false } });
}
