using System.Runtime.CompilerServices;
using Microsoft.Win32.SafeHandles;

namespace WarpDrive.Linux;

internal static unsafe partial class Libc
{
    internal const uint STATX_INO = 0x100;             // linux/stat.h
    internal const int StatxInodeOffset = 32;
    internal const int StatxDeviceMajorOffset = 136;
    internal const int StatxDeviceMinorOffset = 140;

    /// <summary>statx(2): which file a path names now; equal for equal files. A link is not followed.</summary>
    /// <param name="path">Any path.</param>
    /// <returns>Device and inode; all zero when there is no such file.</returns>
    internal static (uint Major, uint Minor, ulong Inode) GetFileIdentity(string path)
    {
        byte* room = stackalloc byte[StatxSize];
        return statx(AT_FDCWD, path, AT_SYMLINK_NOFOLLOW, STATX_INO, room) == 0 ? IdentityIn(room) : default;
    }

    /// <summary>statx(2): which file a descriptor is of, named or not; compares with that of a path.</summary>
    /// <param name="fd">Any descriptor.</param>
    /// <returns>Device and inode.</returns>
    internal static (uint Major, uint Minor, ulong Inode) GetFileIdentity(SafeFileHandle fd)
    {
        byte* room = stackalloc byte[StatxSize];
        return statx((int)fd.DangerousGetHandle(), "", AT_EMPTY_PATH, STATX_INO, room) == 0 ? IdentityIn(room) : default;
    }

    private static (uint Major, uint Minor, ulong Inode) IdentityIn(byte* room) =>
        (Unsafe.Read<uint>(room + StatxDeviceMajorOffset), Unsafe.Read<uint>(room + StatxDeviceMinorOffset), Unsafe.Read<ulong>(room + StatxInodeOffset));
}
