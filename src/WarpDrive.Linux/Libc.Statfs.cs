using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace WarpDrive.Linux;

internal static unsafe partial class Libc
{
    internal const long PROC_SUPER_MAGIC = 0x9fa0;   // linux/magic.h
    internal const int StatfsSize = 120;             // struct statfs on 64-bit Linux; its first field is the type

    /// <summary>fstatfs(2): what kind of file system a descriptor is of, e.g. <see cref="PROC_SUPER_MAGIC"/>.</summary>
    /// <param name="fd">Any descriptor.</param>
    /// <exception cref="LinuxException">The kernel said no.</exception>
    internal static long FileSystemType(SafeFileHandle fd)
    {
        long* room = stackalloc long[StatfsSize / sizeof(long)];
        while (fstatfs(fd, room) != 0)
        {
            Errno errno = LastErrno();
            if (errno != Errno.EINTR)
            {
                LinuxException.Throw("fstatfs", errno);
            }
        }

        return room[0];
    }

    /// <summary>readlink(2) of /proc/self/fd/N: the name that the kernel has for what a descriptor is open on, e.g. <c>/proc/42/mem</c>.</summary>
    /// <param name="fd">Any descriptor.</param>
    /// <returns>At most 4096 bytes of it. Anybody can make a file of almost any name: it says nothing without <see cref="FileSystemType"/>.</returns>
    /// <exception cref="LinuxException">ENOENT: no /proc.</exception>
    internal static string ReadDescriptorLink(SafeFileHandle fd)
    {
        const int Room = 4096;
        bool held = false;
        fd.DangerousAddRef(ref held);
        try
        {
            byte* name = stackalloc byte[Room];
            string link = string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{fd.DangerousGetHandle()}");
            nint length = readlink(link, name, Room);
            if (length < 0)
            {
                LinuxException.Throw("readlink", LastErrno(), link);
            }

            return Encoding.UTF8.GetString(name, (int)length);
        }
        finally
        {
            fd.DangerousRelease();
        }
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int fstatfs(SafeFileHandle fd, void* room);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint readlink(string path, byte* room, nuint length);
}
