using System.Runtime.InteropServices;

namespace WarpDrive.Linux;

internal static partial class Libc
{
    /// <summary>geteuid(2): the user whose rights this process has.</summary>
    [LibraryImport("libc", EntryPoint = "geteuid")]
    [SuppressGCTransition]
    internal static partial uint Geteuid();

    /// <summary>getuid(2): the user who runs this process.</summary>
    [LibraryImport("libc", EntryPoint = "getuid")]
    [SuppressGCTransition]
    internal static partial uint Getuid();

    /// <summary>getegid(2): the group whose rights this process has.</summary>
    [LibraryImport("libc", EntryPoint = "getegid")]
    [SuppressGCTransition]
    internal static partial uint Getegid();
}
