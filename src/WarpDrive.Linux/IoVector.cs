using System.Runtime.InteropServices;

namespace WarpDrive.Linux;

/// <summary><c>struct iovec</c> of bits/types/struct_iovec.h.</summary>
[StructLayout(LayoutKind.Explicit, Size = 16)]
internal unsafe struct IoVector
{
    /// <summary>First byte.</summary>
    [FieldOffset(0)] public byte* Base;
    /// <summary>Bytes.</summary>
    [FieldOffset(8)] public nuint Length;
}
