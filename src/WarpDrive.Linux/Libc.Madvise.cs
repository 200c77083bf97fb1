using System.Runtime.InteropServices;

namespace WarpDrive.Linux;

internal static partial class Libc
{
    internal const int MADV_DONTFORK = 10;   // asm-generic/mman-common.h

    /// <summary>madvise(2).</summary>
    /// <param name="address">Page aligned.</param>
    /// <param name="length">Bytes.</param>
    /// <param name="advice">A <c>MADV_</c> constant.</param>
    /// <exception cref="LinuxException">The kernel said no.</exception>
    internal static void Madvise(nint address, long length, int advice)
    {
        if (madvise(address, (nuint)length, advice) != 0)
        {
            LinuxException.Throw("madvise", LastErrno(), $"advice {advice}");
        }
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int madvise(nint address, nuint length, int advice);
}
