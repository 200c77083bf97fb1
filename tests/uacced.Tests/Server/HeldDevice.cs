using WarpDrive.Hisilicon.Qm;
using WarpDrive.Hisilicon.Zip;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Compression;
using CompressionQueue = WarpDrive.Uacce.RequestQueue<WarpDrive.Uacce.Compression.CompressionRequest, WarpDrive.Uacce.Compression.CompressionCompletion>;

namespace WarpDrive.Daemon.Tests;

/// <summary>A compressor that holds requests until it is told to go on.</summary>
internal sealed class HeldDevice : ZipDevice, IDisposable
{
    private readonly ManualResetEventSlim _held = new();
    private readonly ManualResetEventSlim _release = new();

    internal void Release() => _release.Set();

    /// <summary>Sends a request, and waits until a worker is held by it.</summary>
    /// <param name="provider">Of the daemon that has this device, and no other.</param>
    /// <returns>The queue.</returns>
    internal unsafe CompressionQueue HoldRequest(DaemonProvider provider)
    {
        UacceDevice device = provider.ListDevices()[0];
        CompressionQueue queue = new ZipUserDriver().OpenQueue(
            device.ReadInfo(), device.Open(new QueueOpenOptions(QueueDriving.Served)), new CompressionQueueOptions { Direction = CompressionDirection.Compress, Level = 1 });
        byte[] source = GC.AllocateArray<byte>(1000, pinned: true), destination = GC.AllocateArray<byte>(2000, pinned: true);
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

        TestDaemon.Until(() => _held.IsSet, "the request is worked on");
        GC.KeepAlive(source);
        GC.KeepAlive(destination);
        return queue;
    }

    protected override void Execute(Span<QmRequest> batch, QmStepScratch scratch)
    {
        _held.Set();
        _release.Wait(TimeSpan.FromSeconds(60));
        base.Execute(batch, scratch);
    }

    public void Dispose() => _release.Set();   // the events stay: a worker may still wait
}
