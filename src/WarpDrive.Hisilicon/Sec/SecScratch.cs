using WarpDrive.Hisilicon.Qm;

namespace WarpDrive.Hisilicon.Sec;

/// <summary>A worker's executor.</summary>
internal sealed class SecScratch(int hardwareVersion) : QmStepScratch(SecSqe.ByteSize, SecExecutor.BatchLimit)
{
    internal SecExecutor Executor { get; } = new(hardwareVersion);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Executor.Dispose();
        }

        base.Dispose(disposing);
    }
}
