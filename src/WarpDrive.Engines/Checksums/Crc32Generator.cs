namespace WarpDrive.Engines.Checksums;

/// <summary>0x04C11DB7, the generator of gzip and zip (RFC 1952 section 8).</summary>
internal readonly struct Crc32Generator : ICrcGenerator
{
    public static uint Polynomial => 0xEDB88320;

    public static ulong Generator => 0x1DB710641;

    public static ulong Quotient => 0x1F7011641;

    public static ulong Fold64 => 0x163CD6124;

    public static ulong Low128 => 0x1751997D0;

    public static ulong High128 => 0x0CCAA009E;

    public static ulong Low256 => 0x0F1DA05AA;

    public static ulong High256 => 0x15A546366;

    public static ulong Low512 => 0x154442BD4;

    public static ulong High512 => 0x1C6E41596;

    public static ulong Low1024 => 0x1E88EF372;

    public static ulong High1024 => 0x14A7FE880;

    public static ulong Low2048 => 0x11542778A;

    public static ulong High2048 => 0x1322D1430;

    public static uint ComputeShort(ReadOnlySpan<byte> data, uint seed) => ReflectedCrc<Crc32Generator>.ComputeSequential(data, seed);
}
