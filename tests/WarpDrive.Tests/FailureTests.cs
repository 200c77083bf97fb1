using WarpDrive.Tests.Fakes;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Compression;

namespace WarpDrive.Tests;

/// <summary>Devices that die, stall or refuse, and callers that give up.</summary>
public sealed class FailureTests
{
    private static readonly byte[] s_data = TestData.Mixed(5000, 1);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_request_lost_with_its_device_is_repeated_on_the_next(bool served)
    {
        var provider = new FakeProvider("fake",
            new FakeDevice("fake-0") { LoseRequests = 1, Instances = 65, ServedOnly = served }, new FakeDevice("fake-1") { ServedOnly = served });
        using Accelerators accelerators = provider.Open();
        using var compressor = new Compressor(null, accelerators);
        byte[] room = new byte[10_000];

        CompressionResult result = compressor.Compress(s_data, room);

        Assert.Equal("fake-1", result.Receipt.Device);
        Assert.Equal(s_data, TestData.ReferenceDecode(room.AsSpan(0, result.BytesWritten), CompressionFormat.Gzip));
    }

    [Fact]
    public async Task A_queued_request_lost_with_its_device_is_repeated_on_the_next()
    {
        var provider = new FakeProvider("fake", new FakeDevice("fake-0") { LoseRequests = 1, Instances = 65 }, new FakeDevice("fake-1"));
        using Accelerators accelerators = provider.Open();
        using var compressor = new Compressor(null, accelerators);

        Assert.Equal("fake-1", (await compressor.CompressAsync(s_data, new byte[10_000])).Receipt.Device);
    }

    [Fact]
    public void A_stream_whose_device_is_lost_ends_as_lost()
    {
        var device = new FakeDevice("fake-0");
        using Accelerators accelerators = new FakeProvider("fake", device).Open();
        using var stream = new CompressStream(new MemoryStream(), null, leaveOpen: false, accelerators);
        stream.Write(s_data);
        stream.Flush();
        device.LoseRequests = 1;
        stream.Write(s_data);

        Assert.Equal(RequestStatus.DeviceLost, Assert.Throws<CompressionException>(stream.Flush).Status);
        Assert.Throws<InvalidOperationException>(stream.Flush);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_stalled_device_ends_at_the_deadline_and_the_next_call_gets_another_queue(bool served)
    {
        var device = new FakeDevice("fake-0") { ServedOnly = served };
        device.Working.Reset();
        using Accelerators accelerators = new FakeProvider("fake", device).Open();
        using var compressor = new Compressor(new CompressionOptions { Deadline = TimeSpan.FromMilliseconds(80) }, accelerators);

        CompressionException thrown = Assert.Throws<CompressionException>(() => compressor.Compress(s_data, new byte[10_000]));

        Assert.Equal(RequestStatus.TimedOut, thrown.Status);
        Assert.Contains("0.08 s", thrown.Message, StringComparison.Ordinal);
        device.Working.Set();
        using var patient = new Compressor(null, accelerators);
        Assert.True(patient.Compress(s_data, new byte[10_000]).BytesWritten > 0);
        Assert.Equal(1, device.OpenQueues);   // the stalled queue was closed
    }

    [Fact]
    public async Task A_queued_request_on_a_stalled_device_ends_at_the_deadline()
    {
        var device = new FakeDevice("fake-0");
        device.Working.Reset();
        using Accelerators accelerators = new FakeProvider("fake", device).Open();
        using var compressor = new Compressor(new CompressionOptions { Deadline = TimeSpan.FromMilliseconds(80) }, accelerators);

        CompressionException thrown = await Assert.ThrowsAsync<CompressionException>(
            async () => await compressor.CompressAsync(s_data, new byte[10_000]));
        Assert.Equal(RequestStatus.TimedOut, thrown.Status);
    }

    [Fact]
    public async Task A_device_that_does_not_let_go_keeps_the_buffers_for_ever()
    {
        var device = new FakeDevice("fake-0") { RefusesStop = true };
        device.Working.Reset();
        Accelerators accelerators = new FakeProvider("fake", device).Open(options => options with { StopTimeout = TimeSpan.FromMilliseconds(20) });
        using var compressor = new Compressor(new CompressionOptions { Deadline = TimeSpan.FromMilliseconds(80) }, accelerators);
        int kept = RetiredStripes.Count;

        CompressionException thrown = await Assert.ThrowsAsync<CompressionException>(
            async () => await compressor.CompressAsync(s_data, new byte[10_000]));

        Assert.Equal(RequestStatus.TimedOut, thrown.Status);
        Assert.Contains("must never be used again", thrown.Message, StringComparison.Ordinal);
        Assert.True(RetiredStripes.Count >= kept + 2);   // the queue and the operation
        Assert.Equal(1, device.OpenQueues);
        accelerators.Dispose();
    }

    [Fact]
    public async Task Cancelling_a_request_that_a_device_has_ends_the_task_when_the_device_has_let_go()
    {
        var device = new FakeDevice("fake-0");
        device.Working.Reset();
        using Accelerators accelerators = new FakeProvider("fake", device).Open();
        using var compressor = new Compressor(null, accelerators);
        using var source = new CancellationTokenSource();
        Task<CompressionResult> call = compressor.CompressAsync(s_data, new byte[10_000], source.Token).AsTask();
        Assert.True(SpinWait.SpinUntil(() => device.Queues.Any(queue => queue.InFlight == 1), TimeSpan.FromSeconds(60)));

        source.Cancel();

        Assert.False(call.IsCompleted);
        device.Working.Set();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.Equal(1, device.Executed);
    }

    [Fact]
    public async Task Cancelling_a_request_in_line_takes_it_back_and_a_full_line_says_so()
    {
        var device = new FakeDevice("fake-0");
        device.Working.Reset();
        using Accelerators accelerators = new FakeProvider("fake", device).Open(options => options with { AsyncContexts = 1, QueueLimit = 1 });
        using var compressor = new Compressor(null, accelerators);
        using var source = new CancellationTokenSource();
        Task<CompressionResult>[] inRing =
            [.. Enumerable.Range(0, FakeQueueFile.Depth - 1).Select(_ => compressor.CompressAsync(s_data, new byte[10_000]).AsTask())];
        Task<CompressionResult> inLine = compressor.CompressAsync(s_data, new byte[10_000], source.Token).AsTask();

        CompressionException full = await Assert.ThrowsAsync<CompressionException>(
            async () => await compressor.CompressAsync(s_data, new byte[10_000]));
        Assert.Equal(RequestStatus.Busy, full.Status);
        source.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => inLine);   // while the device still does nothing
        device.Working.Set();
        await Task.WhenAll(inRing);
        Assert.Equal(inRing.Length, device.Executed);
    }

    [Fact]
    public async Task Try_forms_say_busy_when_every_queue_is_taken()
    {
        var device = new FakeDevice("fake-0");
        device.Working.Reset();
        using Accelerators accelerators = new FakeProvider("fake", device).Open(options => options with { SyncContexts = 1 });
        using var compressor = new Compressor(null, accelerators);
        Task<CompressionResult> holder = Task.Run(() => compressor.Compress(s_data, new byte[10_000]));
        Assert.True(SpinWait.SpinUntil(() => device.Queues.Any(queue => queue.InFlight == 1), TimeSpan.FromSeconds(60)));

        Assert.Equal(RequestStatus.Busy, compressor.TryCompress(s_data, new byte[10_000], out _));
        Task<CompressionResult> waiter = Task.Run(() => compressor.Compress(s_data, new byte[10_000]));
        device.Working.Set();
        await Task.WhenAll(holder, waiter).WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(2, device.Executed);
        Assert.Single(device.Queues);
    }

    [Fact]
    public async Task A_device_removed_while_callers_wait_ends_their_calls()
    {
        var device = new FakeDevice("fake-0") { ServedOnly = true };
        device.Working.Reset();
        using Accelerators accelerators = new FakeProvider("fake", device).Open();
        using var compressor = new Compressor(null, accelerators);
        Task<CompressionResult> sync = Task.Run(() => compressor.Compress(s_data, new byte[10_000]));
        Task<CompressionResult> queued = compressor.CompressAsync(s_data, new byte[10_000]).AsTask();
        Assert.True(SpinWait.SpinUntil(() => device.Queues.Count(queue => queue.InFlight == 1) == 2, TimeSpan.FromSeconds(60)));

        device.Lost = true;

        Assert.True((await Assert.ThrowsAsync<CompressionException>(() => sync)).Status is RequestStatus.DeviceLost or RequestStatus.NoDevice);
        Assert.True((await Assert.ThrowsAsync<CompressionException>(() => queued)).Status is RequestStatus.DeviceLost or RequestStatus.NoDevice);
    }

    [Fact]
    public async Task Disposing_with_requests_in_flight_ends_them_and_closes_every_queue()
    {
        var device = new FakeDevice("fake-0");
        var provider = new FakeProvider("fake", device);
        device.Working.Reset();
        Accelerators accelerators = provider.Open(options => options with { AsyncContexts = 2 });
        var compressor = new Compressor(null, accelerators);
        Task<CompressionResult>[] calls = [.. Enumerable.Range(0, 60).Select(_ => compressor.CompressAsync(s_data, new byte[10_000]).AsTask())];

        accelerators.Dispose();
        accelerators.Dispose();

        foreach (Task<CompressionResult> call in calls)
        {
            await Assert.ThrowsAsync<ObjectDisposedException>(() => call);
        }

        Assert.Equal(0, device.OpenQueues);
        Assert.True(provider.Disposed);
        Assert.Throws<ObjectDisposedException>(() => compressor.Compress(s_data, new byte[10_000]));
        Assert.Throws<ObjectDisposedException>(accelerators.ListDevices);
        compressor.Dispose();
        compressor.Dispose();
        Assert.Throws<ObjectDisposedException>(() => compressor.TryCompress(s_data, new byte[10], out _));
    }

    [Fact]
    public async Task A_call_whose_queue_opens_while_the_instance_ends_ends_once()
    {
        using var opening = new ManualResetEventSlim();
        using var disposed = new ManualResetEventSlim();
        var device = new FakeDevice("fake-0");
        device.Working.Reset();
        device.Opening = () =>
        {
            opening.Set();
            disposed.Wait(TimeSpan.FromSeconds(60));
        };
        Accelerators accelerators = new FakeProvider("fake", device).Open();
        using var compressor = new Compressor(null, accelerators);
        Task<CompressionResult> call = Task.Run(async () => await compressor.CompressAsync(s_data, new byte[10_000]));
        Assert.True(opening.Wait(TimeSpan.FromSeconds(60)));

        accelerators.Dispose();
        disposed.Set();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => call.WaitAsync(TimeSpan.FromSeconds(60)));
        Assert.True(SpinWait.SpinUntil(() => device.OpenQueues == 0, TimeSpan.FromSeconds(60)));
        using Accelerators others = new FakeProvider("fake", new FakeDevice("fake-1")).Open();
        using var next = new Compressor(null, others);
        Assert.Equal(s_data.Length, (await next.CompressAsync(s_data, new byte[10_000])).BytesConsumed);   // with the same operation
    }

    [Fact]
    public async Task An_idle_instance_makes_no_rounds()
    {
        var device = new FakeDevice("fake-0");
        using Accelerators accelerators = new FakeProvider("fake", device).Open();
        using var compressor = new Compressor(null, accelerators);
        await compressor.CompressAsync(s_data, new byte[10_000]);
        long rounds = -1;

        // Two looks a while apart see the same number once the reaper sleeps long.
        Assert.True(SpinWait.SpinUntil(() =>
        {
            long before = rounds;
            rounds = accelerators.ReaperRounds;
            return before == rounds && !SpinWait.SpinUntil(() => accelerators.ReaperRounds != rounds, TimeSpan.FromMilliseconds(150));
        }, TimeSpan.FromSeconds(60)));
    }

    [Fact]
    public async Task A_batch_fills_the_ring_and_a_cancellation_waits_for_what_is_in_it()
    {
        var device = new FakeDevice("fake-0") { ServedOnly = true };
        device.Working.Reset();
        using Accelerators accelerators = new FakeProvider("fake", device).Open();
        using var compressor = new Compressor(null, accelerators);
        using var source = new CancellationTokenSource();
        CompressionJob[] jobs = [.. Enumerable.Range(0, 40).Select(_ => new CompressionJob(s_data, new byte[10_000]))];
        var results = new CompressionResult[jobs.Length];
        Task batch = Task.Run(() => compressor.Compress(jobs, results, source.Token));
        Assert.True(SpinWait.SpinUntil(() => device.Queues.Any(queue => queue.InFlight == FakeQueueFile.Depth - 1), TimeSpan.FromSeconds(60)));

        source.Cancel();
        Assert.False(batch.IsCompleted);
        device.Working.Set();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => batch);
        Assert.Equal(FakeQueueFile.Depth - 1, device.Executed);
        Assert.Equal(FakeQueueFile.Depth - 1, results.Count(result => result.BytesWritten > 0));
        Assert.Single(device.Queues);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_batch_whose_device_is_lost_is_finished_on_the_next(bool served)
    {
        var provider = new FakeProvider("fake",
            new FakeDevice("fake-0") { LoseRequests = 1, Instances = 65, ServedOnly = served }, new FakeDevice("fake-1") { ServedOnly = served });
        using Accelerators accelerators = provider.Open();
        using var compressor = new Compressor(null, accelerators);
        CompressionJob[] jobs = [.. Enumerable.Range(0, 40).Select(_ => new CompressionJob(s_data, new byte[10_000]))];
        var results = new CompressionResult[jobs.Length];

        compressor.Compress(jobs, results);

        for (int i = 0; i < jobs.Length; i++)
        {
            Assert.Equal(s_data, TestData.ReferenceDecode(jobs[i].Destination.Span[..results[i].BytesWritten], CompressionFormat.Gzip));
        }
    }

    [Fact]
    public void A_batch_on_a_stalled_device_ends_at_the_deadline()
    {
        var device = new FakeDevice("fake-0") { ServedOnly = true };
        device.Working.Reset();
        using Accelerators accelerators = new FakeProvider("fake", device).Open();
        using var compressor = new Compressor(new CompressionOptions { Deadline = TimeSpan.FromMilliseconds(50) }, accelerators);
        CompressionJob[] jobs = [.. Enumerable.Range(0, 3).Select(_ => new CompressionJob(s_data, new byte[10_000]))];

        Assert.Equal(RequestStatus.TimedOut,
            Assert.Throws<CompressionException>(() => compressor.Compress(jobs, new CompressionResult[3])).Status);
        device.Working.Set();
        using var patient = new Compressor(null, accelerators);
        patient.Compress(jobs, new CompressionResult[3]);
        Assert.Equal(1, device.OpenQueues);
    }
}
