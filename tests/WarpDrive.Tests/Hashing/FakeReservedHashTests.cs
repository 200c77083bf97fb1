using WarpDrive.Tests.Fakes;
using WarpDrive.Uacce;

namespace WarpDrive.Tests.Hashing;

/// <summary>The contract over a device without shared addresses: messages are copied, and longer ones go in parts.</summary>
public sealed class FakeReservedHashTests : HashContract
{
    protected override Accelerators CreateAccelerators() =>
        new FakeProvider("fake", new FakeDevice("fake-0") { Flags = DeviceFlags.None }).Open(options => options with { ReservedMemory = 256 << 10 });
}
