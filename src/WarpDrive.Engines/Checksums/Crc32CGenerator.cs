namespace WarpDrive.Engines.Checksums;

/// <summary>0x1EDC6F41, the generator of Castagnoli (RFC 3720 section 12.1).</summary>
internal readonly struct Crc32CGenerator : ICrcGenerator
{
    public static uint Polynomial => 0x82F63B78;

    public static ulong Generator => 0x105EC76F1;

    public static ulong Quotient => 0x0DEA713F1;

    public static ulong Fold64 => 0x0DD45AAB8;

    public static ulong Low128 => 0x0F20C0DFE;

    public static ulong High128 => 0x14CD00BD6;

    public static ulong Low256 => 0x1384AA63A;

    public static ulong High256 => 0x0BA4FC28E;

    public static ulong Low512 => 0x0740EEF02;

    public static ulong High512 => 0x09E4ADDF8;

    public static ulong Low1024 => 0x06992CEA2;

    public static ulong High1024 => 0x00D3B6092;

    public static ulong Low2048 => 0x0DCB17AA4;

    public static ulong High2048 => 0x0B9E02B86;

    public static uint ComputeShort(ReadOnlySpan<byte> data, uint seed) => Crc32C.ComputeShort(data, seed);
}
