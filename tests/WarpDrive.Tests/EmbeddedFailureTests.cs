using WarpDrive.Uacce;
using WarpDrive.Uacce.Core;

namespace WarpDrive.Tests;

/// <summary>Devices of the real core that go away or stall with callers waiting.</summary>
public sealed class EmbeddedFailureTests
{
    private static readonly byte[] s_data = TestData.Mixed(5000, 1);

    [Fact]
    public async Task A_device_removed_while_callers_wait_ends_their_calls()
    {
        using DeviceRegistry registry = Registry();
        var device = new StallingZipDevice { Stalls = true };
        RegisteredDevice registered = registry.Add(device);
        using Accelerators accelerators = Open(registry, TimeSpan.FromSeconds(30));
        using var compressor = new Compressor(null, accelerators);
        Task<CompressionResult> queued = compressor.CompressAsync(s_data, new byte[10_000]).AsTask();
        Task<CompressionResult> sync = Task.Run(() => compressor.Compress(s_data, new byte[10_000]));
        AwaitQueues(accelerators, 2);

        registry.Remove(registered);

        CompressionException[] thrown =
        [
            await Assert.ThrowsAsync<CompressionException>(() => sync.WaitAsync(TimeSpan.FromSeconds(60))),
            await Assert.ThrowsAsync<CompressionException>(() => queued.WaitAsync(TimeSpan.FromSeconds(60))),
        ];
        Assert.All(thrown, each => Assert.True(each.Status is RequestStatus.DeviceLost or RequestStatus.NoDevice));
    }

    [Fact]
    public async Task A_synchronous_call_on_a_stalled_device_ends_at_its_deadline_and_the_next_works()
    {
        using DeviceRegistry registry = Registry();
        var device = new StallingZipDevice { Stalls = true };
        registry.Add(device);
        using Accelerators accelerators = Open(registry, TimeSpan.FromMilliseconds(80));
        using var compressor = new Compressor(null, accelerators);

        Assert.Equal(RequestStatus.TimedOut, Assert.Throws<CompressionException>(() => compressor.Compress(s_data, new byte[10_000])).Status);
        device.Stalls = false;
        using var patient = new Compressor(new CompressionOptions { Deadline = TimeSpan.FromSeconds(30) }, accelerators);
        Assert.Equal(s_data.Length, patient.Compress(s_data, new byte[10_000]).BytesConsumed);
        Assert.Equal(s_data.Length, (await patient.CompressAsync(s_data, new byte[10_000])).BytesConsumed);
    }

    [Fact]
    public async Task Disposing_with_asynchronous_calls_in_flight_ends_them()
    {
        using DeviceRegistry registry = Registry();
        registry.Add(new StallingZipDevice { Stalls = true });
        Accelerators accelerators = Open(registry, TimeSpan.FromSeconds(30));
        using var compressor = new Compressor(null, accelerators);
        Task<CompressionResult>[] calls = [.. Enumerable.Range(0, 20).Select(_ => compressor.CompressAsync(s_data, new byte[10_000]).AsTask())];

        accelerators.Dispose();

        foreach (Task<CompressionResult> call in calls)
        {
            await Assert.ThrowsAsync<ObjectDisposedException>(() => call.WaitAsync(TimeSpan.FromSeconds(60)));
        }
    }

    private static DeviceRegistry Registry() => new(new CoreOptions { DrainTimeout = TimeSpan.FromMilliseconds(200) });

    private static Accelerators Open(DeviceRegistry registry, TimeSpan deadline) => new(new AcceleratorOptions
    {
        Embedded = new EmbeddedOptions { Devices = 0 },
        Providers = [new EmbeddedProvider(registry, ownsRegistry: false)],
        Deadline = deadline,
        StopTimeout = TimeSpan.FromSeconds(5),
    });

    private static void AwaitQueues(Accelerators accelerators, int count) => Assert.True(SpinWait.SpinUntil(
        () => accelerators.ListDevices() is [var only] && only.AvailableInstances <= 1024 - count, TimeSpan.FromSeconds(60)));
}
