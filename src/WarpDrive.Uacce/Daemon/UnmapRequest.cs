using System.Runtime.InteropServices;

namespace WarpDrive.Uacce.Daemon;

/// <summary>UNMAP (uacced.md §3.6).</summary>
[StructLayout(LayoutKind.Explicit, Size = Size)]
internal struct UnmapRequest
{
    internal const int Size = 24;

    [FieldOffset(0)] internal WireHeader Header;
    /// <summary>Handle.</summary>
    [FieldOffset(16)] internal uint Queue;
    /// <summary><see cref="RegionType"/>.</summary>
    [FieldOffset(20)] internal uint Region;
}
