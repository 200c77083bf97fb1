using System.Runtime.InteropServices;

namespace WarpDrive.Hisilicon.Qm;

/// <summary>Argument of QM_SET_QP_INFO, 16 bytes, filled by the device (uacce.md §4).</summary>
[StructLayout(LayoutKind.Explicit, Size = 16)]
public struct QmQpInfo
{
    /// <summary>Bytes of a descriptor.</summary>
    [FieldOffset(0)] public uint SqeSize;
    /// <summary>Slots of the submission ring.</summary>
    [FieldOffset(4)] public ushort SqDepth;
    /// <summary>Slots of the completion ring.</summary>
    [FieldOffset(6)] public ushort CqDepth;
    /// <summary>Returned unchanged.</summary>
    [FieldOffset(8)] public ulong Reserved;
}
