using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace WarpDrive.Linux;

internal static partial class Libc
{
    // linux/fs.h: _IOWR('f', 17, struct procmap_query)
    internal const nuint PROCMAP_QUERY = (3u << 30) | (104u << 16) | ((uint)'f' << 8) | 17;

    /// <summary>ioctl(2) PROCMAP_QUERY on a descriptor of /proc/PID/maps; nothing is allocated.</summary>
    /// <param name="maps">The open file.</param>
    /// <param name="query">In and out.</param>
    /// <returns><see cref="Errno.None"/>; ENOENT: no such mapping; ENOTTY: the kernel is older than 6.11; ESRCH: the process has ended.</returns>
    internal static Errno TryQueryMapping(SafeFileHandle maps, ref ProcMapQuery query)
    {
        while (ioctl_procmap(maps, PROCMAP_QUERY, ref query) < 0)
        {
            var errno = (Errno)Marshal.GetLastPInvokeError();
            if (errno != Errno.EINTR)
            {
                return errno;
            }
        }

        return Errno.None;
    }

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int ioctl_procmap(SafeFileHandle fd, nuint request, ref ProcMapQuery query);
}
