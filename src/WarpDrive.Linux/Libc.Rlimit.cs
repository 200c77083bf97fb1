using System.Runtime.InteropServices;

namespace WarpDrive.Linux;

internal static unsafe partial class Libc
{
    internal const int RLIMIT_NOFILE = 7;   // asm-generic/resource.h

    /// <summary>getrlimit(2) RLIMIT_NOFILE: how many descriptors this process may have.</summary>
    /// <returns>The limit in force, and how far it may be raised.</returns>
    /// <exception cref="LinuxException">The kernel said no.</exception>
    internal static (ulong Soft, ulong Hard) GetOpenFilesLimit()
    {
        ulong* limit = stackalloc ulong[2];
        if (getrlimit(RLIMIT_NOFILE, limit) != 0)
        {
            LinuxException.Throw("getrlimit", LastErrno(), "RLIMIT_NOFILE");
        }

        return (limit[0], limit[1]);
    }

    /// <summary>setrlimit(2) RLIMIT_NOFILE: as many descriptors as this process may have without asking anybody.</summary>
    /// <exception cref="LinuxException">The kernel said no.</exception>
    internal static void RaiseOpenFilesLimit()
    {
        (ulong soft, ulong hard) = GetOpenFilesLimit();
        if (soft >= hard)
        {
            return;
        }

        ulong* limit = stackalloc ulong[2] { hard, hard };
        if (setrlimit(RLIMIT_NOFILE, limit) != 0)
        {
            LinuxException.Throw("setrlimit", LastErrno(), $"RLIMIT_NOFILE {hard}");
        }
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int getrlimit(int resource, ulong* limit);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int setrlimit(int resource, ulong* limit);
}
