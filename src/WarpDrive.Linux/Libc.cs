using System.Runtime.InteropServices;

namespace WarpDrive.Linux;

/// <summary>The calls of the C library that this project makes, one file for each. Wrappers check, and name call and argument when it fails.</summary>
internal static partial class Libc
{
    /// <summary>Bytes of a page of this machine.</summary>
    internal static int PageSize => Environment.SystemPageSize;

    /// <summary>Rounds up to whole pages.</summary>
    /// <param name="length">Bytes, not negative.</param>
    internal static long RoundUpToPage(long length) => (length + PageSize - 1) & ~((long)PageSize - 1);

    /// <summary>Why the last call failed.</summary>
    private static Errno LastErrno() => (Errno)Marshal.GetLastPInvokeError();
}
