using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace WarpDrive.Linux;

internal static partial class Libc
{
    internal const int O_NONBLOCK = 0x800;        // asm-generic/fcntl.h
    internal const int F_SETPIPE_SZ = 1031;      // linux/fcntl.h

    /// <summary>pipe2(2), closed on exec, neither end blocking, with room for a page.</summary>
    /// <returns>
    /// Two open files: whoever holds one of them cannot take "not blocking" away from the other, as a holder of a shared eventfd could.
    /// </returns>
    /// <exception cref="LinuxException">EMFILE, ENFILE.</exception>
    internal static unsafe (SafeFileHandle Reader, SafeFileHandle Writer) Pipe()
    {
        int* ends = stackalloc int[2];
        if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0)
        {
            LinuxException.Throw("pipe2", LastErrno());
        }

        var reader = new SafeFileHandle(ends[0], ownsHandle: true);
        var writer = new SafeFileHandle(ends[1], ownsHandle: true);
        fcntl(writer, F_SETPIPE_SZ, PageSize);   // the kernel's usual size when it refuses: more memory, no other difference
        return (reader, writer);
    }

    /// <summary>write(2) of one byte: makes the other end readable. A full pipe is readable already, and one without readers is nobody's news.</summary>
    /// <param name="writer">The end that <see cref="Pipe"/> gave.</param>
    internal static unsafe void PipeSignal(SafeFileHandle writer)
    {
        byte one = 1;
        while (write(writer, &one, sizeof(byte)) < 0 && LastErrno() == Errno.EINTR)
        {
        }
    }

    /// <summary>read(2) of all there is in a pipe, or of an eventfd's count; neither must block.</summary>
    /// <param name="fd">A reading end, or an event descriptor.</param>
    /// <returns>Whether there was something.</returns>
    internal static unsafe bool DrainEvents(SafeFileHandle fd)
    {
        const int Room = 64;
        byte* bytes = stackalloc byte[Room];
        bool any = false;
        while (true)
        {
            nint count = read(fd, bytes, Room);
            if (count < 0 && LastErrno() == Errno.EINTR)
            {
                continue;
            }

            any |= count > 0;
            if (count < Room)
            {
                return any;
            }
        }
    }

    [LibraryImport("libc", SetLastError = true)]
    private static unsafe partial int pipe2(int* ends, int flags);
}
