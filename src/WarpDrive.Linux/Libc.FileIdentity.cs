using System.Runtime.CompilerServices;

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
        return statx(AT_FDCWD, path, AT_SYMLINK_NOFOLLOW, STATX_INO, room) != 0
            ? default
            : (Unsafe.Read<uint>(room + StatxDeviceMajorOffset), Unsafe.Read<uint>(room + StatxDeviceMinorOffset), Unsafe.Read<ulong>(room + StatxInodeOffset));
    }
}
