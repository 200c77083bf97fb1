using System.Runtime.InteropServices;

namespace WarpDrive;

/// <summary>An address for inputs of no bytes, which have none of their own.</summary>
internal static unsafe class Nowhere
{
    internal static ulong Address { get; } = (ulong)NativeMemory.AllocZeroed(64);
}
