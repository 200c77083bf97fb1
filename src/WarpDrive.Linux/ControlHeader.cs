using System.Runtime.InteropServices;

namespace WarpDrive.Linux;

/// <summary><c>struct cmsghdr</c> of bits/socket.h on 64-bit Linux; its data follows, and the next one at a multiple of 8.</summary>
[StructLayout(LayoutKind.Explicit, Size = 16)]
internal struct ControlHeader
{
    /// <summary>Bytes with this header.</summary>
    [FieldOffset(0)] public nuint Length;
    /// <summary><c>SOL_SOCKET</c>.</summary>
    [FieldOffset(8)] public int Level;
    /// <summary><c>SCM_</c>.</summary>
    [FieldOffset(12)] public int Type;
}
