using System.Buffers.Binary;

namespace WarpDrive.Hisilicon.Sec;

/// <summary>The 4 weak and 12 semi-weak keys of DES (SP 800-67, 3.3.2); encrypting twice with one, or with a pair, changes nothing.</summary>
internal static class DesWeakKeys
{
    private const ulong WithoutParity = 0xFEFEFEFEFEFEFEFE;

    private static readonly ulong[] s_keys =
    [
        0x0101010101010101, 0xFEFEFEFEFEFEFEFE, 0xE0E0E0E0F1F1F1F1, 0x1F1F1F1F0E0E0E0E,
        0x011F011F010E010E, 0x1F011F010E010E01, 0x01E001E001F101F1, 0xE001E001F101F101,
        0x01FE01FE01FE01FE, 0xFE01FE01FE01FE01, 0x1FE01FE00EF10EF1, 0xE01FE01FF10EF10E,
        0x1FFE1FFE0EFE0EFE, 0xFE1FFE1FFE0EFE0E, 0xE0FEE0FEF1FEF1FE, 0xFEE0FEE0FEF1FEF1,
    ];

    /// <summary>Whether a key is one of them, whatever its parity bits. The same time for every key.</summary>
    /// <param name="key">8 bytes.</param>
    internal static bool Contains(ReadOnlySpan<byte> key)
    {
        ulong value = BinaryPrimitives.ReadUInt64BigEndian(key);
        bool found = false;
        foreach (ulong weak in s_keys)
        {
            found |= ((value ^ weak) & WithoutParity) == 0;
        }

        return found;
    }
}
