namespace WarpDrive.Tests.Daemon;

/// <summary>The contract of asynchronous calls over a ZIP device of a daemon.</summary>
public sealed class DaemonAsyncTests : AsyncContract
{
    private readonly LocalDaemon _daemon = new();

    protected override Accelerators CreateAccelerators() => new(_daemon.Options);

    public override void Dispose()
    {
        base.Dispose();
        _daemon.Dispose();
        GC.SuppressFinalize(this);
    }
}
