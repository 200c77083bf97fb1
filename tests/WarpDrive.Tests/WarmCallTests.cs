using WarpDrive.Testing;
using WarpDrive.Tests.Fakes;
using WarpDrive.Uacce;

namespace WarpDrive.Tests;

/// <summary>
/// Warm calls allocate nothing. Run alone: what a listener of the meter does in its callback happens, and is counted, on the thread of the caller.
/// </summary>
[Collection(AloneCollection.Name)]
public sealed class WarmCallTests
{
    [Theory]
    [InlineData("zip")]
    [InlineData("zip without shared addresses")]
    [InlineData("fake")]
    [InlineData("fake, served")]
    [InlineData("fake without shared addresses")]
    public void Warm_synchronous_calls_allocate_nothing(string devices)
    {
        using Accelerators accelerators = Open(devices);
        byte[] data = TestData.Mixed(4096, 13);
        byte[] room = new byte[Compressor.MaxCompressedLength(data.Length)], back = new byte[data.Length];
        using var compressor = new Compressor(null, accelerators);
        using var decompressor = new Decompressor(null, accelerators);
        int Round() => decompressor.Decompress(room.AsSpan(0, compressor.Compress(data, room).BytesWritten), back).BytesWritten;
        for (int i = 0; i < 200; i++)   // engines are chosen, pools are filled
        {
            Round();
        }

        Assert.Equal(0, Allocations.Least(2000, _ => Round()));   // more than once round every ring
        Assert.Equal(data, back);
    }

    private static Accelerators Open(string devices) => devices switch
    {
        "zip" => new Accelerators(),
        "zip without shared addresses" => new Accelerators(new AcceleratorOptions { Embedded = new EmbeddedOptions { Sva = false } }),
        "fake" => new FakeProvider("fake", new FakeDevice("fake-0")).Open(),
        "fake, served" => new FakeProvider("fake", new FakeDevice("fake-0") { ServedOnly = true }).Open(),
        _ => new FakeProvider("fake", new FakeDevice("fake-0") { Flags = DeviceFlags.None }).Open(),
    };
}
