using System.Runtime.InteropServices;

namespace WarpDrive.Hisilicon.Null;

/// <summary>Descriptor of the null device, 64 bytes (hisi-qm-zip.md F2).</summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
public struct NullDescriptor
{
    /// <summary>Bytes of a descriptor.</summary>
    public const int SizeInBytes = 64;
    /// <summary><see cref="Opcode"/>: copy the payload to the echo.</summary>
    public const uint Echo = 1;

    /// <summary>In: the submitter's; not read by the device.</summary>
    [FieldOffset(0)] public ulong Tag;
    /// <summary>In: <see cref="Echo"/>; anything else is refused with <see cref="NullStatus.BadOpcode"/>.</summary>
    [FieldOffset(8)] public uint Opcode;
    /// <summary>In: not read by the device.</summary>
    [FieldOffset(12)] public uint Length;
    /// <summary>In: first half of the payload.</summary>
    [FieldOffset(16)] public ulong Payload0;
    /// <summary>In: second half of the payload.</summary>
    [FieldOffset(24)] public ulong Payload1;
    /// <summary>Out: what became of it.</summary>
    [FieldOffset(32)] public NullStatus Status;
    /// <summary>Out: how many requests were executed together with this one.</summary>
    [FieldOffset(36)] public uint BatchSize;
    /// <summary>Out: first half of the payload.</summary>
    [FieldOffset(40)] public ulong Echo0;
    /// <summary>Out: second half of the payload.</summary>
    [FieldOffset(48)] public ulong Echo1;
    /// <summary>Reserved, echoed.</summary>
    [FieldOffset(56)] public ulong Reserved;
}
