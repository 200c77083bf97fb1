namespace WarpDrive.Tests;

/// <summary>The contract over the software ZIP device of this process.</summary>
public sealed class ZipCompressorTests : CompressorContract
{
    protected override Accelerators CreateAccelerators() => new();
}
