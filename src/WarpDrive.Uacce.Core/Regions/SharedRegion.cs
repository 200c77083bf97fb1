using Microsoft.Win32.SafeHandles;
using WarpDrive.Linux;

namespace WarpDrive.Uacce.Core;

/// <summary>
/// Memory that client and device share. In one process: one mapping for both (a second one would cost way-prediction misses on some processors).
/// Between processes: a sealed memfd that each maps for itself.
/// </summary>
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

    private SharedRegion(nint address, int length, long mapped, SafeFileHandle? descriptor)
        : base(address, length)
    {
        Address = address;
        Descriptor = descriptor;
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

    /// <summary>
    /// The memfd of a region that another process maps; null for one of this process alone. Given away once: who sends it to the client disposes it
    /// behind that, or retiring does.
    /// </summary>
    internal SafeFileHandle? Descriptor { get; }

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
            return new SharedRegion(address, length, mapped, descriptor: null);
        }
        catch
        {
            Libc.Munmap(address, mapped);
            throw;
        }
    }

    /// <summary>Makes a memfd of fresh zeroed memory that no other opener ever had, all of it there and sealed against any change of size, and maps it.</summary>
    /// <param name="name">What /proc shows.</param>
    /// <param name="length">Bytes, at least 1; the memfd has whole pages.</param>
    /// <exception cref="LinuxException">ENOMEM, ENOSPC: no memory for it, told here so that no access ever ends in SIGBUS. EMFILE, ENFILE.</exception>
    internal static SharedRegion CreateShared(string name, int length)
    {
        long mapped = Libc.RoundUpToPage(length);
        SafeFileHandle descriptor = Libc.CreateSealedMemory(name, mapped);
        nint address = 0;
        try
        {
            address = Libc.MmapFile(descriptor, mapped, populate: true);
            Libc.Madvise(address, mapped, Libc.MADV_DONTFORK);
            return new SharedRegion(address, length, mapped, descriptor);
        }
        catch
        {
            if (address != 0)
            {
                Libc.Munmap(address, mapped);
            }

            descriptor.Dispose();
            throw;
        }
    }

    /// <summary>Gives the memory back; stores that still come reach nobody. Twice is harmless.</summary>
    internal void Retire()
    {
        if (Interlocked.CompareExchange(ref _state, Retired, Live) == Live)
        {
            Descriptor?.Dispose();
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
