using System.Runtime.InteropServices;
using WarpDrive.Engines.Native;

namespace WarpDrive.Engines.Deflate;

/// <summary>The deflate part of Intel's ISA-L, loaded when it is installed (Debian: libisal2), and tried out once.</summary>
internal static unsafe class IsaLibrary
{
    internal const int MinLevel = 0;         // ISAL_DEF_MIN_LEVEL
    internal const int MaxLevel = 3;         // ISAL_DEF_MAX_LEVEL

    /// <summary>
    /// Level 0 has one fixed set of codes and, in streams, no stored blocks to fall back to: a hostile input could grow past
    /// <see cref="DeflateBound"/>.
    /// </summary>
    internal const int MinStreamLevel = 1;

    internal const ushort NoFlush = 0;       // NO_FLUSH
    internal const ushort SyncFlush = 1;     // SYNC_FLUSH
    internal const int Ok = 0;               // COMP_OK, ISAL_DECOMP_OK
    internal const int Overflow = -1;        // STATELESS_OVERFLOW
    internal const int EndOfInput = 1;       // ISAL_END_INPUT
    internal const int OutOverflow = 2;      // ISAL_OUT_OVERFLOW
    internal const int StateNewHeader = 0;   // ZSTATE_NEW_HDR
    internal const int StateEnd = 11;        // ZSTATE_END

    private const string Library = "libisal.so.2";
    private const nuint Alignment = 64;      // "the head is cache aligned", igzip_lib.h

    private static readonly delegate* unmanaged[Cdecl]<IsaStream*, void> s_deflateInit;
    private static readonly delegate* unmanaged[Cdecl]<IsaStream*, void> s_deflateReset;
    private static readonly delegate* unmanaged[Cdecl]<IsaStream*, void> s_deflateStatelessInit;
    private static readonly delegate* unmanaged[Cdecl]<IsaStream*, int> s_deflate;
    private static readonly delegate* unmanaged[Cdecl]<IsaStream*, int> s_deflateStateless;
    private static readonly delegate* unmanaged[Cdecl]<IsaStream*, byte*, uint, int> s_deflateSetDictionary;
    private static readonly delegate* unmanaged[Cdecl]<IsaInflateState*, void> s_inflateInit;
    private static readonly delegate* unmanaged[Cdecl]<IsaInflateState*, int> s_inflateStateless;

    static IsaLibrary()
    {
        if (!NativeLibrary.TryLoad(Library, out nint library))
        {
            Reason = $"{Library} cannot be loaded; Debian has it in libisal2";
            return;
        }

        string reason = "";
        s_deflateInit = (delegate* unmanaged[Cdecl]<IsaStream*, void>)Export("isal_deflate_init");
        s_deflateReset = (delegate* unmanaged[Cdecl]<IsaStream*, void>)Export("isal_deflate_reset");
        s_deflateStatelessInit = (delegate* unmanaged[Cdecl]<IsaStream*, void>)Export("isal_deflate_stateless_init");
        s_deflate = (delegate* unmanaged[Cdecl]<IsaStream*, int>)Export("isal_deflate");
        s_deflateStateless = (delegate* unmanaged[Cdecl]<IsaStream*, int>)Export("isal_deflate_stateless");
        s_deflateSetDictionary = (delegate* unmanaged[Cdecl]<IsaStream*, byte*, uint, int>)Export("isal_deflate_set_dict");
        s_inflateInit = (delegate* unmanaged[Cdecl]<IsaInflateState*, void>)Export("isal_inflate_init");
        s_inflateStateless = (delegate* unmanaged[Cdecl]<IsaInflateState*, int>)Export("isal_inflate_stateless");
        if (reason.Length == 0)
        {
            Path = LoadedModule.PathOf((nint)s_deflate);
            reason = RoundTrips() ? "" : $"{Library} does not behave as known: its structs or functions differ ({Path})";
        }

        Reason = reason;

        nint Export(string name)
        {
            if (!NativeLibrary.TryGetExport(library, name, out nint address))
            {
                reason = $"{Library} does not export {name}";
            }

            return address;
        }
    }

    /// <summary>Why the engine cannot be used; empty when it can.</summary>
    internal static string Reason { get; } = "";

    /// <summary>The file that was loaded.</summary>
    internal static string Path { get; } = "";

    /// <summary>The library's version as its file name tells it: ISA-L has no call for it.</summary>
    internal static string Version => LoadedModule.VersionOf(Path);

    /// <summary>
    /// Bytes of the level buffer. The second summand is four bytes per symbol of a block, which is how often codes are made anew.
    /// </summary>
    /// <remarks>
    /// Small blocks follow changing data. Assemblies in pieces of 1 MiB, level 2: blocks of 64 Ki symbols (the library's default)
    /// give 1.871 at 637 MB/s, 8 Ki 1.912 at 538 MB/s, 4 Ki 1.920 at 435 MB/s. Level 1 is there for speed and keeps 32 Ki
    /// (1.864 at 686 MB/s); levels 2 and 3 take 8 Ki, which brings level 3 within 2 % of zlib's level 1.
    /// </remarks>
    internal static int LevelBufferSize(int level)
    {
        const int SymbolSize = 4;   // ISAL_DEF_LVLx_TOKEN_SIZE
        return level switch
        {
            0 => 0,
            1 => 4096 + 2 * 8 * 1024 + SymbolSize * 32 * 1024,                     // ISAL_DEF_LVL1_REQ
            2 => 4096 + 2 * 32 * 1024 + SymbolSize * 8 * 1024,                     // ISAL_DEF_LVL2_REQ
            _ => 4096 + 4 * 4 * 1024 + 2 * 32 * 1024 + SymbolSize * 8 * 1024,      // ISAL_DEF_LVL3_REQ
        };
    }

    internal static void* Allocate(int size)
    {
        void* block = NativeMemory.AlignedAlloc((nuint)size, Alignment);
        NativeMemory.Clear(block, (nuint)size);
        return block;
    }

    internal static void DeflateInit(IsaStream* stream) => s_deflateInit(stream);

    internal static void DeflateReset(IsaStream* stream) => s_deflateReset(stream);

    internal static void DeflateStatelessInit(IsaStream* stream) => s_deflateStatelessInit(stream);

    internal static int Deflate(IsaStream* stream) => s_deflate(stream);

    internal static int DeflateStateless(IsaStream* stream) => s_deflateStateless(stream);

    internal static int DeflateSetDictionary(IsaStream* stream, byte* bytes, uint length) => s_deflateSetDictionary(stream, bytes, length);

    internal static void InflateInit(IsaInflateState* state) => s_inflateInit(state);

    internal static int InflateStateless(IsaInflateState* state) => s_inflateStateless(state);

    /// <summary>Encodes a few bytes in both ways and decodes them, and looks at the fields used on the way.</summary>
    private static bool RoundTrips()
    {
        const int Length = 300;
        byte* plain = stackalloc byte[Length];
        byte* packed = stackalloc byte[Length];
        for (int i = 0; i < Length; i++)
        {
            plain[i] = (byte)(i % 10);
        }

        var stream = (IsaStream*)Allocate(IsaStream.AllocationSize);
        var state = (IsaInflateState*)Allocate(IsaInflateState.AllocationSize);
        var levelBuffer = (byte*)Allocate(LevelBufferSize(1));
        try
        {
            bool good = true;
            for (int pass = 0; pass < 2; pass++)
            {
                bool whole = pass == 0;
                if (whole)
                {
                    s_deflateStatelessInit(stream);
                }
                else
                {
                    s_deflateInit(stream);
                }

                stream->Level = 1;
                stream->LevelBuffer = levelBuffer;
                stream->LevelBufferSize = (uint)LevelBufferSize(1);
                stream->EndOfStream = 1;
                stream->NextIn = plain;
                stream->AvailableIn = Length;
                stream->NextOut = packed;
                stream->AvailableOut = Length;
                int result = whole ? s_deflateStateless(stream) : s_deflate(stream);
                uint packedLength = Length - stream->AvailableOut;
                good &= result == Ok && stream->AvailableIn == 0 && stream->NextIn == plain + Length
                    && packedLength is > 0 and < Length / 2 && stream->TotalOut == packedLength
                    && (whole || stream->State == StateEnd)
                    && Decodes(state, packed, packedLength, plain, Length);
            }

            return good;
        }
        finally
        {
            NativeMemory.AlignedFree(stream);
            NativeMemory.AlignedFree(state);
            NativeMemory.AlignedFree(levelBuffer);
        }
    }

    private static bool Decodes(IsaInflateState* state, byte* packed, uint packedLength, byte* plain, int length)
    {
        byte* back = stackalloc byte[length];
        s_inflateInit(state);
        state->NextIn = packed;
        state->AvailableIn = packedLength;
        state->NextOut = back;
        state->AvailableOut = (uint)length;
        return s_inflateStateless(state) == Ok && state->AvailableIn == 0 && state->AvailableOut == 0
            && new ReadOnlySpan<byte>(plain, length).SequenceEqual(new ReadOnlySpan<byte>(back, length));
    }
}
