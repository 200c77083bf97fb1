using System.Runtime.InteropServices;

namespace WarpDrive.Uacce.Daemon;

/// <summary>Reply to LIST; <see cref="Count"/> names of 64 bytes follow.</summary>
[StructLayout(LayoutKind.Explicit, Size = Size)]
internal struct ListReply
{
    internal const int Size = 24;

    [FieldOffset(0)] internal WireHeader Header;
    /// <summary>Devices in all.</summary>
    [FieldOffset(16)] internal uint Total;
    /// <summary>Names that follow.</summary>
    [FieldOffset(20)] internal uint Count;

    /// <summary>How many names fit into one packet.</summary>
    internal const int MostNames = (WireLimits.Packet - Size) / WireName.Size;
}
