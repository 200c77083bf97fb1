using System.Runtime.InteropServices;

namespace WarpDrive.Linux;

internal static partial class Libc
{
    internal const int PROT_READ = 0x1;            // asm-generic/mman-common.h
    internal const int PROT_WRITE = 0x2;
    internal const int MAP_SHARED = 0x01;          // linux/mman.h
    internal const int MAP_PRIVATE = 0x02;
    internal const int MAP_FIXED = 0x10;           // asm-generic/mman-common.h
    internal const int MAP_ANONYMOUS = 0x20;
    internal const int MAP_NORESERVE = 0x4000;     // asm-generic/mman.h
    internal const int MAP_POPULATE = 0x8000;      // asm-generic/mman-common.h

    private static readonly nint s_mapFailed = -1;

    /// <summary>mmap(2) of fresh zeroed memory, shared, readable and writable.</summary>
    /// <param name="length">Bytes; rounded up to whole pages by the kernel.</param>
    /// <param name="populate">Whether all pages are there at once, so that no first touch faults.</param>
    /// <exception cref="LinuxException">ENOMEM and what else the kernel says.</exception>
    internal static nint MmapShared(long length, bool populate) =>
        Mmap(0, length, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS | (populate ? MAP_POPULATE : 0));

    /// <summary>mmap(2) over a range that is mapped already: its content is dropped at once, the addresses stay valid and read as zero.</summary>
    /// <param name="address">Page aligned; the caller owns the range.</param>
    /// <param name="length">Bytes.</param>
    /// <exception cref="LinuxException">ENOMEM and what else the kernel says; the old mapping may then be gone.</exception>
    internal static void MmapEmptyOver(nint address, long length) =>
        Mmap(address, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED);

    private static nint Mmap(nint address, long length, int protection, int flags)
    {
        nint result = mmap(address, (nuint)length, protection, flags, -1, 0);
        if (result == s_mapFailed)
        {
            LinuxException.Throw("mmap", LastErrno(), $"{length} bytes");
        }

        return result;
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint mmap(nint address, nuint length, int protection, int flags, int fd, long offset);
}
