using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace WarpDrive.Linux;

internal static unsafe partial class Libc
{
    internal const int SOL_SOCKET = 1;       // asm-generic/socket.h, as all below
    internal const int SO_PASSCRED = 16;
    internal const int SO_PEERCRED = 17;
    internal const int SO_SNDTIMEO = 21;
    internal const int SO_PEERPIDFD = 77;    // Linux 6.5

    // asm/unistd_64.h and asm-generic/unistd.h (arm64).
    internal const int SysPidfdOpen = 434;

    /// <summary>SO_PASSCRED: from here on each packet received tells who sent it. Set on a listener as well, newer kernels hand it on.</summary>
    /// <param name="socket">A UNIX socket.</param>
    /// <exception cref="LinuxException">Not such a socket.</exception>
    internal static void PassCredentials(SafeFileHandle socket)
    {
        int on = 1;
        if (setsockopt(socket, SOL_SOCKET, SO_PASSCRED, &on, sizeof(int)) != 0)
        {
            LinuxException.Throw("setsockopt", LastErrno(), "SO_PASSCRED");
        }
    }

    /// <summary>SO_PEERCRED: who connected, at the moment of connecting.</summary>
    /// <param name="socket">A connected UNIX socket.</param>
    /// <exception cref="LinuxException">Not such a socket.</exception>
    internal static PeerCredentials GetPeerCredentials(SafeFileHandle socket)
    {
        PeerCredentials peer = default;
        int length = sizeof(PeerCredentials);
        if (getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &peer, &length) != 0)
        {
            LinuxException.Throw("getsockopt", LastErrno(), "SO_PEERCRED");
        }

        return peer;
    }

    /// <summary>A descriptor of the process that connected, which can be polled for its end, and is never another process's.</summary>
    /// <param name="socket">A connected UNIX socket.</param>
    /// <param name="pid">Its pid, for kernels before 6.5, where the descriptor is opened by number: who needs certainty there compares start times.</param>
    /// <returns>Null when the process has ended.</returns>
    /// <exception cref="LinuxException">EMFILE, ENFILE; ENOSYS before Linux 5.3.</exception>
    internal static SafeFileHandle? TryGetPeerPidfd(SafeFileHandle socket, int pid)
    {
        int fd;
        int length = sizeof(int);
        if (getsockopt(socket, SOL_SOCKET, SO_PEERPIDFD, &fd, &length) == 0)
        {
            return new SafeFileHandle(fd, ownsHandle: true);
        }

        Errno errno = LastErrno();
        return errno switch
        {
            Errno.ENOPROTOOPT => TryOpenPidfd(pid),
            Errno.ESRCH or Errno.ENODATA or Errno.EINVAL => null,   // reaped; which of them depends on the kernel's age
            _ => throw new LinuxException("getsockopt", errno, "SO_PEERPIDFD"),
        };
    }

    /// <summary>pidfd_open(2): a descriptor of a process; close-on-exec, readable when the process has ended.</summary>
    /// <param name="pid">Its pid.</param>
    /// <returns>Null when there is no such process.</returns>
    /// <exception cref="LinuxException">EMFILE, ENFILE; ENOSYS before Linux 5.3.</exception>
    internal static SafeFileHandle? TryOpenPidfd(int pid)
    {
        nint fd = syscall_pidfd_open(SysPidfdOpen, pid, 0);
        if (fd >= 0)
        {
            return new SafeFileHandle(fd, ownsHandle: true);
        }

        Errno errno = LastErrno();
        return errno is Errno.ESRCH or Errno.EINVAL ? null : throw new LinuxException("pidfd_open", errno, $"process {pid}");
    }

    /// <summary>SO_SNDTIMEO: how long a send or a connect may wait; zero for no limit. A late one fails with EAGAIN.</summary>
    /// <param name="socket">A socket.</param>
    /// <param name="timeout">Not negative.</param>
    /// <exception cref="LinuxException">Not a socket.</exception>
    internal static void SetSendTimeout(SafeFileHandle socket, TimeSpan timeout)
    {
        long* time = stackalloc long[2] { (long)timeout.TotalSeconds, timeout.Ticks % TimeSpan.TicksPerSecond / TimeSpan.TicksPerMicrosecond };
        if (setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, time, 2 * sizeof(long)) != 0)
        {
            LinuxException.Throw("setsockopt", LastErrno(), "SO_SNDTIMEO");
        }
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int setsockopt(SafeFileHandle fd, int level, int name, void* value, int length);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int getsockopt(SafeFileHandle fd, int level, int name, void* value, int* length);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint syscall_pidfd_open(nint number, nint pid, nint flags);
}
