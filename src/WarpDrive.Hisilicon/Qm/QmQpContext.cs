using System.Runtime.InteropServices;

namespace WarpDrive.Hisilicon.Qm;

/// <summary>Argument of QM_SET_QP_CTX, 4 bytes (uacce.md §4).</summary>
[StructLayout(LayoutKind.Explicit, Size = 4)]
public struct QmQpContext
{
    /// <summary>Out: queue number inside the function.</summary>
    [FieldOffset(0)] public ushort Id;
    /// <summary>In: 0 or 1; ZIP 0 = compress, 1 = decompress. Takes effect at the next START.</summary>
    [FieldOffset(2)] public ushort QueueType;
}
