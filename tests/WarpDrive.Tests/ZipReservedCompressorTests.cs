namespace WarpDrive.Tests;

/// <summary>The contract over a software ZIP device without shared addresses.</summary>
public sealed class ZipReservedCompressorTests : CompressorContract
{
    protected override Accelerators CreateAccelerators() => new(new AcceleratorOptions { Embedded = new EmbeddedOptions { Sva = false } });
}
