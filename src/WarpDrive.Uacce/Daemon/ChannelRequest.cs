using System.Runtime.InteropServices;

namespace WarpDrive.Uacce.Daemon;

/// <summary>CHANNEL (uacced.md §3.4).</summary>
[StructLayout(LayoutKind.Explicit, Size = Size)]
internal struct ChannelRequest
{
    internal const int Size = 80;

    [FieldOffset(0)] internal WireHeader Header;
    /// <summary>Device name.</summary>
    [FieldOffset(16)] internal WireName Device;
}
