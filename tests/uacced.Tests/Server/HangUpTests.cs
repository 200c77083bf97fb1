using System.Text;
using WarpDrive.Hisilicon.Qm;
using WarpDrive.Hisilicon.Zip;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Compression;
using CompressionQueue = WarpDrive.Uacce.RequestQueue<WarpDrive.Uacce.Compression.CompressionRequest, WarpDrive.Uacce.Compression.CompressionCompletion>;

namespace WarpDrive.Daemon.Tests;

/// <summary>A client that hears of the end uses its buffers again: it must not hear of it while a request is still worked on.</summary>
public sealed class HangUpTests
{
    [Fact]
    public async Task A_connection_is_closed_behind_the_step_that_runs()
    {
        using var device = new HeldDevice();
        using var daemon = new TestDaemon(device);
        using var provider = new DaemonProvider(daemon.SocketPath);
        using QueueFile file = provider.ListDevices()[0].Open(new QueueOpenOptions(QueueDriving.Served));
        using CompressionQueue queue = new ZipUserDriver().OpenQueue(
            provider.ListDevices()[0].ReadInfo(), file, new CompressionQueueOptions { Direction = CompressionDirection.Compress, Level = 1 });
        byte[] source = GC.AllocateArray<byte>(1000, pinned: true), destination = GC.AllocateArray<byte>(2000, pinned: true);
        Encoding.ASCII.GetBytes("held ").CopyTo(source, 0);
        Send(queue, source, destination);
        TestDaemon.Until(() => device.IsHeld, "the request is worked on");
        Task ending = Task.Run(daemon.Server.Dispose, TestContext.Current.CancellationToken);
        TestDaemon.Until(() => daemon.Server.IsDraining, "the daemon ends");
        Task<Exception?> asking = Task.Run(() => AskUntilRefused(provider), TestContext.Current.CancellationToken);
        try
        {
            for (int look = 0; look < 200; look++)
            {
                Assert.False(asking.IsCompleted, "the client heard of the end while its request was worked on");
                Thread.Yield();
            }
        }
        finally
        {
            device.Release();
        }

        await ending.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        Assert.NotNull(await asking.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken));
    }

    private static unsafe void Send(CompressionQueue queue, byte[] source, byte[] destination)
    {
        fixed (byte* from = source, to = destination)
        {
            var request = new CompressionRequest
            {
                Format = CompressionFormat.Deflate,
                Source = (ulong)from,
                SourceLength = source.Length,
                Destination = (ulong)to,
                DestinationLength = destination.Length,
            };
            Assert.Equal(SubmitResult.Queued, queue.TrySend(new ReadOnlySpan<CompressionRequest>(in request), out _));
        }
    }

    private static Exception? AskUntilRefused(DaemonProvider provider)
    {
        Exception? refused = null;
        while (refused is null)
        {
            refused = Record.Exception(() => provider.ReadStatistics(all: false));
        }

        return refused;
    }

    /// <summary>Holds requests until it is told to go on.</summary>
    private sealed class HeldDevice : ZipDevice, IDisposable
    {
        private readonly ManualResetEventSlim _held = new();
        private readonly ManualResetEventSlim _release = new();

        internal bool IsHeld => _held.IsSet;

        internal void Release() => _release.Set();

        protected override void Execute(Span<QmRequest> batch, QmStepScratch scratch)
        {
            _held.Set();
            _release.Wait(TimeSpan.FromSeconds(60));
            base.Execute(batch, scratch);
        }

        public void Dispose() => _release.Set();   // the events stay: a worker may still wait
    }
}
