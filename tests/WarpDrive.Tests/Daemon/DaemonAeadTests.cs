using WarpDrive.Tests.Ciphers;

namespace WarpDrive.Tests.Daemon;

/// <summary>The contract of authenticated encryption over a SEC device of a daemon.</summary>
public class DaemonAeadTests : AeadContract
{
    private readonly LocalDaemon _daemon;

    public DaemonAeadTests()
        : this(sva: true)
    {
    }

    private protected DaemonAeadTests(bool sva, bool reserves = true)
    {
        _daemon = new LocalDaemon(sva, reserves);
        SharesAddresses = sva;
    }

    protected override bool SharesAddresses { get; }

    protected override Accelerators CreateAccelerators() => new(_daemon.Options);

    public override void Dispose()
    {
        base.Dispose();
        _daemon.Dispose();
        GC.SuppressFinalize(this);
    }
}
