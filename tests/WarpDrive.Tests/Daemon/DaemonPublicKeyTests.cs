using WarpDrive.Tests.PublicKey;

namespace WarpDrive.Tests.Daemon;

/// <summary>The contract of keys over an HPRE device of a daemon.</summary>
public class DaemonPublicKeyTests : PublicKeyContract
{
    private readonly LocalDaemon _daemon;

    public DaemonPublicKeyTests()
        : this(sva: true)
    {
    }

    private protected DaemonPublicKeyTests(bool sva) => _daemon = new LocalDaemon(sva);

    protected override Accelerators CreateAccelerators() => new(_daemon.Options);

    public override void Dispose()
    {
        base.Dispose();
        _daemon.Dispose();
        GC.SuppressFinalize(this);
    }
}
