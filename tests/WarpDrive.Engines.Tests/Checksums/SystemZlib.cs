using System.Runtime.InteropServices;

namespace WarpDrive.Engines.Tests.Checksums;

/// <summary>The checksums of the installed zlib, when there is one.</summary>
public static unsafe class SystemZlib
{
    private static readonly nint s_library = NativeLibrary.TryLoad("libz.so.1", out nint handle) ? handle : 0;

    public delegate uint Checksum(ReadOnlySpan<byte> data, uint seed);

    public static Checksum? Crc32 { get; } = Find("crc32");

    public static Checksum? Adler32 { get; } = Find("adler32");

    private static Checksum? Find(string name)
    {
        if (s_library == 0 || !NativeLibrary.TryGetExport(s_library, name, out nint address))
        {
            return null;
        }

        var function = (delegate* unmanaged<nuint, byte*, uint, nuint>)address;
        return (data, seed) =>
        {
            fixed (byte* p = data)
            {
                byte none = 0;
                return (uint)function(seed, p == null ? &none : p, (uint)data.Length);
            }
        };
    }
}
