using System.Runtime.InteropServices;

namespace WarpDrive.Uacce.Daemon;

/// <summary>MAP (uacced.md §3.6). For region 2 one descriptor comes with the reply.</summary>
[StructLayout(LayoutKind.Explicit, Size = Size)]
internal struct MapRequest
{
    internal const int Size = 40;

    [FieldOffset(0)] internal WireHeader Header;
    /// <summary>Handle.</summary>
    [FieldOffset(16)] internal uint Queue;
    /// <summary><see cref="RegionType"/>.</summary>
    [FieldOffset(20)] internal uint Region;
    /// <summary>Bytes.</summary>
    [FieldOffset(24)] internal ulong Length;
    /// <summary>Where the client will have a reservation; 0 for other regions.</summary>
    [FieldOffset(32)] internal ulong Address;
}
