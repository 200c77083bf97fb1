using System.Buffers.Binary;

namespace WarpDrive.Engines.Checksums;

internal static partial class ReflectedCrc<TGenerator>
{
    // Table k holds the register after a byte value and k zero bytes: 16 x 256 entries.
    private static readonly uint[] s_tables = BuildTables();

    /// <summary>The sequential form: sixteen table look-ups for sixteen bytes, the rest byte by byte.</summary>
    internal static uint ComputeSequential(ReadOnlySpan<byte> data, uint seed)
    {
        uint[] t = s_tables;
        uint crc = ~seed;
        while (data.Length >= 16)
        {
            uint a = BinaryPrimitives.ReadUInt32LittleEndian(data) ^ crc;
            uint b = BinaryPrimitives.ReadUInt32LittleEndian(data[4..]);
            uint c = BinaryPrimitives.ReadUInt32LittleEndian(data[8..]);
            uint d = BinaryPrimitives.ReadUInt32LittleEndian(data[12..]);
            crc = t[0xF00 + (int)(a & 0xFF)] ^ t[0xE00 + (int)((a >> 8) & 0xFF)]
                ^ t[0xD00 + (int)((a >> 16) & 0xFF)] ^ t[0xC00 + (int)(a >> 24)]
                ^ t[0xB00 + (int)(b & 0xFF)] ^ t[0xA00 + (int)((b >> 8) & 0xFF)]
                ^ t[0x900 + (int)((b >> 16) & 0xFF)] ^ t[0x800 + (int)(b >> 24)]
                ^ t[0x700 + (int)(c & 0xFF)] ^ t[0x600 + (int)((c >> 8) & 0xFF)]
                ^ t[0x500 + (int)((c >> 16) & 0xFF)] ^ t[0x400 + (int)(c >> 24)]
                ^ t[0x300 + (int)(d & 0xFF)] ^ t[0x200 + (int)((d >> 8) & 0xFF)]
                ^ t[0x100 + (int)((d >> 16) & 0xFF)] ^ t[(int)(d >> 24)];
            data = data[16..];
        }

        foreach (byte value in data)
        {
            crc = t[(int)((crc ^ value) & 0xFF)] ^ (crc >> 8);
        }

        return ~crc;
    }

    private static uint[] BuildTables()
    {
        var tables = new uint[16 * 256];
        for (uint value = 0; value < 256; value++)
        {
            uint crc = value;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ (0u - (crc & 1) & TGenerator.Polynomial);
            }

            tables[value] = crc;
        }

        for (int i = 256; i < tables.Length; i++)
        {
            uint before = tables[i - 256];
            tables[i] = tables[before & 0xFF] ^ (before >> 8);
        }

        return tables;
    }
}
