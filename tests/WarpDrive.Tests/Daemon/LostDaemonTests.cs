using WarpDrive.Uacce;
using WarpDrive.Uacce.Compression;

namespace WarpDrive.Tests.Daemon;

/// <summary>A daemon that ends while the library uses it, and perhaps comes back.</summary>
public sealed class LostDaemonTests : IDisposable
{
    private static readonly TimeSpan s_long = TimeSpan.FromSeconds(60);

    private readonly LocalDaemon _daemon = new();
    private readonly byte[] _data = TestData.Mixed(20_000);

    public void Dispose() => _daemon.Dispose();

    private byte[] Compress(Compressor compressor, out CompressionResult result)
    {
        byte[] room = new byte[Compressor.MaxCompressedLength(_data.Length)];
        result = compressor.Compress(_data, room);
        return room[..result.BytesWritten];
    }

    private void Check(byte[] compressed) => Assert.Equal(_data, TestData.ReferenceDecode(compressed, CompressionFormat.Gzip));

    private static Task<T> OnThread<T>(Func<T> work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    [Fact]
    public async Task A_call_waits_for_a_daemon_that_restarts()
    {
        using var accelerators = new Accelerators(_daemon.Options with { DaemonReattach = s_long, Deadline = s_long });
        using var compressor = new Compressor(null, accelerators);
        Check(Compress(compressor, out _));
        _daemon.End();
        Task<byte[]> call = OnThread(() => Compress(compressor, out _));
        _daemon.Start();
        Check(await call.WaitAsync(s_long));
    }

    [Fact]
    public async Task Tasks_wait_for_a_daemon_that_restarts()
    {
        using var accelerators = new Accelerators(_daemon.Options with { DaemonReattach = s_long, Deadline = s_long });
        using var compressor = new Compressor(null, accelerators);
        byte[][] rooms = [.. Enumerable.Range(0, 64).Select(_ => new byte[Compressor.MaxCompressedLength(_data.Length)])];
        await compressor.CompressAsync(_data, rooms[0]);
        ValueTask<CompressionResult>[] calls = [.. rooms.Select(room => compressor.CompressAsync(_data, room))];
        _daemon.End();
        Task<CompressionResult> late = compressor.CompressAsync(_data, new byte[40_000]).AsTask();
        _daemon.Start();
        for (int i = 0; i < calls.Length; i++)
        {
            CompressionResult result = await calls[i].AsTask().WaitAsync(s_long);
            Check(rooms[i][..result.BytesWritten]);
        }

        await late.WaitAsync(s_long);
    }

    [Fact]
    public async Task A_stream_goes_on_after_a_restart()
    {
        using var accelerators = new Accelerators(_daemon.Options with { DaemonReattach = s_long, Deadline = s_long });
        var output = new MemoryStream();
        using (var stream = new CompressStream(output, null, leaveOpen: true, accelerators))
        {
            stream.Write(_data);
            stream.Flush();
            _daemon.End();
            Task<bool> rest = OnThread(() =>
            {
                stream.Write(_data);
                stream.Flush();
                return true;
            });
            _daemon.Start();
            await rest.WaitAsync(s_long);
        }

        Assert.Equal([.. _data, .. _data], TestData.ReferenceDecode(output.ToArray(), CompressionFormat.Gzip));
    }

    [Fact]
    public void A_daemon_that_does_not_come_back_is_a_lost_device()
    {
        using var accelerators = new Accelerators(_daemon.Options with { DaemonReattach = TimeSpan.FromMilliseconds(100) });
        using var compressor = new Compressor(null, accelerators);
        Check(Compress(compressor, out _));
        _daemon.End();
        CompressionException thrown = Assert.Throws<CompressionException>(() => Compress(compressor, out _));
        Assert.Contains(thrown.Status, new[] { RequestStatus.DeviceLost, RequestStatus.NoDevice });
        _daemon.Start();
        Check(Compress(compressor, out _));
    }

    [Fact]
    public async Task Tasks_of_a_daemon_that_does_not_come_back_end()
    {
        using var accelerators = new Accelerators(_daemon.Options with { DaemonReattach = TimeSpan.FromMilliseconds(100) });
        using var compressor = new Compressor(null, accelerators);
        await compressor.CompressAsync(_data, new byte[40_000]);
        _daemon.End();
        CompressionException thrown = await Assert.ThrowsAsync<CompressionException>(
            async () => await compressor.CompressAsync(_data, new byte[40_000]).AsTask().WaitAsync(s_long));
        Assert.Contains(thrown.Status, new[] { RequestStatus.DeviceLost, RequestStatus.NoDevice });
    }

    [Fact]
    public void Devices_of_this_process_stand_in_until_the_daemon_is_back()
    {
        using var accelerators = new Accelerators(_daemon.Options with { DaemonFallback = true });
        using var compressor = new Compressor(null, accelerators);
        Check(Compress(compressor, out CompressionResult first));
        Assert.Equal("daemon", first.Receipt.Provider);
        _daemon.End();
        Check(Compress(compressor, out CompressionResult second));
        Assert.Equal("embedded", second.Receipt.Provider);
        _daemon.Start();
        Assert.True(SpinWait.SpinUntil(
            () =>
            {
                Check(Compress(compressor, out CompressionResult next));
                return next.Receipt.Provider == "daemon";
            },
            s_long));
    }

    [Fact]
    public async Task A_daemon_that_ends_in_order_finishes_what_it_has()
    {
        using var accelerators = new Accelerators(_daemon.Options with { DaemonReattach = s_long, Deadline = s_long });
        using var compressor = new Compressor(null, accelerators);
        Check(Compress(compressor, out _));
        Task<bool> stop = _daemon.Server.StopAsync(s_long);
        Task<byte[]> call = OnThread(() => Compress(compressor, out _));
        await stop.WaitAsync(s_long);
        _daemon.End();
        _daemon.Start();
        Check(await call.WaitAsync(s_long));
    }
}
