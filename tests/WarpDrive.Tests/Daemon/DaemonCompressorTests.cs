namespace WarpDrive.Tests.Daemon;

/// <summary>The contract over a ZIP device of a daemon.</summary>
public class DaemonCompressorTests : CompressorContract
{
    private readonly LocalDaemon _daemon;

    public DaemonCompressorTests()
        : this(sva: true)
    {
    }

    private protected DaemonCompressorTests(bool sva, bool reserves = true) => _daemon = new LocalDaemon(sva, reserves);

    protected override Accelerators CreateAccelerators() => new(_daemon.Options);

    public override void Dispose()
    {
        base.Dispose();
        _daemon.Dispose();
        GC.SuppressFinalize(this);
    }
}
