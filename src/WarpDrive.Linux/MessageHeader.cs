using System.Runtime.InteropServices;

namespace WarpDrive.Linux;

/// <summary><c>struct msghdr</c> of bits/socket.h on 64-bit Linux.</summary>
[StructLayout(LayoutKind.Explicit, Size = 56)]
internal unsafe struct MessageHeader
{
    /// <summary>Address; none on a connected socket.</summary>
    [FieldOffset(0)] public void* Name;
    /// <summary>Bytes of the address.</summary>
    [FieldOffset(8)] public uint NameLength;
    /// <summary>What is sent or where it goes.</summary>
    [FieldOffset(16)] public IoVector* Vectors;
    /// <summary>How many of them.</summary>
    [FieldOffset(24)] public nuint VectorCount;
    /// <summary>Control messages.</summary>
    [FieldOffset(32)] public void* Control;
    /// <summary>Bytes of them; when received: as many as arrived.</summary>
    [FieldOffset(40)] public nuint ControlLength;
    /// <summary>Received: <c>MSG_</c> bits.</summary>
    [FieldOffset(48)] public int Flags;
}
