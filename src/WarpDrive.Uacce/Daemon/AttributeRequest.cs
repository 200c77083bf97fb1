using System.Runtime.InteropServices;

namespace WarpDrive.Uacce.Daemon;

/// <summary>READ, and the fixed part of WRITE, whose value follows (uacced.md §3.3). The text of a READ follows the header of the reply.</summary>
[StructLayout(LayoutKind.Explicit, Size = Size)]
internal struct AttributeRequest
{
    internal const int Size = 144;

    [FieldOffset(0)] internal WireHeader Header;
    /// <summary>Device name.</summary>
    [FieldOffset(16)] internal WireName Device;
    /// <summary>Attribute name.</summary>
    [FieldOffset(80)] internal WireName Attribute;
}
