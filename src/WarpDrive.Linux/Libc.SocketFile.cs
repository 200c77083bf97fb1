using System.Runtime.InteropServices;

namespace WarpDrive.Linux;

internal static unsafe partial class Libc
{
    internal const int AT_FDCWD = -100;                // fcntl.h
    internal const int AT_SYMLINK_NOFOLLOW = 0x100;
    internal const uint STATX_TYPE = 0x1;              // linux/stat.h
    internal const int StatxSize = 256;
    internal const int StatxModeOffset = 28;
    internal const ushort S_IFMT = 0xF000;
    internal const ushort S_IFSOCK = 0xC000;

    /// <summary>statx(2): whether a path names a socket. A link to one is none.</summary>
    /// <param name="path">Any path.</param>
    internal static bool IsSocketFile(string path)
    {
        byte* room = stackalloc byte[StatxSize];
        return statx(AT_FDCWD, path, AT_SYMLINK_NOFOLLOW, STATX_TYPE, room) == 0 && (*(ushort*)(room + StatxModeOffset) & S_IFMT) == S_IFSOCK;
    }

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int statx(int directory, string path, int flags, uint mask, byte* room);
}
