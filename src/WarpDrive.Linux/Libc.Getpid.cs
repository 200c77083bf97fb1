using System.Runtime.InteropServices;

namespace WarpDrive.Linux;

internal static partial class Libc
{
    /// <summary>getpid(2): unlike the runtime's remembered number, true in a forked child too.</summary>
    [LibraryImport("libc", EntryPoint = "getpid")]
    [SuppressGCTransition]
    internal static partial int Getpid();
}
