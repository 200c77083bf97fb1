using System.Runtime.InteropServices;

namespace WarpDrive.Linux;

internal static unsafe partial class Libc
{
    internal const int FUTEX_WAIT_PRIVATE = 0 | 128;   // linux/futex.h: FUTEX_WAIT | FUTEX_PRIVATE_FLAG
    internal const int FUTEX_WAKE_PRIVATE = 1 | 128;   // linux/futex.h: FUTEX_WAKE | FUTEX_PRIVATE_FLAG

    // asm/unistd_64.h and asm-generic/unistd.h (arm64).
    private static readonly nint s_sysFutex = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 202 : 98;

    /// <summary>futex(2) FUTEX_WAIT: sleeps while the word holds a value. Returns for any reason; the caller looks at the word again.</summary>
    /// <param name="word">Word of this process that does not move.</param>
    /// <param name="value">Sleep only if the word holds this.</param>
    /// <param name="timeout">Longest sleep; <see cref="Timeout.InfiniteTimeSpan"/> for none.</param>
    /// <exception cref="LinuxException">Anything but EAGAIN (the word changed), EINTR and ETIMEDOUT.</exception>
    internal static void FutexWait(uint* word, uint value, TimeSpan timeout)
    {
        TimeSpec relative = new() { Seconds = (long)timeout.TotalSeconds, Nanoseconds = timeout.Ticks % TimeSpan.TicksPerSecond * 100 };
        TimeSpec* limit = timeout == Timeout.InfiniteTimeSpan ? null : &relative;
        if (syscall(s_sysFutex, word, FUTEX_WAIT_PRIVATE, value, limit, null, 0) < 0)
        {
            var errno = (Errno)Marshal.GetLastPInvokeError();
            if (errno is not (Errno.EAGAIN or Errno.EINTR or Errno.ETIMEDOUT))
            {
                LinuxException.Throw("futex", errno, "FUTEX_WAIT");
            }
        }
    }

    /// <summary>futex(2) FUTEX_WAKE: wakes one thread that sleeps on the word.</summary>
    /// <param name="word">Word of this process that does not move.</param>
    /// <exception cref="LinuxException">EFAULT or EINVAL: not such a word.</exception>
    internal static void FutexWakeOne(uint* word)
    {
        if (syscall(s_sysFutex, word, FUTEX_WAKE_PRIVATE, 1, null, null, 0) < 0)
        {
            LinuxException.Throw("futex", (Errno)Marshal.GetLastPInvokeError(), "FUTEX_WAKE");
        }
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint syscall(nint number, uint* word, nint operation, nuint value, TimeSpec* timeout, uint* word2, nuint value3);

    private struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
