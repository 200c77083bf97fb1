using System.Runtime.InteropServices;

namespace WarpDrive.Engines.Deflate;

/// <summary>The start of ISA-L's <c>struct inflate_state</c> (igzip_lib.h, ABI of libisal.so.2); what follows belongs to the library.</summary>
[StructLayout(LayoutKind.Explicit, Size = 40)]
internal unsafe struct IsaInflateState
{
    /// <summary>More than the whole struct takes (87368 bytes in 2.30).</summary>
    internal const int AllocationSize = 128 * 1024;

    [FieldOffset(0)] internal byte* NextOut;
    [FieldOffset(8)] internal uint AvailableOut;
    [FieldOffset(12)] internal uint TotalOut;
    [FieldOffset(16)] internal byte* NextIn;
    [FieldOffset(24)] internal ulong ReadIn;
    [FieldOffset(32)] internal uint AvailableIn;
    [FieldOffset(36)] internal int ReadInLength;
}
