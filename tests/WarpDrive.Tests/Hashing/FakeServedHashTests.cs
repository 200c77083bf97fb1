using WarpDrive.Tests.Fakes;

namespace WarpDrive.Tests.Hashing;

/// <summary>The contract over a provider that serves every queue, as hardware does.</summary>
public sealed class FakeServedHashTests : HashContract
{
    protected override Accelerators CreateAccelerators() => new FakeProvider("fake", new FakeDevice("fake-0") { ServedOnly = true }).Open();
}
