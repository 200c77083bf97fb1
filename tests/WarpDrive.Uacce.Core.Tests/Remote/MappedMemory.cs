using Microsoft.Win32.SafeHandles;
using WarpDrive.Linux;

namespace WarpDrive.Uacce.Core.Tests.Remote;

/// <summary>The client's own mapping of a memfd.</summary>
internal sealed class MappedMemory : RegionMemory, IDisposable
{
    private readonly nint _address;

    public MappedMemory(SafeFileHandle memory, int length)
        : this(Libc.MmapFile(memory, length, populate: false), length)
    {
    }

    private MappedMemory(nint address, int length)
        : base(address, length) => _address = address;

    public void Dispose() => Assert.True(Libc.Munmap(_address, Length));
}
