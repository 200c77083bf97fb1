using System.Runtime.InteropServices;
using WarpDrive.Engines.Native;

namespace WarpDrive.Engines.Deflate;

/// <summary>The entry points of the zlib-ng inside the .NET runtime, looked up and tried out once.</summary>
/// <remarks>
/// They are called directly because <c>DeflateStream</c> allocates several objects for every stream. The signatures are
/// those of zlib.h with <see cref="PalZStream"/> in place of z_stream.
/// </remarks>
internal static unsafe class RuntimeZlib
{
    internal const int NoFlush = 0;      // Z_NO_FLUSH, zlib.h
    internal const int SyncFlush = 2;    // Z_SYNC_FLUSH
    internal const int Finish = 4;       // Z_FINISH

    internal const int Ok = 0;           // Z_OK
    internal const int StreamEnd = 1;    // Z_STREAM_END
    internal const int DataError = -3;   // Z_DATA_ERROR
    internal const int BufferError = -5; // Z_BUF_ERROR: no progress was possible; not fatal

    internal const int MaxWindowBits = 15;

    private const string Library = "libSystem.IO.Compression.Native";
    private const int Deflated = 8;        // Z_DEFLATED
    private const int MemoryLevel = 8;     // zlib's default, and the runtime's
    private const int DefaultStrategy = 0; // Z_DEFAULT_STRATEGY

    private static readonly delegate* unmanaged[Cdecl]<PalZStream*, int, int, int, int, int, int> s_deflateInit;
    private static readonly delegate* unmanaged[Cdecl]<PalZStream*, int, int> s_deflate;
    private static readonly delegate* unmanaged[Cdecl]<PalZStream*, int> s_deflateEnd;
    private static readonly delegate* unmanaged[Cdecl]<PalZStream*, int, int> s_inflateInit;
    private static readonly delegate* unmanaged[Cdecl]<PalZStream*, int, int> s_inflate;
    private static readonly delegate* unmanaged[Cdecl]<PalZStream*, int> s_inflateEnd;
    private static readonly delegate* unmanaged[Cdecl]<PalZStream*, int, int> s_inflateReset;

    static RuntimeZlib()
    {
        string reason = "";
        if (!NativeLibrary.TryLoad(Library, typeof(RuntimeZlib).Assembly, DllImportSearchPath.SafeDirectories, out nint library)
            && !NativeLibrary.TryLoad(Library, typeof(object).Assembly, DllImportSearchPath.AssemblyDirectory, out library))
        {
            Reason = $"{Library} was not found beside the runtime";
            return;
        }

        s_deflateInit = (delegate* unmanaged[Cdecl]<PalZStream*, int, int, int, int, int, int>)Export("DeflateInit2_");
        s_deflate = (delegate* unmanaged[Cdecl]<PalZStream*, int, int>)Export("Deflate");
        s_deflateEnd = (delegate* unmanaged[Cdecl]<PalZStream*, int>)Export("DeflateEnd");
        s_inflateInit = (delegate* unmanaged[Cdecl]<PalZStream*, int, int>)Export("InflateInit2_");
        s_inflate = (delegate* unmanaged[Cdecl]<PalZStream*, int, int>)Export("Inflate");
        s_inflateEnd = (delegate* unmanaged[Cdecl]<PalZStream*, int>)Export("InflateEnd");
        s_inflateReset = (delegate* unmanaged[Cdecl]<PalZStream*, int, int>)Export("InflateReset2_");
        if (reason.Length == 0 && !RoundTrips())
        {
            reason = $"{Library} does not behave as known: the record layout or a signature differs in .NET {Environment.Version}";
        }

        Reason = reason;
        Path = reason.Length == 0 ? LoadedModule.PathOf((nint)s_deflate) : "";

        nint Export(string name)
        {
            if (!NativeLibrary.TryGetExport(library, "CompressionNative_" + name, out nint address))
            {
                reason = $"{Library} does not export CompressionNative_{name} in .NET {Environment.Version}";
            }

            return address;
        }
    }

    /// <summary>Why the engine cannot be used; empty when it can.</summary>
    internal static string Reason { get; } = "";

    /// <summary>The file that was loaded.</summary>
    internal static string Path { get; } = "";

    /// <summary>The runtime's version, which fixes that of its zlib-ng.</summary>
    internal static string Version => $"zlib-ng of .NET {Environment.Version}";

    /// <summary>Starts a raw deflate stream in a zeroed record.</summary>
    internal static int DeflateInit(PalZStream* stream, int level, int windowBits) =>
        s_deflateInit(stream, level, Deflated, -windowBits, MemoryLevel, DefaultStrategy);

    internal static int Deflate(PalZStream* stream, int flush) => s_deflate(stream, flush);

    internal static int DeflateEnd(PalZStream* stream) => s_deflateEnd(stream);

    /// <summary>Starts reading a raw deflate stream in a zeroed record.</summary>
    internal static int InflateInit(PalZStream* stream) => s_inflateInit(stream, -MaxWindowBits);

    internal static int Inflate(PalZStream* stream, int flush) => s_inflate(stream, flush);

    internal static int InflateEnd(PalZStream* stream) => s_inflateEnd(stream);

    internal static int InflateReset(PalZStream* stream) => s_inflateReset(stream, -MaxWindowBits);

    /// <summary>Encodes and decodes a few bytes, and looks at every field of the record on the way.</summary>
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

        PalZStream stream = default;
        if (DeflateInit(&stream, 1, MaxWindowBits) != Ok || stream.InternalState == null)
        {
            return false;
        }

        stream.NextIn = plain;
        stream.AvailableIn = Length;
        stream.NextOut = packed;
        stream.AvailableOut = Length;
        int result = Deflate(&stream, Finish);
        uint packedLength = Length - stream.AvailableOut;
        bool plausible = result == StreamEnd && stream.AvailableIn == 0 && stream.NextIn == plain + Length
            && packedLength is > 0 and < Length / 2 && stream.NextOut == packed + packedLength;
        if (DeflateEnd(&stream) != Ok || !plausible)
        {
            return false;
        }

        stream = default;
        if (InflateInit(&stream) != Ok)
        {
            return false;
        }

        stream.NextIn = packed;
        stream.AvailableIn = packedLength;
        stream.NextOut = back;
        stream.AvailableOut = Length;
        plausible = InflateReset(&stream) == Ok && Inflate(&stream, Finish) == StreamEnd
            && stream.AvailableIn == 0 && stream.AvailableOut == 0;
        return InflateEnd(&stream) == Ok && plausible
            && new ReadOnlySpan<byte>(plain, Length).SequenceEqual(new ReadOnlySpan<byte>(back, Length));
    }
}
