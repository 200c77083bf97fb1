using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace WarpDrive;

/// <summary>16 bytes that stay where they are, for the IV of an asynchronous operation.</summary>
internal sealed unsafe class IvMemory
{
    private readonly byte[] _bytes = GC.AllocateArray<byte>(16, pinned: true);

    internal ulong Address => (ulong)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_bytes));

    internal Span<byte> Span => _bytes;
}
