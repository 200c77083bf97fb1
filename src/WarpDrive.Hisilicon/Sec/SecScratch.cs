using WarpDrive.Hisilicon.Qm;

namespace WarpDrive.Hisilicon.Sec;

/// <summary>A worker's executor.</summary>
internal sealed class SecScratch : QmStepScratch
{
    private readonly SecKeyholders _keyholders;

    internal SecScratch(int hardwareVersion, SecKeyholders keyholders)
        : base(SecSqe.ByteSize, SecExecutor.BatchLimit)
    {
        Executor = new SecExecutor(hardwareVersion);
        _keyholders = keyholders;
        keyholders.Add(Executor);
    }

    internal SecExecutor Executor { get; }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _keyholders.Remove(Executor);
            Executor.Dispose();
        }

        base.Dispose(disposing);
    }
}
