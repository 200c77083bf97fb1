using System.Runtime.InteropServices;

namespace WarpDrive.Engines.Tests.Deflate;

/// <summary>Memory between two pages that cannot be touched: a byte too far ends the test process.</summary>
internal sealed unsafe partial class PageEdge : IDisposable
{
    private const int PROT_NONE = 0;                  // sys/mman.h
    private const int PROT_READ_WRITE = 3;            // PROT_READ | PROT_WRITE
    private const int MAP_PRIVATE_ANONYMOUS = 0x22;   // MAP_PRIVATE | MAP_ANONYMOUS

    private readonly byte* _map;
    private readonly int _capacity;

    internal PageEdge(int capacity)
    {
        int page = Environment.SystemPageSize;
        _capacity = (capacity + page - 1) / page * page;
        _map = mmap(null, (nuint)(_capacity + 2 * page), PROT_NONE, MAP_PRIVATE_ANONYMOUS, -1, 0);
        Assert.True((nint)_map != -1, "mmap");
        Assert.Equal(0, mprotect(_map + page, (nuint)_capacity, PROT_READ_WRITE));
    }

    /// <summary>The last bytes before the upper edge, or the first behind the lower one.</summary>
    internal Span<byte> Span(int length, bool upper)
    {
        Assert.InRange(length, 0, _capacity);
        byte* start = _map + Environment.SystemPageSize;
        return new Span<byte>(upper ? start + _capacity - length : start, length);
    }

    public void Dispose() => _ = munmap(_map, (nuint)(_capacity + 2 * Environment.SystemPageSize));

    [LibraryImport("libc")]
    private static partial byte* mmap(void* address, nuint length, int protection, int flags, int fd, nint offset);

    [LibraryImport("libc")]
    private static partial int mprotect(void* address, nuint length, int protection);

    [LibraryImport("libc")]
    private static partial int munmap(void* address, nuint length);
}
