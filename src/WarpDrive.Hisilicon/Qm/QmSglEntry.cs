using System.Runtime.InteropServices;

namespace WarpDrive.Hisilicon.Qm;

/// <summary>Entry of a hardware scatter list, 32 bytes (hisi-qm-zip.md A11).</summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
public struct QmSglEntry
{
    /// <summary>Bytes of an entry.</summary>
    public const int SizeInBytes = 32;

    /// <summary>Data, as the device sees it.</summary>
    [FieldOffset(0)] public ulong Address;
    /// <summary>Page control: 0 from user drivers.</summary>
    [FieldOffset(8)] public ulong PageControl;
    /// <summary>Bytes, 1…8 MiB.</summary>
    [FieldOffset(16)] public uint Length;
    /// <summary>The driver's: address of the data.</summary>
    [FieldOffset(24)] public ulong DriverAddress;
}
