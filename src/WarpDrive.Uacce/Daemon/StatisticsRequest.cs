using System.Runtime.InteropServices;

namespace WarpDrive.Uacce.Daemon;

/// <summary>STATISTICS (uacced.md §3.9).</summary>
[StructLayout(LayoutKind.Explicit, Size = Size)]
internal struct StatisticsRequest
{
    internal const int Size = 24;

    [FieldOffset(0)] internal WireHeader Header;
    /// <summary><see cref="Own"/> or <see cref="All"/>.</summary>
    [FieldOffset(16)] internal uint Scope;
    [FieldOffset(20)] internal uint Reserved;

    /// <summary>Whether reserved fields are zero.</summary>
    internal readonly bool IsPlain => Header.IsPlainRequest && Reserved == 0;

    /// <summary>The client's own queues.</summary>
    internal const uint Own = 0;
    /// <summary>Everything; for the daemon's own user id and 0.</summary>
    internal const uint All = 1;
}
