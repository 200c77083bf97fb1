using WarpDrive.Tests.Fakes;

namespace WarpDrive.Tests;

/// <summary>The contract over a fake second provider: nothing in the library is made for one vendor.</summary>
public sealed class FakeCompressorTests : CompressorContract
{
    protected override Accelerators CreateAccelerators() => new FakeProvider("fake", new FakeDevice("fake-0")).Open();
}
