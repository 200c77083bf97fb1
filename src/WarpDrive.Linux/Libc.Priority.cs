using System.Runtime.InteropServices;

namespace WarpDrive.Linux;

internal static unsafe partial class Libc
{
    /// <summary>Lowest nice value: the largest share of a processor.</summary>
    internal const int LowestNice = -20;

    /// <summary>Highest nice value.</summary>
    internal const int HighestNice = 19;

    private const int PRIO_PROCESS = 0;   // sys/resource.h; with number 0, Linux means the calling thread

    /// <summary>getpriority(2): the nice value of the calling thread.</summary>
    internal static int NiceOfThisThread() => getpriority(PRIO_PROCESS, 0);   // cannot fail for who calls it

    /// <summary>setpriority(2) of the calling thread. Only of a thread that belongs to its caller, never one of a pool.</summary>
    /// <param name="nice"><see cref="LowestNice"/>…<see cref="HighestNice"/>.</param>
    /// <returns>Success; EACCES or EPERM: lower than RLIMIT_NICE allows, and no CAP_SYS_NICE.</returns>
    internal static Errno TrySetNiceOfThisThread(int nice) =>
        setpriority(PRIO_PROCESS, 0, nice) == 0 ? Errno.None : (Errno)Marshal.GetLastPInvokeError();

    [LibraryImport("libc", SetLastError = true)]
    private static partial int setpriority(int which, uint who, int nice);

    [LibraryImport("libc")]
    private static partial int getpriority(int which, uint who);
}
