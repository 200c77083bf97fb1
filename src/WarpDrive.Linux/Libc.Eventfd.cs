using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace WarpDrive.Linux;

internal static partial class Libc
{
    internal const int EFD_CLOEXEC = 0x80000;    // bits/eventfd.h, the same as O_CLOEXEC on x86-64 and arm64
    internal const int EFD_NONBLOCK = 0x800;     // bits/eventfd.h, the same as O_NONBLOCK

    /// <summary>eventfd(2): a counter that starts at zero, not blocking, closed on exec.</summary>
    /// <exception cref="LinuxException">EMFILE, ENFILE, ENOMEM.</exception>
    internal static SafeFileHandle Eventfd()
    {
        SafeFileHandle fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
        if (fd.IsInvalid)
        {
            Errno errno = LastErrno();       // before Dispose: it may clobber errno
            fd.Dispose();
            LinuxException.Throw("eventfd", errno);
        }

        return fd;
    }

    /// <summary>write(2) of 1: makes the counter readable. A counter that is full is readable already.</summary>
    /// <param name="fd">An event descriptor.</param>
    internal static unsafe void EventfdSignal(SafeFileHandle fd)
    {
        ulong one = 1;
        while (write(fd, &one, sizeof(ulong)) < 0 && LastErrno() == Errno.EINTR)
        {
        }
    }

    /// <summary>read(2): takes the counter back to zero.</summary>
    /// <param name="fd">An event descriptor.</param>
    /// <returns>False when it was zero.</returns>
    internal static unsafe bool EventfdClear(SafeFileHandle fd)
    {
        ulong count;
        nint read_;
        do
        {
            read_ = read(fd, &count, sizeof(ulong));
        }
        while (read_ < 0 && LastErrno() == Errno.EINTR);

        return read_ == sizeof(ulong);
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial SafeFileHandle eventfd(uint initial, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static unsafe partial nint write(SafeFileHandle fd, void* buffer, nuint count);

    [LibraryImport("libc", SetLastError = true)]
    private static unsafe partial nint read(SafeFileHandle fd, void* buffer, nuint count);
}
