using WarpDrive.Hisilicon.Qm;

namespace WarpDrive.Hisilicon.Hpre;

/// <summary>A worker's executor.</summary>
internal sealed class HpreScratch(int generation) : QmStepScratch(HpreSqe.ByteSize, batchLimit: 1)
{
    internal HpreExecutor Executor { get; } = new(generation);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Executor.Dispose();
        }

        base.Dispose(disposing);
    }
}
