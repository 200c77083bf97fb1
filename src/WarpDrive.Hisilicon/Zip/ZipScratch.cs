using WarpDrive.Hisilicon.Qm;

namespace WarpDrive.Hisilicon.Zip;

/// <summary>A worker's executor.</summary>
internal sealed class ZipScratch(int hardwareVersion) : QmStepScratch(ZipSqe.ByteSize, batchLimit: 1)
{
    internal ZipExecutor Executor { get; } = new(hardwareVersion);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Executor.Dispose();
        }

        base.Dispose(disposing);
    }
}
