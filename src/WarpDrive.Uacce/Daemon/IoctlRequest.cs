using System.Runtime.InteropServices;

namespace WarpDrive.Uacce.Daemon;

/// <summary>IOCTL (uacced.md §3.7); the argument follows, and follows the header of the reply.</summary>
[StructLayout(LayoutKind.Explicit, Size = Size)]
internal struct IoctlRequest
{
    internal const int Size = 24;

    [FieldOffset(0)] internal WireHeader Header;
    /// <summary>Handle.</summary>
    [FieldOffset(16)] internal uint Queue;
    /// <summary>The command.</summary>
    [FieldOffset(20)] internal uint Command;
}
