using System.Runtime.InteropServices;
using WarpDrive.Uacce.Core;

namespace WarpDrive.Hisilicon.Tests.Qm;

/// <summary>Region memory of a loopback queue, freed with it.</summary>
internal sealed unsafe class LoopbackRegion : RegionMemory, IDisposable
{
    private nint _memory;

    private LoopbackRegion(nint memory, int length)
        : base(memory, length) =>
        _memory = memory;

    internal nint Address => _memory;

    internal static LoopbackRegion Create(int length)
    {
        void* memory = NativeMemory.AlignedAlloc((nuint)length, 4096);
        NativeMemory.Clear(memory, (nuint)length);
        return new LoopbackRegion((nint)memory, length);
    }

    public void Dispose() => NativeMemory.AlignedFree((void*)Interlocked.Exchange(ref _memory, 0));
}
