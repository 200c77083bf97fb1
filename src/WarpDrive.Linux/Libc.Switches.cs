using System.Runtime.InteropServices;

namespace WarpDrive.Linux;

internal static unsafe partial class Libc
{
    private const int RUSAGE_THREAD = 1;         // sys/resource.h
    private const int UsageWords = 18;           // struct rusage: two times of two words each, fourteen counts
    private const int InvoluntarySwitches = 17;  // ru_nivcsw, its last

    /// <summary>How often the kernel has run something else in place of the calling thread while that wanted to go on (getrusage(2), ru_nivcsw).</summary>
    /// <remarks>A hypervisor that takes the processor away is not counted: the kernel does not see it.</remarks>
    internal static long PreemptionsOfThisThread()
    {
        long* usage = stackalloc long[UsageWords];
        return getrusage(RUSAGE_THREAD, usage) == 0 ? usage[InvoluntarySwitches] : 0;   // cannot fail for who calls it
    }

    [LibraryImport("libc")]
    [SuppressGCTransition]
    private static partial int getrusage(int who, long* usage);
}
