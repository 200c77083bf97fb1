using System.Runtime.InteropServices;

namespace WarpDrive.Uacce.Daemon;

/// <summary>CLOSE (uacced.md §3.8).</summary>
[StructLayout(LayoutKind.Explicit, Size = Size)]
internal struct CloseRequest
{
    internal const int Size = 20;

    [FieldOffset(0)] internal WireHeader Header;
    /// <summary>Handle.</summary>
    [FieldOffset(16)] internal uint Queue;
}
