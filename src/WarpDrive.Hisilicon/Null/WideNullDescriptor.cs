using System.Runtime.InteropServices;

namespace WarpDrive.Hisilicon.Null;

/// <summary>A null descriptor as long as one of ZIP, 128 bytes: <see cref="NullDescriptor"/>, and 64 bytes that come back as they went.</summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
public struct WideNullDescriptor
{
    /// <summary>Bytes of a descriptor.</summary>
    public const int SizeInBytes = 128;

    /// <summary>What the device reads and writes.</summary>
    [FieldOffset(0)] public NullDescriptor Head;
}
