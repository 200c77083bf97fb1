using System.Runtime.InteropServices;
using WarpDrive.Engines.Native;

namespace WarpDrive.Engines.Deflate;

/// <summary>libdeflate, loaded when it is installed (Debian: libdeflate0), and tried out once.</summary>
internal static unsafe class LibDeflateLibrary
{
    internal const int MinLevel = 1;   // level 0 of 1.14 makes stored blocks only
    internal const int MaxLevel = 12;

    internal const int Success = 0;    // LIBDEFLATE_SUCCESS, libdeflate.h

    private const string Library = "libdeflate.so.0";

    private static readonly delegate* unmanaged[Cdecl]<int, void*> s_allocCompressor;
    private static readonly delegate* unmanaged[Cdecl]<void*, byte*, nuint, byte*, nuint, nuint> s_compress;
    private static readonly delegate* unmanaged[Cdecl]<void*, void> s_freeCompressor;
    private static readonly delegate* unmanaged[Cdecl]<void*> s_allocDecompressor;
    private static readonly delegate* unmanaged[Cdecl]<void*, byte*, nuint, byte*, nuint, nuint*, nuint*, int> s_decompress;
    private static readonly delegate* unmanaged[Cdecl]<void*, void> s_freeDecompressor;

    static LibDeflateLibrary()
    {
        if (!NativeLibrary.TryLoad(Library, out nint library))
        {
            Reason = $"{Library} cannot be loaded; Debian has it in libdeflate0";
            return;
        }

        string reason = "";
        s_allocCompressor = (delegate* unmanaged[Cdecl]<int, void*>)Export("alloc_compressor");
        s_compress = (delegate* unmanaged[Cdecl]<void*, byte*, nuint, byte*, nuint, nuint>)Export("deflate_compress");
        s_freeCompressor = (delegate* unmanaged[Cdecl]<void*, void>)Export("free_compressor");
        s_allocDecompressor = (delegate* unmanaged[Cdecl]<void*>)Export("alloc_decompressor");
        s_decompress = (delegate* unmanaged[Cdecl]<void*, byte*, nuint, byte*, nuint, nuint*, nuint*, int>)Export("deflate_decompress_ex");
        s_freeDecompressor = (delegate* unmanaged[Cdecl]<void*, void>)Export("free_decompressor");
        if (reason.Length == 0)
        {
            Path = LoadedModule.PathOf((nint)s_compress);
            reason = RoundTrips() ? "" : $"{Library} does not behave as known ({Path})";
        }

        Reason = reason;

        nint Export(string name)
        {
            if (!NativeLibrary.TryGetExport(library, "libdeflate_" + name, out nint address))
            {
                reason = $"{Library} does not export libdeflate_{name}";
            }

            return address;
        }
    }

    /// <summary>Why the engine cannot be used; empty when it can.</summary>
    internal static string Reason { get; } = "";

    /// <summary>The file that was loaded.</summary>
    internal static string Path { get; } = "";

    /// <summary>The version in the file name, which is that of the ABI: libdeflate has no call for its own.</summary>
    internal static string Version => LoadedModule.VersionOf(Path);

    /// <summary>A compressor, or null when there is no memory for it.</summary>
    internal static void* AllocateCompressor(int level) => s_allocCompressor(level);

    /// <summary>Encodes; returns the length, or 0 when it does not fit.</summary>
    internal static nuint Compress(void* compressor, byte* source, nuint length, byte* destination, nuint room) =>
        s_compress(compressor, source, length, destination, room);

    internal static void FreeCompressor(void* compressor) => s_freeCompressor(compressor);

    /// <summary>A decompressor, or null when there is no memory for it.</summary>
    internal static void* AllocateDecompressor() => s_allocDecompressor();

    internal static int Decompress(
        void* decompressor, byte* source, nuint length, byte* destination, nuint room, nuint* consumed, nuint* written) =>
        s_decompress(decompressor, source, length, destination, room, consumed, written);

    internal static void FreeDecompressor(void* decompressor) => s_freeDecompressor(decompressor);

    private static bool RoundTrips()
    {
        const int Length = 300;
        byte* plain = stackalloc byte[Length];
        byte* packed = stackalloc byte[Length];
        byte* back = stackalloc byte[Length];
        for (int i = 0; i < Length; i++)
        {
            plain[i] = (byte)(i % 10);
        }

        void* compressor = s_allocCompressor(1);
        void* decompressor = s_allocDecompressor();
        bool good = false;
        if (compressor != null && decompressor != null)
        {
            nuint packedLength = s_compress(compressor, plain, Length, packed, Length);
            nuint consumed;
            nuint written;
            good = packedLength is > 0 and < Length / 2
                && s_decompress(decompressor, packed, packedLength, back, Length, &consumed, &written) == Success
                && consumed == packedLength && written == Length
                && new ReadOnlySpan<byte>(plain, Length).SequenceEqual(new ReadOnlySpan<byte>(back, Length));
        }

        s_freeCompressor(compressor);       // null is allowed, as for free(3)
        s_freeDecompressor(decompressor);
        return good;
    }
}
