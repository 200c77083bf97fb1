using WarpDrive.Tests.Ciphers;

namespace WarpDrive.Tests.Daemon;

/// <summary>The contract of ciphers over a SEC device of a daemon.</summary>
public class DaemonCipherTests : CipherContract
{
    private readonly LocalDaemon _daemon;

    public DaemonCipherTests()
        : this(sva: true)
    {
    }

    private protected DaemonCipherTests(bool sva, bool reserves = true) => _daemon = new LocalDaemon(sva, reserves);

    protected override Accelerators CreateAccelerators() => new(_daemon.Options);

    public override void Dispose()
    {
        base.Dispose();
        _daemon.Dispose();
        GC.SuppressFinalize(this);
    }
}
