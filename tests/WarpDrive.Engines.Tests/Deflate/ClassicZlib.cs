using System.Runtime.InteropServices;

namespace WarpDrive.Engines.Tests.Deflate;

/// <summary>Classic zlib (<c>libz.so.1</c>), the yardstick of levels 1 to 9.</summary>
internal static unsafe class ClassicZlib
{
    private static readonly nint s_compress2 =
        NativeLibrary.TryLoad("libz.so.1", out nint library) && NativeLibrary.TryGetExport(library, "compress2", out nint address)
            ? address : 0;

    internal static bool IsHere => s_compress2 != 0;

    /// <summary>The length of the raw deflate stream that zlib makes; compress2 frames it in 2 + 4 bytes (RFC 1950 §2.2).</summary>
    internal static int RawLength(ReadOnlySpan<byte> source, int level)
    {
        byte[] room = new byte[source.Length + source.Length / 100 + 1000];
        nuint length = (nuint)room.Length;
        fixed (byte* from = source)
        {
            fixed (byte* to = room)
            {
                var compress2 = (delegate* unmanaged[Cdecl]<byte*, nuint*, byte*, nuint, int, int>)s_compress2;
                Assert.Equal(0, compress2(to, &length, from, (nuint)source.Length, level));
            }
        }

        return (int)length - 6;
    }
}
