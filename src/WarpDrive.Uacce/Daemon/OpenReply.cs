using System.Runtime.InteropServices;

namespace WarpDrive.Uacce.Daemon;

/// <summary>Reply to OPEN; descriptors: DUS, CTL, event.</summary>
[StructLayout(LayoutKind.Explicit, Size = Size)]
internal struct OpenReply
{
    internal const int Size = 96;

    [FieldOffset(0)] internal WireHeader Header;
    /// <summary>The handle for further requests.</summary>
    [FieldOffset(16)] internal uint Queue;
    /// <summary>Number inside the device, as doorbells name it.</summary>
    [FieldOffset(20)] internal uint Number;
    /// <summary>Slot in the channel.</summary>
    [FieldOffset(24)] internal uint Slot;
    /// <summary>0 without SVA.</summary>
    [FieldOffset(28)] internal uint Pasid;
    /// <summary>Bytes; 0: absent.</summary>
    [FieldOffset(32)] internal uint MmioLength;
    /// <summary>Bytes; 0: absent.</summary>
    [FieldOffset(36)] internal uint DusLength;
    /// <summary>Bytes; 0: absent.</summary>
    [FieldOffset(40)] internal uint CtlLength;
    /// <summary>Depth of the submission ring.</summary>
    [FieldOffset(44)] internal uint SqDepth;
    /// <summary>Depth of the completion ring.</summary>
    [FieldOffset(48)] internal uint CqDepth;
    /// <summary>Byte offset in MMIO.</summary>
    [FieldOffset(52)] internal uint DoorbellOffset;
    /// <summary>Bits of the queue number.</summary>
    [FieldOffset(56)] internal ulong QueueMask;
    /// <summary>Bits that must be zero.</summary>
    [FieldOffset(64)] internal ulong ReservedMask;
    /// <summary>Lowest bit of the command.</summary>
    [FieldOffset(72)] internal uint CommandShift;
    /// <summary>Bits of the command after shifting.</summary>
    [FieldOffset(76)] internal uint CommandMask;
    /// <summary>Lowest bit of the 16-bit index.</summary>
    [FieldOffset(80)] internal uint IndexShift;
    /// <summary>Lowest bit of the priority.</summary>
    [FieldOffset(84)] internal uint PriorityShift;
    /// <summary>Bits of the priority after shifting.</summary>
    [FieldOffset(88)] internal uint PriorityMask;
    /// <summary><see cref="Uacce.DeviceFlags"/> as this client has them.</summary>
    [FieldOffset(92)] internal uint DeviceFlags;
}
