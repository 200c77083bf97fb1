using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace WarpDrive.Linux;

internal static unsafe partial class Libc
{
    /// <summary>pread(2) at an address of the address space that a /proc/PID/mem descriptor was opened in.</summary>
    /// <param name="mem">The open file.</param>
    /// <param name="address">First byte.</param>
    /// <param name="into">Where the bytes go.</param>
    /// <param name="errno">Why nothing was read. EIO: the first byte is in no mapping, or cannot be had.</param>
    /// <returns>Bytes up to the first one that cannot be had; 0: the address space has ended (or nothing was asked for); -1: see <paramref name="errno"/>.</returns>
    /// <remarks>It looks past page permissions: PROT_NONE memory can be read. It may wait as long as the memory's own fault handler takes.</remarks>
    internal static nint ReadMemory(SafeFileHandle mem, ulong address, Span<byte> into, out Errno errno)
    {
        fixed (byte* bytes = into)
        {
            nint done;
            do
            {
                done = pread(mem, bytes, (nuint)into.Length, (long)address);
                errno = done < 0 ? LastErrno() : Errno.None;
            }
            while (errno == Errno.EINTR);

            return done;
        }
    }

    /// <summary>pwrite(2) at an address of the address space that a /proc/PID/mem descriptor was opened in.</summary>
    /// <param name="mem">The open file.</param>
    /// <param name="address">First byte.</param>
    /// <param name="bytes">What to write.</param>
    /// <param name="errno">Why nothing was written. EIO: the first byte is in no mapping, or cannot be had.</param>
    /// <returns>Bytes up to the first one that cannot be had; 0: the address space has ended (or nothing was given); -1: see <paramref name="errno"/>.</returns>
    /// <remarks>It looks past page permissions, and writes into read-only private mappings: the caller checks the mapping before.</remarks>
    internal static nint WriteMemory(SafeFileHandle mem, ulong address, ReadOnlySpan<byte> bytes, out Errno errno)
    {
        fixed (byte* first = bytes)
        {
            nint done;
            do
            {
                done = pwrite(mem, first, (nuint)bytes.Length, (long)address);
                errno = done < 0 ? LastErrno() : Errno.None;
            }
            while (errno == Errno.EINTR);

            return done;
        }
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint pread(SafeFileHandle fd, void* memory, nuint length, long offset);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint pwrite(SafeFileHandle fd, void* memory, nuint length, long offset);
}
