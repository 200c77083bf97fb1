using System.Runtime.InteropServices;

namespace WarpDrive.Linux;

internal static unsafe partial class Libc
{
    internal const int CPU_SETSIZE = 1024;   // sched.h

    /// <summary>sched_setaffinity(2) for the calling thread. Only a thread that belongs to its caller should be bound, never one of a pool.</summary>
    /// <param name="cpu">0…1023.</param>
    /// <exception cref="LinuxException">EINVAL: no such processor, or not allowed for this process.</exception>
    internal static void BindThisThread(int cpu)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(cpu);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(cpu, CPU_SETSIZE);
        ulong* mask = stackalloc ulong[CPU_SETSIZE / 64];
        new Span<ulong>(mask, CPU_SETSIZE / 64).Clear();
        mask[cpu / 64] = 1UL << (cpu % 64);
        if (sched_setaffinity(0, CPU_SETSIZE / 8, mask) != 0)
        {
            LinuxException.Throw("sched_setaffinity", (Errno)Marshal.GetLastPInvokeError(), $"processor {cpu}");
        }
    }

    /// <summary>sched_getaffinity(2) of the calling thread: the processors it may run on, in order.</summary>
    /// <exception cref="LinuxException">EINVAL: more processors than a mask of 1024 bits holds.</exception>
    internal static int[] ProcessorsOfThisThread()
    {
        ulong* mask = stackalloc ulong[CPU_SETSIZE / 64];
        new Span<ulong>(mask, CPU_SETSIZE / 64).Clear();
        if (sched_getaffinity(0, CPU_SETSIZE / 8, mask) < 0)
        {
            LinuxException.Throw("sched_getaffinity", (Errno)Marshal.GetLastPInvokeError());
        }

        var processors = new List<int>();
        for (int cpu = 0; cpu < CPU_SETSIZE; cpu++)
        {
            if ((mask[cpu / 64] >> (cpu % 64) & 1) != 0)
            {
                processors.Add(cpu);
            }
        }

        return [.. processors];
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int sched_setaffinity(int thread, nuint size, ulong* mask);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int sched_getaffinity(int thread, nuint size, ulong* mask);
}
