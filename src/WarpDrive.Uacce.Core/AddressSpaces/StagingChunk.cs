using System.Runtime.InteropServices;
using WarpDrive.Linux;

namespace WarpDrive.Uacce.Core;

/// <summary>A piece of memory outside the managed heap for copies of other processes' memory. Pages that were never used cost nothing.</summary>
internal sealed unsafe class StagingChunk
{
    /// <summary>Bytes.</summary>
    internal const int Size = 1 << 20;

    /// <summary>Takes zeroed memory from the kernel.</summary>
    /// <exception cref="LinuxException">ENOMEM.</exception>
    internal StagingChunk()
    {
        nint address = Libc.ReserveAddresses(Size);
        Libc.MmapEmptyOver(address, Size);
        Memory = (byte*)address;
        GC.AddMemoryPressure(Size);
    }

    /// <summary>Gives the memory back; the kernel wipes it.</summary>
    ~StagingChunk()
    {
        Libc.Munmap((nint)Memory, Size);
        GC.RemoveMemoryPressure(Size);
    }

    /// <summary>First byte.</summary>
    internal byte* Memory { get; }

    /// <summary>Bytes from the front that may hold something.</summary>
    internal int Touched { get; set; }

    /// <summary>Zeroes what may hold something.</summary>
    internal void Wipe()
    {
        NativeMemory.Clear(Memory, (nuint)Touched);
        Touched = 0;
        GC.KeepAlive(this);
    }
}
