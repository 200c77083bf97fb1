using System.Runtime.InteropServices;

namespace WarpDrive.Hisilicon.Qm;

/// <summary>A counter with its cache lines to itself: one thread writes it, another reads it.</summary>
[StructLayout(LayoutKind.Explicit, Size = 192)]
internal struct PaddedCounter
{
    [FieldOffset(64)] internal ulong Value;
    /// <summary>The writer's last look at the other side's counter.</summary>
    [FieldOffset(72)] internal ulong Cached;
}
