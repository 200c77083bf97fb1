namespace WarpDrive.Tests;

/// <summary>The contract over the software ZIP device of this process.</summary>
[Collection(AloneCollection.Name)]
public sealed class ZipAsyncTests : AsyncContract
{
    protected override Accelerators CreateAccelerators() => new();
}
