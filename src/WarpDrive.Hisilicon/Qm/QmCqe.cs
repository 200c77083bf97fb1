using System.Runtime.InteropServices;

namespace WarpDrive.Hisilicon.Qm;

/// <summary>Completion entry of a QM queue pair, 16 bytes (hisi-qm-zip.md A5).</summary>
/// <remarks>Ordering: the device stores bytes 8–15 in one release store, after everything else; the driver's acquire load of <see cref="W7"/> pairs with it.</remarks>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
public struct QmCqe
{
    /// <summary>Bytes of an entry.</summary>
    public const int SizeInBytes = 16;
    /// <summary>Offset of the half that carries index, queue and phase.</summary>
    public const int UpperHalf = 8;
    /// <summary>Bit 0 of <see cref="W7"/>.</summary>
    public const ushort PhaseBit = 1;

    /// <summary>Reserved, 0.</summary>
    [FieldOffset(0)] public uint Reserved0;
    /// <summary>Not read by any driver, 0.</summary>
    [FieldOffset(4)] public ushort CommandId;
    /// <summary>Reserved, 0.</summary>
    [FieldOffset(6)] public ushort Reserved6;
    /// <summary>Slot of the descriptor that finished (not the next head).</summary>
    [FieldOffset(8)] public ushort SqHead;
    /// <summary>Queue number.</summary>
    [FieldOffset(10)] public ushort SqNumber;
    /// <summary>Reserved, 0.</summary>
    [FieldOffset(12)] public ushort Reserved12;
    /// <summary>Bit 0: phase, 1 in the first lap, alternating. Other bits are not used.</summary>
    [FieldOffset(14)] public ushort W7;

    /// <summary>Bytes 8–15 of an entry, as one little-endian word.</summary>
    /// <param name="slot">Slot that finished.</param>
    /// <param name="queue">Queue number.</param>
    /// <param name="phase">0 or 1.</param>
    public static ulong PackUpper(uint slot, uint queue, uint phase) =>
        (ushort)slot | ((ulong)(ushort)queue << 16) | ((ulong)(phase & PhaseBit) << 48);
}
