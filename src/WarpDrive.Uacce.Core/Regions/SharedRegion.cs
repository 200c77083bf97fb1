using WarpDrive.Linux;

namespace WarpDrive.Uacce.Core;

/// <summary>Memory that client and device of one process share: one mapping for both (a second one would cost way-prediction misses on some processors).</summary>
/// <remarks>
/// <para>Not inherited by a forked child: MADV_DONTFORK, which the kernel reports as <c>dc</c> in smaps. Wipe-on-fork is not asked for as well: the
/// kernel has it for private mappings only, and a mapping that is not inherited has nothing to wipe.</para>
/// <para>Retiring drops the content at once but keeps the addresses, which read as zero, until nobody holds this object. A ring, a poll or a
/// worker that is late by a moment therefore never touches an address that is not mapped, and none of them pays for that.</para>
/// </remarks>
internal sealed class SharedRegion : RegionMemory
{
    private const int Live = 0;
    private const int Retired = 1;
    private const int Unmapped = 2;

    private readonly long _mapped;
    private int _state;

    private SharedRegion(nint address, int length, long mapped)
        : base(address, length)
    {
        Address = address;
        _mapped = mapped;
        GC.AddMemoryPressure(mapped);
    }

    /// <summary>Unmaps.</summary>
    ~SharedRegion()
    {
        if (Interlocked.Exchange(ref _state, Unmapped) != Unmapped)
        {
            Libc.Munmap(Address, _mapped);
            GC.RemoveMemoryPressure(_mapped);
        }
    }

    /// <summary>First byte.</summary>
    internal nint Address { get; }

    /// <summary>Maps fresh zeroed memory.</summary>
    /// <param name="length">Bytes, at least 1; whole pages are mapped.</param>
    /// <param name="populate">Whether every page is there at once.</param>
    /// <exception cref="LinuxException">ENOMEM.</exception>
    internal static SharedRegion Create(int length, bool populate)
    {
        long mapped = Libc.RoundUpToPage(length);
        nint address = Libc.MmapShared(mapped, populate);
        try
        {
            Libc.Madvise(address, mapped, Libc.MADV_DONTFORK);
            return new SharedRegion(address, length, mapped);
        }
        catch
        {
            Libc.Munmap(address, mapped);
            throw;
        }
    }

    /// <summary>Gives the memory back; stores that still come reach nobody. Twice is harmless.</summary>
    internal void Retire()
    {
        if (Interlocked.CompareExchange(ref _state, Retired, Live) == Live)
        {
            try
            {
                Libc.MmapEmptyOver(Address, _mapped);
            }
            catch (LinuxException)
            {
                // no memory for the kernel's own record: the content stays until the finalizer unmaps
            }
        }

        GC.KeepAlive(this);   // the finalizer unmaps; not before the line above is done
    }
}
