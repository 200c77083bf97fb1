using System.Runtime.InteropServices;

namespace WarpDrive.Uacce.Core;

/// <summary>A range that a <see cref="ProcessLease"/> holds, and where its current window is.</summary>
[StructLayout(LayoutKind.Auto)]
internal unsafe struct StagedRange
{
    /// <summary>The range.</summary>
    internal MemoryRange Range;
    /// <summary>Bytes of the range before the window.</summary>
    internal int Offset;
    /// <summary>Bytes of the window.</summary>
    internal int Window;
    /// <summary>Bytes of the largest window.</summary>
    internal int Room;
    /// <summary>Where the window is staged; null when there is nothing to stage.</summary>
    internal byte* Staging;
    /// <summary>Shared memory that all of the range lies in; null when it is staged.</summary>
    internal SharedRegion? Region;
    /// <summary>Where in the shared memory.</summary>
    internal int RegionOffset;

    /// <summary>First address of the window.</summary>
    internal readonly ulong Address => Range.Address + (ulong)Offset;

    /// <summary>The window.</summary>
    internal readonly Span<byte> Memory => Region is null ? new Span<byte>(Staging, Window) : Region.Slice(RegionOffset, Window);
}
