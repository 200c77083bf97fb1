namespace WarpDrive.Uacce.Core;

/// <summary>A range of an address space, as a descriptor names it; untrusted.</summary>
/// <param name="Address">First byte, in the address space of the queue's opener.</param>
/// <param name="Length">Bytes; 0 is legal and needs no memory.</param>
/// <param name="Access">What for.</param>
public readonly record struct MemoryRange(ulong Address, int Length, MemoryAccess Access);
