using Microsoft.Win32.SafeHandles;
using WarpDrive.Linux;

namespace WarpDrive.Uacce.Core;

/// <summary>Asks the kernel for one mapping at a time (PROCMAP_QUERY, Linux 6.11).</summary>
/// <param name="maps">An open /proc/PID/maps; stays the caller's.</param>
internal sealed class QueriedMappings(SafeFileHandle maps) : MappingView
{
    // The buffers of one request lie in few mappings, in any order.
    private readonly Mapping[] _seen = new Mapping[8];
    private int _count;
    private int _next;

    /// <summary>System calls made so far.</summary>
    public long Queries { get; private set; }

    /// <summary>Whether the kernel knows the query.</summary>
    /// <param name="maps">An open /proc/PID/maps.</param>
    public static bool IsSupported(SafeFileHandle maps)
    {
        var query = new ProcMapQuery { Size = 104 };
        return Libc.TryQueryMapping(maps, ref query) is Errno.None or Errno.ENOENT;
    }

    /// <inheritdoc/>
    public override void Begin() => _count = 0;

    /// <inheritdoc/>
    public override bool TryFind(ulong address, out Mapping mapping)
    {
        for (int i = 0; i < _count; i++)
        {
            if (_seen[i].Covers(address))
            {
                mapping = _seen[i];
                return true;
            }
        }

        Queries++;
        var query = new ProcMapQuery { Size = 104, QueryAddress = address };
        Errno errno = Libc.TryQueryMapping(maps, ref query);
        if (errno != Errno.None)
        {
            HasEnded |= errno == Errno.ESRCH;
            mapping = default;
            return false;
        }

        mapping = new Mapping(
            query.VmaStart,
            query.VmaEnd,
            (query.VmaFlags & ProcMapQuery.Readable) != 0,
            (query.VmaFlags & ProcMapQuery.Writable) != 0,
            query.Inode != 0);
        _next = _count == 0 ? 0 : (_next + 1) % _seen.Length;
        _seen[_next] = mapping;
        _count = Math.Min(_count + 1, _seen.Length);
        return mapping.Covers(address);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
    }
}
