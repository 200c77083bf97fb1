using WarpDrive.Tests.Fakes;

namespace WarpDrive.Tests;

/// <summary>The contract over the fake provider, whose rings are short so that callers stand in line.</summary>
[Collection(AloneCollection.Name)]
public sealed class FakeAsyncTests : AsyncContract
{
    protected override Accelerators CreateAccelerators() => new FakeProvider("fake", new FakeDevice("fake-0")).Open();
}
