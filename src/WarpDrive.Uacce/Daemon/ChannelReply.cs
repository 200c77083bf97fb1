using System.Runtime.InteropServices;

namespace WarpDrive.Uacce.Daemon;

/// <summary>Reply to CHANNEL; descriptors: its memory, and the kick.</summary>
[StructLayout(LayoutKind.Explicit, Size = Size)]
internal struct ChannelReply
{
    internal const int Size = 32;

    [FieldOffset(0)] internal WireHeader Header;
    /// <summary>Handle for OPEN.</summary>
    [FieldOffset(16)] internal uint Channel;
    /// <summary>Slots.</summary>
    [FieldOffset(20)] internal uint Slots;
    /// <summary>Bytes of the memory.</summary>
    [FieldOffset(24)] internal uint Length;
    [FieldOffset(28)] internal uint Reserved;
}
