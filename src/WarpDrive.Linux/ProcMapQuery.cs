using System.Runtime.InteropServices;

namespace WarpDrive.Linux;

/// <summary>struct procmap_query (linux/fs.h, Linux 6.11): asks /proc/PID/maps for the mapping at an address.</summary>
[StructLayout(LayoutKind.Explicit, Size = 104)]
internal struct ProcMapQuery
{
    /// <summary>PROCMAP_QUERY_VMA_READABLE, in <see cref="VmaFlags"/>.</summary>
    internal const ulong Readable = 0x01;
    /// <summary>PROCMAP_QUERY_VMA_WRITABLE.</summary>
    internal const ulong Writable = 0x02;

    /// <summary>In: bytes of this struct.</summary>
    [FieldOffset(0)] public ulong Size;
    /// <summary>In: what kind of mapping is wanted; 0 for the one that covers the address.</summary>
    [FieldOffset(8)] public ulong QueryFlags;
    /// <summary>In: the address.</summary>
    [FieldOffset(16)] public ulong QueryAddress;
    /// <summary>Out: first address of the mapping.</summary>
    [FieldOffset(24)] public ulong VmaStart;
    /// <summary>Out: first address behind it.</summary>
    [FieldOffset(32)] public ulong VmaEnd;
    /// <summary>Out: permissions.</summary>
    [FieldOffset(40)] public ulong VmaFlags;
    /// <summary>Out: bytes of its pages.</summary>
    [FieldOffset(48)] public ulong VmaPageSize;
    /// <summary>Out: where it begins in its file.</summary>
    [FieldOffset(56)] public ulong VmaOffset;
    /// <summary>Out: inode of its file; 0 for anonymous memory.</summary>
    [FieldOffset(64)] public ulong Inode;
    /// <summary>Out: device of its file.</summary>
    [FieldOffset(72)] public uint DeviceMajor;
    /// <summary>Out: device of its file.</summary>
    [FieldOffset(76)] public uint DeviceMinor;
    /// <summary>In and out: bytes for the name; 0 when it is not wanted.</summary>
    [FieldOffset(80)] public uint VmaNameSize;
    /// <summary>In and out: bytes for the build id; 0 when it is not wanted.</summary>
    [FieldOffset(84)] public uint BuildIdSize;
    /// <summary>In: where the name goes.</summary>
    [FieldOffset(88)] public ulong VmaNameAddress;
    /// <summary>In: where the build id goes.</summary>
    [FieldOffset(96)] public ulong BuildIdAddress;
}
