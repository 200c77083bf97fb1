using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace WarpDrive.Linux;

internal static unsafe partial class Libc
{
    internal const uint EPOLLIN = 0x1;          // sys/epoll.h, linux/eventpoll.h
    internal const uint EPOLLOUT = 0x4;
    internal const uint EPOLLERR = 0x8;
    internal const uint EPOLLHUP = 0x10;
    internal const uint EPOLLRDHUP = 0x2000;
    internal const uint EPOLLONESHOT = 1u << 30;
    internal const uint EPOLLET = 1u << 31;
    internal const int EPOLL_CTL_ADD = 1;
    internal const int EPOLL_CTL_DEL = 2;
    internal const int EPOLL_CTL_MOD = 3;

    // struct epoll_event is packed on x86-64 only.
    internal static readonly int EpollEventSize = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 12 : 16;
    private static readonly int s_epollDataOffset = EpollEventSize - sizeof(ulong);
    private const int MostAtOnce = 64;

    /// <summary>epoll_create1(2), closed on exec.</summary>
    /// <exception cref="LinuxException">EMFILE, ENFILE, ENOMEM.</exception>
    internal static SafeFileHandle EpollCreate()
    {
        SafeFileHandle fd = epoll_create1(O_CLOEXEC);
        if (fd.IsInvalid)
        {
            Errno errno = LastErrno();
            fd.Dispose();
            LinuxException.Throw("epoll_create1", errno);
        }

        return fd;
    }

    /// <summary>epoll_ctl(2) EPOLL_CTL_ADD.</summary>
    /// <param name="epoll">The set.</param>
    /// <param name="fd">What to watch; it leaves the set by itself when its last copy is closed.</param>
    /// <param name="events"><c>EPOLL</c> bits; errors and hang-up are always told.</param>
    /// <param name="data">Told with each event.</param>
    /// <exception cref="LinuxException">EEXIST: watched already. EPERM: cannot be watched. ENOMEM, ENOSPC.</exception>
    internal static void EpollAdd(SafeFileHandle epoll, SafeFileHandle fd, uint events, ulong data) => EpollControl(epoll, EPOLL_CTL_ADD, fd, events, data);

    /// <summary>epoll_ctl(2) EPOLL_CTL_MOD; arms one that was told once again.</summary>
    /// <param name="epoll">The set.</param>
    /// <param name="fd">One of it.</param>
    /// <param name="events"><c>EPOLL</c> bits.</param>
    /// <param name="data">Told with each event.</param>
    /// <exception cref="LinuxException">ENOENT: not watched.</exception>
    internal static void EpollModify(SafeFileHandle epoll, SafeFileHandle fd, uint events, ulong data) => EpollControl(epoll, EPOLL_CTL_MOD, fd, events, data);

    /// <summary>epoll_ctl(2) EPOLL_CTL_DEL. Events that were fetched already may still be in the caller's hands.</summary>
    /// <param name="epoll">The set.</param>
    /// <param name="fd">One of it.</param>
    /// <exception cref="LinuxException">ENOENT: not watched.</exception>
    internal static void EpollRemove(SafeFileHandle epoll, SafeFileHandle fd) => EpollControl(epoll, EPOLL_CTL_DEL, fd, 0, 0);

    /// <summary>epoll_wait(2). A signal that interrupts it does not shorten the wait.</summary>
    /// <param name="epoll">The set.</param>
    /// <param name="events">Room; at most 64 are filled at once.</param>
    /// <param name="timeout">Rounded up to milliseconds; zero only looks; <see cref="Timeout.InfiniteTimeSpan"/> has no end.</param>
    /// <returns>How many were filled.</returns>
    /// <exception cref="LinuxException">Not such a set.</exception>
    internal static int EpollWait(SafeFileHandle epoll, Span<EpollEvent> events, TimeSpan timeout)
    {
        byte* room = stackalloc byte[MostAtOnce * 16];
        int most = Math.Min(events.Length, MostAtOnce);
        long start = Stopwatch.GetTimestamp();
        TimeSpan left = timeout;
        int count;
        while (true)
        {
            int milliseconds = timeout == Timeout.InfiniteTimeSpan ? -1 : (int)Math.Clamp(Math.Ceiling(left.TotalMilliseconds), 0, int.MaxValue);
            count = epoll_wait(epoll, room, most, milliseconds);
            if (count >= 0)
            {
                break;
            }

            Errno errno = LastErrno();
            if (errno != Errno.EINTR)
            {
                LinuxException.Throw("epoll_wait", errno);
            }

            left = timeout - Stopwatch.GetElapsedTime(start);
        }

        for (int i = 0; i < count; i++)
        {
            byte* one = room + (i * EpollEventSize);
            events[i] = new EpollEvent(*(uint*)one, *(ulong*)(one + s_epollDataOffset));
        }

        return count;
    }

    private static void EpollControl(SafeFileHandle epoll, int operation, SafeFileHandle fd, uint events, ulong data)
    {
        byte* one = stackalloc byte[16];
        *(uint*)one = events;
        *(ulong*)(one + s_epollDataOffset) = data;
        if (epoll_ctl(epoll, operation, fd, one) != 0)
        {
            LinuxException.Throw("epoll_ctl", LastErrno(), $"operation {operation}");
        }
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial SafeFileHandle epoll_create1(int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int epoll_ctl(SafeFileHandle epoll, int operation, SafeFileHandle fd, void* one);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int epoll_wait(SafeFileHandle epoll, void* events, int room, int milliseconds);
}
