using WarpDrive.Tests.Hashing;

namespace WarpDrive.Tests.Daemon;

/// <summary>The contract of hashes over a SEC device of a daemon.</summary>
public class DaemonHashTests : HashContract
{
    private readonly LocalDaemon _daemon;

    public DaemonHashTests()
        : this(sva: true)
    {
    }

    private protected DaemonHashTests(bool sva, bool reserves = true) => _daemon = new LocalDaemon(sva, reserves);

    protected override Accelerators CreateAccelerators() => new(_daemon.Options);

    public override void Dispose()
    {
        base.Dispose();
        _daemon.Dispose();
        GC.SuppressFinalize(this);
    }
}
