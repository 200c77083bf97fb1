using WarpDrive.Testing;

namespace WarpDrive.Daemon.Tests;

/// <summary>A daemon that is stopped for longer than its clients have patience: it has their memory open, and may write to it when it goes on.</summary>
public sealed class StoppedDaemonTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("uacced").FullName;
    private readonly ListLogger _log = new();

    private string SocketPath => Path.Combine(_directory, "socket");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_call_returns_when_the_daemon_goes_on_or_ends_and_not_before(bool goesOn)
    {
        using var daemon = new DaemonProgram(null, "--devices", "zip=1", "--socket", SocketPath);
        daemon.Says("listening on");
        using var accelerators = new Accelerators(new AcceleratorOptions
        {
            OnlyProvider = "daemon",
            Daemon = SocketPath,
            DaemonReattach = TimeSpan.Zero,
            Deadline = TimeSpan.FromSeconds(1),
            StopTimeout = TimeSpan.FromMilliseconds(20),
            Logger = _log,
        });
        using var compressor = new Compressor(accelerators: accelerators);
        byte[] data = new byte[3 << 20];
        new Random(11).NextBytes(data.AsSpan(0, 1 << 20));
        byte[] room = new byte[Compressor.MaxCompressedLength(data.Length)];
        Warm(compressor, data, room);
        daemon.Stop();
        Task<Exception?> call = Task.Run(() => Record.Exception(() => compressor.Compress(data, room)), TestContext.Current.CancellationToken);
        TestDaemon.Until(() => _log.Containing("did not let go").Length == 1, "the library says that it waits");
        Assert.False(call.IsCompleted);
        if (goesOn)
        {
            daemon.Continue();
        }
        else
        {
            daemon.Kill();
        }

        Exception? ended = await call.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        Assert.NotNull(ended);   // its deadline is long over
        Assert.Single(_log.Containing("did not let go"));
        Assert.Single(_log.Containing("has let go"));
        byte[] before = [.. room];
        if (goesOn)
        {
            Warm(compressor, data, new byte[room.Length]);
            Assert.Equal(before, room);   // nothing was written behind the return
        }
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    // A machine with much to do may miss so short a deadline without any stop.
    private void Warm(Compressor compressor, byte[] data, byte[] room)
    {
        TestDaemon.Until(() => Record.Exception(() => compressor.Compress(data, room)) is null, "a call is in time");
        _log.Lines.Clear();
    }
}
