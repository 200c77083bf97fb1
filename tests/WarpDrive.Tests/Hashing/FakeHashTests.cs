using WarpDrive.Tests.Fakes;

namespace WarpDrive.Tests.Hashing;

/// <summary>The contract over the fake provider.</summary>
public sealed class FakeHashTests : HashContract
{
    protected override Accelerators CreateAccelerators() => new FakeProvider("fake", new FakeDevice("fake-0")).Open();
}
