using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using WarpDrive.Tests.Fakes;

namespace WarpDrive.Tests;

/// <summary>Alone, because the callbacks of a listener run on the threads of all who compress in the process.</summary>
[Collection(AloneCollection.Name)]
public sealed class MetricsTests
{
    [Fact]
    public async Task A_listener_sees_requests_bytes_errors_times_and_activities()
    {
        var sums = new ConcurrentDictionary<string, double>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name == "WarpDrive")
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        var operations = new ConcurrentDictionary<object, long>();
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            sums.AddOrUpdate(instrument.Name, value, (_, sum) => sum + value);
            if (instrument.Name == "warpdrive.requests" && tags.Length > 0 && tags[0] is { Key: "operation", Value: object operation })
            {
                operations.AddOrUpdate(operation, value, (_, sum) => sum + value);
            }
        });
        listener.SetMeasurementEventCallback<int>((instrument, _, _, _) => sums.AddOrUpdate(instrument.Name, 1, (_, count) => count + 1));
        listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => sums.AddOrUpdate(instrument.Name, value, (_, sum) => sum + value));
        listener.Start();
        var activities = new ConcurrentBag<Activity>();
        using var activityListener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "WarpDrive",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activities.Add,
        };
        ActivitySource.AddActivityListener(activityListener);
        using Accelerators accelerators = new FakeProvider("fake", new FakeDevice("fake-0")).Open();
        using var compressor = new Compressor(null, accelerators);
        byte[] data = TestData.Mixed(1000, 1);

        compressor.Compress(data, new byte[2000]);
        await compressor.CompressAsync(data, new byte[2000]);
        compressor.TryCompress(data, new byte[20], out _);
        new ParallelCompressor(null, accelerators).Compress(new MemoryStream(data), new MemoryStream());
        using var hasher = new Hasher(WarpDrive.Uacce.Digests.DigestAlgorithm.Sha256, null, accelerators);
        hasher.Hash(data, new byte[32]);
        hasher.HashEach(data, 100, new byte[320]);

        // Other tests of the process add to the same meter: at least these are seen.
        Assert.True(sums["warpdrive.requests"] >= 4);
        Assert.True(sums["warpdrive.errors"] >= 1);
        Assert.True(operations["compress"] >= 4);
        Assert.True(operations["hash"] >= 11);
        Assert.True(sums["warpdrive.bytes.in"] >= 3000);
        Assert.True(sums["warpdrive.bytes.out"] > 0);
        Assert.True(sums["warpdrive.service.time"] > 0);
        Assert.True(sums["warpdrive.queue.depth"] >= 2);
        Assert.Contains(activities, activity => activity.OperationName == "warpdrive.compress" && (string?)activity.GetTagItem("warpdrive.device") == "fake-0");
    }
}
