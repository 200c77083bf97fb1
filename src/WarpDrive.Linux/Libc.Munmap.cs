using System.Runtime.InteropServices;

namespace WarpDrive.Linux;

internal static partial class Libc
{
    /// <summary>munmap(2).</summary>
    /// <param name="address">Page aligned.</param>
    /// <param name="length">Bytes.</param>
    /// <returns>False when the kernel refused, which means that the range was not the caller's: a bug, not a state.</returns>
    internal static bool Munmap(nint address, long length) => munmap(address, (nuint)length) == 0;

    [LibraryImport("libc", SetLastError = true)]
    private static partial int munmap(nint address, nuint length);
}
