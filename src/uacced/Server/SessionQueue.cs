using WarpDrive.Uacce;
using WarpDrive.Uacce.Core;

namespace WarpDrive.Daemon;

/// <summary>A handle of a client: an open queue, or a closed one that lives by its mapped regions.</summary>
internal sealed class SessionQueue
{
    private const int RegionTypes = 4;

    private readonly bool[] _mapped = new bool[RegionTypes];

    internal SessionQueue(RemoteQueue queue, RegisteredDevice device)
    {
        Queue = queue;
        Device = device;
    }

    internal RemoteQueue Queue { get; }

    internal RegisteredDevice Device { get; }

    /// <summary>Whether the client has closed it.</summary>
    internal bool IsClosed { get; set; }

    /// <summary>Bytes of reserved memory that count against the quota.</summary>
    internal long ReservedBytes { get; set; }

    /// <summary>Whether nothing refers to it any more.</summary>
    internal bool IsReleased => IsClosed && !_mapped.AsSpan().Contains(true);

    internal bool IsMapped(RegionType type) => _mapped[(int)type];

    internal void SetMapped(RegionType type, bool mapped) => _mapped[(int)type] = mapped;
}
