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
    /// <summary>Whether that is part of a block that several ranges share, and not this range's own.</summary>
    internal bool IsShared;
    /// <summary>Shared memory that all of the range lies in; null when it is staged.</summary>
    internal SharedRegion? Region;
    /// <summary>Where in the shared memory.</summary>
    internal int RegionOffset;

    /// <summary>First address of the window.</summary>
    internal readonly ulong Address => Range.Address + (ulong)Offset;

    /// <summary>The window.</summary>
    internal readonly Span<byte> Memory => Region is null ? new Span<byte>(Staging, Window) : Region.Slice(RegionOffset, Window);

    /// <summary>Whether another range lies behind bytes of this one, in the process and here, so that both can be written by one call.</summary>
    /// <param name="other">The other range.</param>
    /// <param name="length">Bytes of this one, and of what follows it already.</param>
    internal readonly bool IsFollowedBy(in StagedRange other, int length) =>
        IsShared && other.IsShared && other.Range.Access == MemoryAccess.Write && Range.Access == MemoryAccess.Write
        && other.Address == Address + (ulong)length && other.Staging == Staging + length;
}
