using System.Runtime.InteropServices;

namespace WarpDrive.Samples.OwnDevice;

/// <summary>1. The descriptor: what a request says and where its results go. A power of two, 32 to 4096 bytes, little-endian.</summary>
[StructLayout(LayoutKind.Explicit, Size = 32)]
public struct CountDescriptor
{
    /// <summary>In: first byte to look at, in the submitter's memory.</summary>
    [FieldOffset(0)] public ulong Address;
    /// <summary>In: bytes, 0 to 16 Mi.</summary>
    [FieldOffset(8)] public uint Length;
    /// <summary>In: the byte to count.</summary>
    [FieldOffset(12)] public byte Wanted;
    /// <summary>Out: what became of it.</summary>
    [FieldOffset(16)] public CountStatus Status;
    /// <summary>Out: how often the byte occurs.</summary>
    [FieldOffset(24)] public ulong Count;
}
