using System.Diagnostics;
using System.Runtime.InteropServices;

namespace WarpDrive.Testing;

/// <summary>The installed libzstd, when there is one: it encodes given sequences and decodes.</summary>
internal static unsafe class SystemZstd
{
    // zstd.h; the last two are experimental parameters 11 and 12.
    private const int WindowLog = 101;
    private const int MinMatch = 105;
    private const int BlockDelimiters = 1008;
    private const int ValidateSequences = 1009;

    private const string ProgramPath = "/usr/bin/zstd";

    private static readonly nint s_library = NativeLibrary.TryLoad("libzstd.so.1", out nint handle) ? handle : 0;

    public static bool IsInstalled => s_library != 0 && NativeLibrary.TryGetExport(s_library, "ZSTD_compressSequences", out _);

    public static bool HasProgram => File.Exists(ProgramPath);

    /// <summary>ZSTD_Sequence. An offset and match length of zero end a block.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public record struct Sequence(uint Offset, uint LiteralLength, uint MatchLength, uint Repeat);

    public static byte[] Compress(ReadOnlySpan<Sequence> sequences, ReadOnlySpan<byte> source)
    {
        var create = (delegate* unmanaged<void*>)Export("ZSTD_createCCtx");
        var free = (delegate* unmanaged<void*, nuint>)Export("ZSTD_freeCCtx");
        var set = (delegate* unmanaged<void*, int, int, nuint>)Export("ZSTD_CCtx_setParameter");
        var bound = (delegate* unmanaged<nuint, nuint>)Export("ZSTD_compressBound");
        var compress = (delegate* unmanaged<void*, byte*, nuint, Sequence*, nuint, byte*, nuint, nuint>)Export("ZSTD_compressSequences");
        void* context = create();
        try
        {
            Check(set(context, WindowLog, 18));
            Check(set(context, MinMatch, 3));
            Check(set(context, BlockDelimiters, 1));
            Check(set(context, ValidateSequences, 1));
            byte[] frame = new byte[bound((nuint)source.Length)];
            fixed (byte* to = frame, from = source)
            fixed (Sequence* list = sequences)
            {
                return frame[..(int)Check(compress(context, to, (nuint)frame.Length, list, (nuint)sequences.Length, from, (nuint)source.Length))];
            }
        }
        finally
        {
            free(context);
        }
    }

    public static byte[] Decompress(ReadOnlySpan<byte> frame, int length)
    {
        var decompress = (delegate* unmanaged<byte*, nuint, byte*, nuint, nuint>)Export("ZSTD_decompress");
        byte[] output = new byte[length + 1];
        fixed (byte* to = output, from = frame)
        {
            return output[..(int)Check(decompress(to, (nuint)output.Length, from, (nuint)frame.Length))];
        }
    }

    /// <summary>What the installed program makes of a frame.</summary>
    public static byte[] DecompressByProgram(byte[] frame)
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, frame);
            using Process zstd = Process.Start(new ProcessStartInfo(ProgramPath, ["-d", "-c", path]) { RedirectStandardOutput = true })!;
            using var output = new MemoryStream();
            zstd.StandardOutput.BaseStream.CopyTo(output);
            Assert.True(zstd.WaitForExit(TimeSpan.FromSeconds(30)));
            Assert.Equal(0, zstd.ExitCode);
            return output.ToArray();
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static nuint Check(nuint result)
    {
        var isError = (delegate* unmanaged<nuint, uint>)Export("ZSTD_isError");
        var name = (delegate* unmanaged<nuint, byte*>)Export("ZSTD_getErrorName");
        Assert.True(isError(result) == 0, Marshal.PtrToStringUTF8((nint)name(result)));
        return result;
    }

    private static nint Export(string name) => NativeLibrary.GetExport(s_library, name);
}
