using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace WarpDrive.Linux;

internal static partial class Libc
{
    private const int O_RDONLY = 0x0;          // asm-generic/fcntl.h
    private const int O_NOCTTY = 0x100;
    private const int O_CLOEXEC = 0x80000;

    /// <summary>open(2), read(2) until the end or until the room is full, close(2): the way of many small files, without what a stream costs.</summary>
    /// <param name="path">Name of the file.</param>
    /// <param name="room">Where its bytes go.</param>
    /// <param name="rest">The open file, behind what was read, when the room was filled; else null. A pipe cannot be read again from its beginning.</param>
    /// <returns>Bytes read.</returns>
    /// <exception cref="LinuxException">ENOENT, EACCES, EISDIR and what else the kernel says.</exception>
    internal static unsafe int ReadFile(string path, Span<byte> room, out SafeFileHandle? rest)
    {
        rest = null;
        int fd = open(path, O_RDONLY | O_NOCTTY | O_CLOEXEC);
        if (fd < 0)
        {
            LinuxException.Throw("open", LastErrno(), path);
        }

        int done = 0;
        Errno failure = Errno.None;
        fixed (byte* memory = room)
        {
            while (done < room.Length)
            {
                nint count = read(fd, memory + done, (nuint)(room.Length - done));
                if (count > 0)
                {
                    done += (int)count;
                }
                else if (count == 0)
                {
                    break;
                }
                else if (LastErrno() is var errno && errno != Errno.EINTR)
                {
                    failure = errno;
                    break;
                }
            }
        }

        if (failure == Errno.None && done == room.Length)
        {
            rest = new SafeFileHandle(fd, ownsHandle: true);
            return done;
        }

        _ = close(fd);   // of a file that was only read: there is nothing to lose
        if (failure != Errno.None)
        {
            LinuxException.Throw("read", failure, path);
        }

        return done;
    }

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int open(string path, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static unsafe partial nint read(int fd, void* memory, nuint length);

    [LibraryImport("libc")]
    private static partial int close(int fd);
}
