using System.Runtime.InteropServices;

namespace WarpDrive.Uacce.Daemon;

/// <summary>Reply to HELLO, also with EPROTONOSUPPORT; words follow.</summary>
[StructLayout(LayoutKind.Explicit, Size = Size)]
internal struct HelloReply
{
    internal const int Size = 80;

    [FieldOffset(0)] internal WireHeader Header;
    /// <summary>Version in use.</summary>
    [FieldOffset(16)] internal ushort Version;
    /// <summary>Lowest version of the daemon.</summary>
    [FieldOffset(18)] internal ushort LowestVersion;
    /// <summary>Highest version of the daemon.</summary>
    [FieldOffset(20)] internal ushort HighestVersion;
    [FieldOffset(22)] internal ushort Reserved;
    /// <summary>Random bytes, made when the daemon starts.</summary>
    [FieldOffset(24)] internal Guid Instance;
    /// <summary><see cref="HasSva"/>, <see cref="IsEnding"/>.</summary>
    [FieldOffset(40)] internal uint Flags;
    /// <summary>Bytes of a page of the daemon.</summary>
    [FieldOffset(44)] internal uint PageSize;
    /// <summary>Queues that this user may have open.</summary>
    [FieldOffset(48)] internal uint Queues;
    /// <summary>Bytes.</summary>
    [FieldOffset(52)] internal uint LargestPacket;
    /// <summary>Bytes that this user may reserve.</summary>
    [FieldOffset(56)] internal ulong ReservedBytes;
    [FieldOffset(64)] internal ulong Reserved1;
    [FieldOffset(72)] internal ulong Reserved2;

    /// <summary>Bit 0 of <see cref="Flags"/>: the client's address space is shared.</summary>
    internal const uint HasSva = 1;
    /// <summary>Bit 1 of <see cref="Flags"/>: the daemon opens nothing any more.</summary>
    internal const uint IsEnding = 2;
}
