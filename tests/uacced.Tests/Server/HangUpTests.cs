using WarpDrive.Uacce;
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
        using CompressionQueue queue = device.HoldRequest(provider);
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

    private static Exception? AskUntilRefused(DaemonProvider provider)
    {
        Exception? refused = null;
        while (refused is null)
        {
            refused = Record.Exception(() => provider.ReadStatistics(all: false));
        }

        return refused;
    }
}
