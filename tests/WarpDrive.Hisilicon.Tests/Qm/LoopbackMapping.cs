using WarpDrive.Uacce;

namespace WarpDrive.Hisilicon.Tests.Qm;

internal sealed class LoopbackMapping(RegionType type, LoopbackRegion region, LoopbackQueueFile file) : RegionMapping(type, region.Address, region.Length)
{
    public override bool IsDeviceGone => file.IsRemoved;

    protected override bool ReleaseHandle() => true;   // the queue file owns the memory
}
