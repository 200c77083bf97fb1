using WarpDrive.Uacce;

namespace WarpDrive.Hisilicon.Qm;

/// <summary>Doorbell encodings of the three QM generations (hisi-qm-zip.md A4).</summary>
public static class QmDoorbell
{
    /// <summary>HW v1, at 0x340: queue in 15–0, command in 23–16, index in 47–32, priority in 55–48.</summary>
    public static DoorbellLayout V1 { get; } = new(
        Offset: 0x340, QueueMask: 0xFFFF, ReservedMask: 0, CommandShift: 16, CommandMask: 0xFF, IndexShift: 32, PriorityShift: 48, PriorityMask: 0xFF);

    /// <summary>HW v2, at 0x1000: queue in 9–0, bits 11–10 zero, command in 15–12, random tag in 31–16, index in 47–32, priority in 63–48.</summary>
    public static DoorbellLayout V2 { get; } = new(
        Offset: 0x1000, QueueMask: 0x3FF, ReservedMask: 0xC00, CommandShift: 12, CommandMask: 0xF, IndexShift: 32, PriorityShift: 48, PriorityMask: 0xFFFF);

    /// <summary>HW v3: as <see cref="V2"/>.</summary>
    public static DoorbellLayout V3 => V2;
}
