using System.Runtime.InteropServices;

namespace WarpDrive.Tool.Files;

/// <summary>Which file a name leads to, links followed, and of what kind it is.</summary>
/// <param name="Device">The file system.</param>
/// <param name="Inode">The file in it.</param>
/// <param name="Mode">Kind and permissions, as in stat(2).</param>
internal readonly partial record struct FileIdentity(ulong Device, ulong Inode, ushort Mode)
{
    private const int AT_FDCWD = -100;                // fcntl.h
    private const uint STATX_BASIC_STATS = 0x7ff;     // linux/stat.h, as are the offsets below
    private const int StatxSize = 256;
    private const int ModeOffset = 28;
    private const int InodeOffset = 32;
    private const int DeviceOffset = 136;             // major and minor, 32 bits each
    private const int KindMask = 0xf000;              // S_IFMT

    /// <summary>Whether it is a directory.</summary>
    internal bool IsDirectory => (Mode & KindMask) == 0x4000;

    /// <summary>Whether it is an ordinary file: neither directory, device, pipe nor socket.</summary>
    internal bool IsRegular => (Mode & KindMask) == 0x8000;

    /// <summary>Looks a name up.</summary>
    /// <param name="path">The name.</param>
    /// <returns>The file, or null when the name leads nowhere.</returns>
    internal static unsafe FileIdentity? Of(string path)
    {
        Span<byte> status = stackalloc byte[StatxSize];
        fixed (byte* address = status)
        {
            if (statx(AT_FDCWD, path, 0, STATX_BASIC_STATS, address) != 0)
            {
                return null;   // whoever opens the file next gets, and reports, the reason
            }
        }

        return new FileIdentity(
            MemoryMarshal.Read<ulong>(status[DeviceOffset..]),
            MemoryMarshal.Read<ulong>(status[InodeOffset..]),
            MemoryMarshal.Read<ushort>(status[ModeOffset..]));
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int statx(int directory, string path, int flags, uint mask, byte* buffer);
}
