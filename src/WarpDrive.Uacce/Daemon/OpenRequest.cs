using System.Runtime.InteropServices;

namespace WarpDrive.Uacce.Daemon;

/// <summary>OPEN (uacced.md §3.5).</summary>
[StructLayout(LayoutKind.Explicit, Size = Size)]
internal struct OpenRequest
{
    internal const int Size = 88;

    [FieldOffset(0)] internal WireHeader Header;
    /// <summary>Device name.</summary>
    [FieldOffset(16)] internal WireName Device;
    /// <summary>Channel of that device.</summary>
    [FieldOffset(80)] internal uint Channel;
    [FieldOffset(84)] internal uint Reserved;

    /// <summary>Whether reserved fields are zero.</summary>
    internal readonly bool IsPlain => Header.IsPlainRequest && Reserved == 0;
}
