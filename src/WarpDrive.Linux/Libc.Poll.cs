using System.Diagnostics;
using System.Runtime.InteropServices;

namespace WarpDrive.Linux;

internal static partial class Libc
{
    internal const short POLLIN = 0x1;    // asm-generic/poll.h
    internal const short POLLHUP = 0x10;  // told whether asked for or not

    /// <summary>poll(2). A signal that interrupts it does not shorten the wait.</summary>
    /// <param name="fds">What to wait for.</param>
    /// <param name="timeout">Not negative; rounded up to milliseconds. Zero only looks.</param>
    /// <returns>How many entries have something.</returns>
    /// <exception cref="LinuxException">ENOMEM, EINVAL.</exception>
    internal static unsafe int Poll(Span<PollFd> fds, TimeSpan timeout)
    {
        long start = Stopwatch.GetTimestamp();
        TimeSpan left = timeout;
        fixed (PollFd* first = fds)
        {
            while (true)
            {
                int milliseconds = (int)Math.Clamp(Math.Ceiling(left.TotalMilliseconds), 0, int.MaxValue);
                int ready = poll(first, (nuint)fds.Length, milliseconds);
                if (ready >= 0)
                {
                    return ready;
                }

                Errno errno = LastErrno();
                if (errno != Errno.EINTR)
                {
                    LinuxException.Throw("poll", errno, $"{fds.Length} descriptors");
                }

                left = timeout - Stopwatch.GetElapsedTime(start);
            }
        }
    }

    [LibraryImport("libc", SetLastError = true)]
    private static unsafe partial int poll(PollFd* fds, nuint count, int milliseconds);
}
