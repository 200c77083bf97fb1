using System.Runtime.InteropServices;

namespace WarpDrive.Uacce.Daemon;

/// <summary>HELLO (uacced.md §3.1); with <see cref="HasMemory"/> the descriptors of /proc/self/mem and /proc/self/maps come with it.</summary>
[StructLayout(LayoutKind.Explicit, Size = Size)]
internal struct HelloRequest
{
    internal const int Size = 48;

    [FieldOffset(0)] internal WireHeader Header;
    /// <summary><see cref="WireLimits.Magic"/>.</summary>
    [FieldOffset(16)] internal uint Magic;
    /// <summary>Lowest version that the client speaks.</summary>
    [FieldOffset(20)] internal ushort LowestVersion;
    /// <summary>Highest version that the client speaks.</summary>
    [FieldOffset(22)] internal ushort HighestVersion;
    /// <summary>Random bytes, the same for all connections of one address space.</summary>
    [FieldOffset(24)] internal Guid Space;
    /// <summary>Bit 0: <see cref="HasMemory"/>.</summary>
    [FieldOffset(40)] internal uint Flags;
    [FieldOffset(44)] internal uint Reserved;

    /// <summary>Whether reserved fields are zero.</summary>
    internal readonly bool IsPlain => Header.IsPlainRequest && Reserved == 0;

    /// <summary>Bit 0 of <see cref="Flags"/>: descriptors of the client's memory follow.</summary>
    internal const uint HasMemory = 1;
}
