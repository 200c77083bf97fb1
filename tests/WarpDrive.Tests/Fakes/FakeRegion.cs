using System.Runtime.InteropServices;
using WarpDrive.Uacce;

namespace WarpDrive.Tests.Fakes;

internal sealed unsafe class FakeRegion(int length) : RegionMapping(RegionType.Ss, (nint)NativeMemory.AlignedAlloc((nuint)length, 4096), length)
{
    public override bool IsDeviceGone => false;

    protected override bool ReleaseHandle()
    {
        NativeMemory.AlignedFree((void*)handle);
        return true;
    }
}
