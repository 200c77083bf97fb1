using System.Globalization;
using System.Runtime.InteropServices;

namespace WarpDrive.Linux;

internal static partial class Libc
{
    /// <summary>lchown(2) of the group; the owner stays.</summary>
    /// <param name="path">A file; a link is not followed.</param>
    /// <param name="gid">Group id.</param>
    /// <exception cref="LinuxException">EPERM: not root, and no member of the group. ENOENT.</exception>
    internal static void ChangeGroup(string path, uint gid)
    {
        if (lchown(path, uint.MaxValue, gid) != 0)   // -1: as it is
        {
            LinuxException.Throw("chown", LastErrno(), string.Create(CultureInfo.InvariantCulture, $"{path} to group {gid}"));
        }
    }

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int lchown(string path, uint uid, uint gid);
}
