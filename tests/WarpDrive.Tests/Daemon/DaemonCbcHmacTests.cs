using WarpDrive.Tests.Ciphers;

namespace WarpDrive.Tests.Daemon;

/// <summary>The contract of CBC with HMAC over a SEC device of a daemon.</summary>
public class DaemonCbcHmacTests : CbcHmacContract
{
    private readonly LocalDaemon _daemon;

    public DaemonCbcHmacTests()
        : this(sva: true)
    {
    }

    private protected DaemonCbcHmacTests(bool sva, bool reserves = true) => _daemon = new LocalDaemon(sva, reserves);

    protected override Accelerators CreateAccelerators() => new(_daemon.Options);

    public override void Dispose()
    {
        base.Dispose();
        _daemon.Dispose();
        GC.SuppressFinalize(this);
    }
}
