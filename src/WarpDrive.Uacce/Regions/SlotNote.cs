using System.Runtime.InteropServices;

namespace WarpDrive.Uacce;

/// <summary>What a software device remarks about one request; written before its completion.</summary>
/// <remarks>Lives in the CTL region, 32 bytes a slot. <see cref="SubmitFlags"/> is written by the client before the doorbell, all else by the device.</remarks>
[StructLayout(LayoutKind.Explicit, Size = 32)]
public struct SlotNote
{
    /// <summary>Bit 0 of <see cref="SubmitFlags"/>: every address of the descriptor lies in memory that the submitter keeps leased.</summary>
    public const uint Leased = 1;

    /// <summary>Written by the client; honoured only where client and device share one process. The device takes it back to 0.</summary>
    [FieldOffset(0)] public uint SubmitFlags;
    /// <summary>Device-specific number of the engine path that did the work; 0 unknown.</summary>
    [FieldOffset(4)] public ushort Engine;
    /// <summary>Device-specific detail of a failure; 0 none.</summary>
    [FieldOffset(6)] public ushort Reason;
    /// <summary>First address that could not be used, 0 when none.</summary>
    [FieldOffset(8)] public ulong FaultAddress;
    /// <summary><see cref="System.Diagnostics.Stopwatch"/> time stamp at which the device took the descriptor, 0 when not measured.</summary>
    [FieldOffset(16)] public long TakenAt;
    /// <summary>Nanoseconds from taking to completion, 0 when not measured; saturates.</summary>
    [FieldOffset(24)] public uint ServedNanoseconds;
    /// <summary>How many descriptors were executed together with this one (SIMD lanes), at least 1.</summary>
    [FieldOffset(28)] public uint BatchSize;
}
