using WarpDrive.Tests.Fakes;
using WarpDrive.Uacce;

namespace WarpDrive.Tests;

/// <summary>The contract over a device without shared addresses: everything goes through memory reserved on the queue.</summary>
public sealed class FakeReservedCompressorTests : CompressorContract
{
    protected override Accelerators CreateAccelerators() =>
        new FakeProvider("fake", new FakeDevice("fake-0") { Flags = DeviceFlags.None }).Open(options => options with { ReservedMemory = 512 << 10 });
}
