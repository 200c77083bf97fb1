using System.Runtime.CompilerServices;
using Microsoft.Win32.SafeHandles;
using WarpDrive.Linux;

namespace WarpDrive.Uacce.Daemon;

/// <summary>Memory that this process shares with the daemon. The daemon may write there at any time: copy, check, then use.</summary>
/// <remarks>
/// <para>Not inherited by a forked child (MADV_DONTFORK).</para>
/// <para>Retiring drops the memory at once but keeps the addresses, which read as zero, until nobody holds this object: a ring or a poll that is
/// late by a moment never touches an address that is not mapped.</para>
/// </remarks>
internal sealed unsafe class MappedMemory
{
    private const int Live = 0;
    private const int Retired = 1;
    private const int Unmapped = 2;

    private readonly byte* _address;
    private readonly long _mapped;
    private int _state;

    private MappedMemory(nint address, int length, long mapped)
    {
        _address = (byte*)address;
        Length = length;
        _mapped = mapped;
        GC.AddMemoryPressure(mapped);
    }

    /// <summary>Unmaps.</summary>
    ~MappedMemory()
    {
        if (Interlocked.Exchange(ref _state, Unmapped) != Unmapped)
        {
            Libc.Munmap((nint)_address, _mapped);
            GC.RemoveMemoryPressure(_mapped);
        }
    }

    /// <summary>First byte.</summary>
    internal nint Address => (nint)_address;

    /// <summary>Bytes.</summary>
    internal int Length { get; }

    /// <summary>Maps a file that the daemon passed.</summary>
    /// <param name="file">A memfd that is at least as large, and sealed against any change of size: touching it never raises SIGBUS.</param>
    /// <param name="length">Bytes, at least 1; whole pages are mapped.</param>
    /// <param name="at">0: anywhere; else a range of <see cref="Libc.ReserveAddresses"/>, which this object takes over, also when it throws.</param>
    /// <exception cref="LinuxException">EPROTO: not such a file. ENOMEM and what else the kernel says.</exception>
    internal static MappedMemory OfFile(SafeFileHandle file, int length, nint at = 0)
    {
        long mapped = Libc.RoundUpToPage(length);
        nint address = at;
        try
        {
            const int Seals = Libc.F_SEAL_SHRINK | Libc.F_SEAL_GROW;
            if ((Libc.GetSeals(file) & Seals) != Seals || RandomAccess.GetLength(file) < length)
            {
                LinuxException.Throw("mmap", Errno.EPROTO, "the daemon passed memory that is too small, or whose size may change");
            }

            address = Libc.MmapFile(file, mapped, populate: true, at);
            Libc.Madvise(address, mapped, Libc.MADV_DONTFORK);
            return new MappedMemory(address, length, mapped);
        }
        catch
        {
            if (address != 0)
            {
                Libc.Munmap(address, mapped);
            }

            throw;
        }
    }

    /// <summary>Maps memory that nobody else sees.</summary>
    /// <param name="length">Bytes, at least 1.</param>
    /// <exception cref="LinuxException">ENOMEM.</exception>
    internal static MappedMemory Private(int length)
    {
        long mapped = Libc.RoundUpToPage(length);
        nint address = Libc.MmapShared(mapped, populate: false);
        try
        {
            Libc.Madvise(address, mapped, Libc.MADV_DONTFORK);
            return new MappedMemory(address, length, mapped);
        }
        catch
        {
            Libc.Munmap(address, mapped);
            throw;
        }
    }

    /// <summary>A reference to a value inside.</summary>
    /// <param name="offset">Byte offset; the value must lie inside.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ref T At<T>(int offset)
        where T : unmanaged
    {
        if ((ulong)(uint)offset + (uint)sizeof(T) > (uint)Length)   // one comparison, with a constant where the offset is one
        {
            ThrowOutside(offset);
        }

        return ref Unsafe.AsRef<T>(_address + offset);
    }

    /// <summary>Gives the memory back; stores that still come reach nobody. Twice is harmless.</summary>
    internal void Retire()
    {
        if (Interlocked.CompareExchange(ref _state, Retired, Live) == Live)
        {
            try
            {
                Libc.MmapEmptyOver((nint)_address, _mapped);
            }
            catch (LinuxException)
            {
                // no memory for the kernel's own record: the content stays until the finalizer unmaps
            }
        }

        GC.KeepAlive(this);   // the finalizer unmaps; not before the line above is done
    }

    private void ThrowOutside(int offset) =>
        throw new ArgumentOutOfRangeException(nameof(offset), offset, $"outside the {Length} bytes of shared memory");
}
