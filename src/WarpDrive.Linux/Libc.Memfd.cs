using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace WarpDrive.Linux;

internal static partial class Libc
{
    internal const uint MFD_CLOEXEC = 0x1;          // linux/memfd.h
    internal const uint MFD_ALLOW_SEALING = 0x2;
    internal const uint MFD_NOEXEC_SEAL = 0x8;      // Linux 6.3
    internal const int F_ADD_SEALS = 1033;          // linux/fcntl.h
    internal const int F_GET_SEALS = 1034;
    internal const int F_SEAL_SEAL = 0x1;
    internal const int F_SEAL_SHRINK = 0x2;
    internal const int F_SEAL_GROW = 0x4;

    private const int FALLOC_FL_KEEP_SIZE = 0x1;    // linux/falloc.h
    private const int FALLOC_FL_PUNCH_HOLE = 0x2;

    private const long LargeMemory = 1 << 20;       // below it, asking how much there is costs more than it is worth

    /// <summary>For tests: whether the machine is to have no memory for the file of this name. Null in a program.</summary>
    internal static Func<string, bool>? HasNoMemoryFor { get; set; }

    /// <summary>
    /// memfd_create(2), fallocate(2), then seals: zeroed memory of exactly this size for several processes, all of it there, that nobody can
    /// shrink or grow. So a full machine is an error here, and touching it later never raises SIGBUS.
    /// </summary>
    /// <param name="name">What /proc shows; at most 249 bytes.</param>
    /// <param name="length">Bytes, above zero.</param>
    /// <exception cref="LinuxException">ENOSPC, ENOMEM: no memory for it. EMFILE, ENFILE.</exception>
    internal static SafeFileHandle CreateSealedMemory(string name, long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(length);
        SafeFileHandle fd = CreateMemory(name);
        try
        {
            if (HasNoMemoryFor?.Invoke(name) == true)
            {
                LinuxException.Throw("fallocate", Errno.ENOMEM, $"{length} bytes");
            }

            // The kernel would go on until memory is out, and then end processes instead of the call.
            if (length >= LargeMemory && length > AvailableMemory())
            {
                LinuxException.Throw("fallocate", Errno.ENOMEM, $"{length} bytes, of which this machine has {AvailableMemory()} now");
            }

            while (fallocate(fd, 0, 0, length) != 0)
            {
                Errno errno = LastErrno();
                if (errno != Errno.EINTR)
                {
                    LinuxException.Throw("fallocate", errno, $"{length} bytes");
                }
            }

            if (fcntl(fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) < 0)
            {
                LinuxException.Throw("fcntl", LastErrno(), "F_ADD_SEALS");
            }

            return fd;
        }
        catch
        {
            fd.Dispose();
            throw;
        }
    }

    /// <summary>fallocate(2) FALLOC_FL_PUNCH_HOLE: gives the memory of a file back; its length stays, and it reads as zeros, whoever else has it open.</summary>
    /// <param name="fd">A memfd without F_SEAL_WRITE.</param>
    /// <param name="length">Bytes from the beginning, above zero.</param>
    /// <exception cref="LinuxException">The kernel said no.</exception>
    internal static void PunchHole(SafeFileHandle fd, long length)
    {
        while (fallocate(fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 0, length) != 0)
        {
            Errno errno = LastErrno();
            if (errno != Errno.EINTR)
            {
                LinuxException.Throw("fallocate", errno, "FALLOC_FL_PUNCH_HOLE");
            }
        }
    }

    /// <summary>fcntl(2) F_GET_SEALS: the <c>F_SEAL_</c> bits of a file.</summary>
    /// <param name="fd">Any descriptor.</param>
    /// <returns>None for a file that cannot have seals.</returns>
    internal static int GetSeals(SafeFileHandle fd) => Math.Max(fcntl(fd, F_GET_SEALS, 0), 0);

    /// <summary>mmap(2) of a file from its beginning, shared, readable and writable.</summary>
    /// <param name="fd">The file.</param>
    /// <param name="length">Bytes.</param>
    /// <param name="populate">Whether all pages are mapped at once, so that no first touch faults.</param>
    /// <param name="at">0: anywhere; else the page aligned address of a range that is the caller's, whatever is mapped there.</param>
    /// <exception cref="LinuxException">ENOMEM, EACCES and what else the kernel says.</exception>
    internal static nint MmapFile(SafeFileHandle fd, long length, bool populate, nint at = 0)
    {
        int flags = MAP_SHARED | (populate ? MAP_POPULATE : 0) | (at == 0 ? 0 : MAP_FIXED);
        nint result = mmap(at, (nuint)length, PROT_READ | PROT_WRITE, flags, fd, 0);
        if (result == s_mapFailed)
        {
            LinuxException.Throw("mmap", LastErrno(), $"{length} bytes of a file");
        }

        return result;
    }

    /// <summary>mmap(2) without any access: addresses that nothing else will get, to map files into with <see cref="MmapFile"/>.</summary>
    /// <param name="length">Bytes.</param>
    /// <exception cref="LinuxException">ENOMEM.</exception>
    internal static nint ReserveAddresses(long length) => Mmap(0, length, 0, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE);

    private static SafeFileHandle CreateMemory(string name)
    {
        SafeFileHandle fd = memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING | MFD_NOEXEC_SEAL);
        if (fd.IsInvalid && LastErrno() == Errno.EINVAL)   // a kernel before 6.3
        {
            fd.Dispose();
            fd = memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING);
        }

        if (fd.IsInvalid)
        {
            Errno errno = LastErrno();   // before Dispose: it may clobber errno
            fd.Dispose();
            LinuxException.Throw("memfd_create", errno, name);
        }

        return fd;
    }

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial SafeFileHandle memfd_create(string name, uint flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int fallocate(SafeFileHandle fd, int mode, long offset, long length);

    // Variadic in C; the third argument travels like any other on x86-64 and arm64 Linux.
    [LibraryImport("libc", SetLastError = true)]
    private static partial int fcntl(SafeFileHandle fd, int command, int argument);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint mmap(nint address, nuint length, int protection, int flags, SafeFileHandle fd, long offset);
}
