using System.Runtime.InteropServices;

namespace WarpDrive.Testing;

/// <summary>Whole pages straight from the kernel, with holes and protections as a test wants them; surrounded by guard pages.</summary>
/// <remarks>
/// They lie where the kernel puts nothing by itself. Elsewhere a hole may become somebody else's memory at once, which a test would then find
/// mapped, and unmap in the end.
/// </remarks>
internal sealed unsafe partial class Pages : IDisposable
{
    public const int None = 0;
    public const int Read = 1;
    public const int Write = 2;
    public const int ReadWrite = 3;

    private const long Spacing = 1L << 30;

    private static long s_last = 0x1000_0000_0000;

    private readonly nint _base;
    private readonly nuint _mapped;

    /// <summary>Maps pages between two guard pages that nobody can touch.</summary>
    public Pages(int count, int protection = ReadWrite)
    {
        Count = count;
        _mapped = (nuint)((count + 2) * Size);
        nint wanted = (nint)Interlocked.Add(ref s_last, Spacing);
        _base = mmap(wanted, _mapped, None, 0x100022, -1, 0);   // MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE
        Check(_base == wanted ? 0 : -1, "mmap");
        Protect(0, count, protection);
    }

    public static int Size => Environment.SystemPageSize;

    public int Count { get; }

    public int Length => Count * Size;

    /// <summary>First byte between the guards.</summary>
    public ulong Address => (ulong)_base + (ulong)Size;

    /// <summary>First byte behind, on the guard page.</summary>
    public ulong End => Address + (ulong)Length;

    public Span<byte> Span => new((void*)Address, Length);

    public void Protect(int page, int count, int protection) =>
        Check(mprotect((nint)Address + (page * Size), (nuint)(count * Size), protection), "mprotect");

    public void Unmap(int page, int count) => Check(munmap((nint)Address + (page * Size), (nuint)(count * Size)), "munmap");

    /// <summary>Puts a file over some of the pages, shared.</summary>
    public void MapFile(int page, int count, SafeHandle file, int protection)
    {
        nint wanted = (nint)Address + (page * Size);
        nint got = mmap(wanted, (nuint)(count * Size), protection, 0x11, (int)file.DangerousGetHandle(), 0);   // MAP_SHARED | MAP_FIXED
        Check(got == wanted ? 0 : -1, "mmap");
    }

    public void Dispose() => Check(munmap(_base, _mapped), "munmap");

    private static void Check(int result, string call)
    {
        if (result != 0)
        {
            throw new IOException($"{call}: errno {Marshal.GetLastPInvokeError()}");
        }
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint mmap(nint address, nuint length, int protection, int flags, int fd, long offset);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int munmap(nint address, nuint length);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int mprotect(nint address, nuint length, int protection);
}
