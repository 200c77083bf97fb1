using System.Runtime.InteropServices;

namespace WarpDrive.Linux;

internal static partial class Libc
{
    internal const int MADV_POPULATE_READ = 22;   // asm-generic/mman-common.h, Linux 5.14

    /// <summary>madvise(2) MADV_POPULATE_READ: makes pages present as a read would, but tells of a fault instead of raising a signal.</summary>
    /// <param name="address">Page aligned.</param>
    /// <param name="length">Bytes.</param>
    /// <returns>
    /// <see cref="Errno.None"/>; EFAULT: a read would raise SIGBUS (behind the end of the file); ENOMEM: not mapped; EINVAL: the kernel is
    /// older than 5.14, or no access.
    /// </returns>
    internal static Errno TryPopulateForRead(ulong address, nuint length)
    {
        while (madvise_populate((nint)address, length, MADV_POPULATE_READ) != 0)
        {
            var errno = (Errno)Marshal.GetLastPInvokeError();
            if (errno is not (Errno.EINTR or Errno.EAGAIN))
            {
                return errno;
            }
        }

        return Errno.None;
    }

    [LibraryImport("libc", EntryPoint = "madvise", SetLastError = true)]
    private static partial int madvise_populate(nint address, nuint length, int advice);
}
