using System.Runtime.InteropServices;

namespace WarpDrive.Engines.Deflate;

/// <summary>The start of ISA-L's <c>struct isal_zstream</c> (igzip_lib.h, ABI of libisal.so.2); what follows belongs to the library.</summary>
[StructLayout(LayoutKind.Explicit, Size = 176)]
internal unsafe struct IsaStream
{
    /// <summary>More than the whole struct takes (82384 bytes in 2.30), so that a somewhat larger one does no harm before the self test.</summary>
    internal const int AllocationSize = 128 * 1024;

    [FieldOffset(0)] internal byte* NextIn;
    [FieldOffset(8)] internal uint AvailableIn;
    [FieldOffset(12)] internal uint TotalIn;
    [FieldOffset(16)] internal byte* NextOut;
    [FieldOffset(24)] internal uint AvailableOut;
    [FieldOffset(28)] internal uint TotalOut;
    [FieldOffset(40)] internal uint Level;
    [FieldOffset(44)] internal uint LevelBufferSize;
    [FieldOffset(48)] internal byte* LevelBuffer;
    [FieldOffset(56)] internal ushort EndOfStream;
    [FieldOffset(58)] internal ushort Flush;
    [FieldOffset(62)] internal ushort HistoryBits;     // log2 of the window; 0 for the default, 15
    [FieldOffset(84)] internal int State;              // internal_state.state, enum isal_zstate_state
    [FieldOffset(168)] internal uint BytesValid;       // internal_state.b_bytes_valid
    [FieldOffset(172)] internal uint BytesProcessed;   // internal_state.b_bytes_processed
}
