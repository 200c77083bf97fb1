namespace WarpDrive.Uacce.Core.Tests.Workers;

internal sealed class TinyScratch : StepScratch
{
    protected override void Dispose(bool disposing)
    {
    }
}
