using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace WarpDrive.Linux.Tests;

public sealed unsafe class MemfdTests
{
    private const int AT_EMPTY_PATH = 0x1000;   // linux/fcntl.h
    private const uint STATX_BLOCKS = 0x400;    // linux/stat.h

    [Fact]
    public void Nobody_can_change_the_size_of_sealed_memory()
    {
        using SafeFileHandle fd = Libc.CreateSealedMemory("wd-test", 3 * 4096);
        Assert.Equal(-1, ftruncate(fd, 0));
        Assert.Equal(Errno.EPERM, (Errno)Marshal.GetLastPInvokeError());
        Assert.Equal(-1, ftruncate(fd, 4 * 4096));
        Assert.Equal(Errno.EPERM, (Errno)Marshal.GetLastPInvokeError());
        int seals = Libc.GetSeals(fd);
        Assert.Equal(Libc.F_SEAL_SHRINK | Libc.F_SEAL_GROW | Libc.F_SEAL_SEAL, seals & (Libc.F_SEAL_SHRINK | Libc.F_SEAL_GROW | Libc.F_SEAL_SEAL));
        Assert.Equal(3 * 4096, RandomAccess.GetLength(fd));
    }

    [Fact]
    public void All_of_it_is_allocated_from_the_beginning()
    {
        using SafeFileHandle fd = Libc.CreateSealedMemory("wd-test", 64 * 4096);
        byte* status = stackalloc byte[Libc.StatxSize];
        Assert.Equal(0, statx((int)fd.DangerousGetHandle(), "", AT_EMPTY_PATH, STATX_BLOCKS, status));
        Assert.Equal(64 * 4096 / 512, *(long*)(status + 48));   // stx_blocks, linux/stat.h
    }

    [Fact]
    public void More_than_there_can_be_is_an_error_at_once()
    {
        Assert.InRange(Libc.AvailableMemory(), 1, 1L << 49);
        Assert.Equal(Errno.ENOMEM, Assert.Throws<LinuxException>(() => Libc.CreateSealedMemory("wd-test", 1L << 50)).Errno);
    }

    [Fact]
    public void Two_mappings_show_the_same_memory()
    {
        using SafeFileHandle fd = Libc.CreateSealedMemory("wd-test", Libc.PageSize);
        nint one = Libc.MmapFile(fd, Libc.PageSize, populate: true);
        nint two = Libc.MmapFile(fd, Libc.PageSize, populate: false);
        try
        {
            Assert.NotEqual(one, two);
            *(uint*)one = 0xfeed;
            Assert.Equal(0xfeedu, *(uint*)two);
        }
        finally
        {
            Assert.True(Libc.Munmap(one, Libc.PageSize));
            Assert.True(Libc.Munmap(two, Libc.PageSize));
        }
    }

    [Fact]
    public void A_file_can_be_mapped_at_a_reserved_address()
    {
        using SafeFileHandle fd = Libc.CreateSealedMemory("wd-test", Libc.PageSize);
        nint reserved = Libc.ReserveAddresses(1L << 32);   // addresses, not memory
        try
        {
            nint at = reserved + (16 * Libc.PageSize);
            Assert.Equal(at, Libc.MmapFile(fd, Libc.PageSize, populate: true, at));
            *(byte*)at = 3;
            byte[] read = new byte[1];
            Assert.Equal(1, RandomAccess.Read(fd, read, 0));
            Assert.Equal(3, read[0]);
        }
        finally
        {
            Assert.True(Libc.Munmap(reserved, 1L << 32));
        }
    }

    [DllImport("libc", SetLastError = true)]
    private static extern int ftruncate(SafeFileHandle fd, long length);

    [DllImport("libc")]
    private static extern int statx(int directory, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mask, byte* room);
}
