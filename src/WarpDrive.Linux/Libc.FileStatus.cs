using Microsoft.Win32.SafeHandles;

namespace WarpDrive.Linux;

internal static unsafe partial class Libc
{
    internal const int F_GETFL = 3;                       // asm-generic/fcntl.h
    internal const int O_ACCMODE = 0x3;
    internal const int O_WRONLY = 0x1;
    internal const int O_RDWR = 0x2;
    internal const int AT_EMPTY_PATH = 0x1000;            // linux/fcntl.h
    internal const ulong STATX_ATTR_MOUNT_ROOT = 0x2000;  // linux/stat.h
    internal const int StatxAttributesOffset = 8;

    /// <summary>fcntl(2) F_GETFL: how a descriptor was opened.</summary>
    /// <param name="fd">Any descriptor.</param>
    /// <exception cref="LinuxException">The kernel said no.</exception>
    internal static int GetStatusFlags(SafeFileHandle fd)
    {
        int flags = fcntl(fd, F_GETFL, 0);
        if (flags < 0)
        {
            LinuxException.Throw("fcntl", LastErrno(), "F_GETFL");
        }

        return flags;
    }

    /// <summary>statx(2): whether a file is where something is mounted, as with a bind mount of this one file. Kernels before 5.8 do not tell.</summary>
    /// <param name="fd">Any descriptor.</param>
    /// <exception cref="LinuxException">The kernel said no.</exception>
    internal static bool IsMountRoot(SafeFileHandle fd)
    {
        byte* room = stackalloc byte[StatxSize];
        bool held = false;
        fd.DangerousAddRef(ref held);
        try
        {
            if (statx((int)fd.DangerousGetHandle(), "", AT_EMPTY_PATH, 0, room) != 0)
            {
                LinuxException.Throw("statx", LastErrno());
            }

            return (*(ulong*)(room + StatxAttributesOffset) & STATX_ATTR_MOUNT_ROOT) != 0;
        }
        finally
        {
            fd.DangerousRelease();
        }
    }
}
