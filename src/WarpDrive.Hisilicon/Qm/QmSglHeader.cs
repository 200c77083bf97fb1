using System.Runtime.InteropServices;

namespace WarpDrive.Hisilicon.Qm;

/// <summary>Head of a hardware scatter list, 64 bytes, 64-byte aligned; entries follow (hisi-qm-zip.md A11).</summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
public struct QmSglHeader
{
    /// <summary>Bytes of the header, and alignment of a list.</summary>
    public const int SizeInBytes = 64;

    /// <summary>Address of the next list; 0 ends the chain.</summary>
    [FieldOffset(0)] public ulong Next;
    /// <summary>Entries of the whole chain. Drivers disagree about it; devices do not read it.</summary>
    [FieldOffset(8)] public ushort ChainEntries;
    /// <summary>Valid entries of this list, 1…255.</summary>
    [FieldOffset(10)] public ushort Entries;
    /// <summary>Capacity of this list.</summary>
    [FieldOffset(12)] public ushort Capacity;
    /// <summary>The driver's: address of the next list.</summary>
    [FieldOffset(48)] public ulong DriverNext;
    /// <summary>The driver's: bytes of this list.</summary>
    [FieldOffset(56)] public ulong DriverBytes;
}
