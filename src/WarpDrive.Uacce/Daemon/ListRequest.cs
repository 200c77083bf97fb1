using System.Runtime.InteropServices;

namespace WarpDrive.Uacce.Daemon;

/// <summary>LIST (uacced.md §3.2).</summary>
[StructLayout(LayoutKind.Explicit, Size = Size)]
internal struct ListRequest
{
    internal const int Size = 20;

    [FieldOffset(0)] internal WireHeader Header;
    /// <summary>Index of the first device wanted.</summary>
    [FieldOffset(16)] internal uint First;
}
