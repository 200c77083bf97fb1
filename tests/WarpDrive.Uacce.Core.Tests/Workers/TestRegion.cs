using System.Runtime.InteropServices;

namespace WarpDrive.Uacce.Core.Tests.Workers;

/// <summary>Zeroed memory as a region; lives until the process ends, as threads of a failed test may still look at it.</summary>
internal sealed unsafe class TestRegion(int length) : RegionMemory(Allocate(length), length)
{
    private static nint Allocate(int length)
    {
        void* memory = NativeMemory.AlignedAlloc((nuint)length, 4096);
        NativeMemory.Clear(memory, (nuint)length);
        return (nint)memory;
    }
}
