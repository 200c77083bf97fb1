using System.Buffers.Binary;
using WarpDrive.Engines.Ciphers;

namespace WarpDrive.Engines.Tests.Ciphers;

/// <summary>GCM and CCM written down as SP 800-38D and SP 800-38C state them, bit by bit and block by block.</summary>
internal static class ReferenceAead
{
    internal static (byte[] Cipher, byte[] Tag) Encrypt(AeadKind kind, byte[] key, byte[] iv, byte[] associated, byte[] plain, int tagLength)
    {
        CipherKind cipher = kind is AeadKind.AesGcm or AeadKind.AesCcm ? CipherKind.Aes : CipherKind.Sm4;
        return kind is AeadKind.AesGcm or AeadKind.Sm4Gcm
            ? Gcm(cipher, key, iv, associated, plain, tagLength)
            : Ccm(cipher, key, iv, associated, plain, tagLength);
    }

    /// <summary>GHASH with the sums of SP 800-38D, 6.4, on whole blocks.</summary>
    internal static UInt128 Hash(UInt128 h, byte[] data)
    {
        UInt128 y = 0;
        foreach (byte[] block in data.Chunk(16))
        {
            y = Multiply(y ^ BinaryPrimitives.ReadUInt128BigEndian(block), h);
        }

        return y;
    }

    private static (byte[] Cipher, byte[] Tag) Gcm(CipherKind kind, byte[] key, byte[] iv, byte[] associated, byte[] plain, int tagLength)
    {
        Func<byte[], byte[]> block = ReferenceModes.Block(kind, key);
        UInt128 h = BinaryPrimitives.ReadUInt128BigEndian(block(new byte[16]));
        byte[] cipher = ReferenceModes.Encrypt(kind, BlockMode.Ctr, key, [.. iv, 0, 0, 0, 2], plain);
        byte[] lengths = new byte[16];
        BinaryPrimitives.WriteInt64BigEndian(lengths, associated.Length * 8L);
        BinaryPrimitives.WriteInt64BigEndian(lengths.AsSpan(8), plain.Length * 8L);
        UInt128 sum = Hash(h, [.. Filled(associated), .. Filled(cipher), .. lengths]);
        byte[] tag = new byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(tag, sum ^ BinaryPrimitives.ReadUInt128BigEndian(block([.. iv, 0, 0, 0, 1])));
        return (cipher, tag[..tagLength]);
    }

    private static (byte[] Cipher, byte[] Tag) Ccm(CipherKind kind, byte[] key, byte[] nonce, byte[] associated, byte[] plain, int tagLength)
    {
        int q = 15 - nonce.Length;
        byte[] length = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(length, plain.Length);
        length = [.. new byte[8], .. length];
        byte[] b0 = [(byte)((associated.Length > 0 ? 64 : 0) + 8 * ((tagLength - 2) / 2) + q - 1), .. nonce, .. length[^q..]];
        byte[] prefix = associated.Length switch
        {
            0 => [],
            < 0xFF00 => [(byte)(associated.Length >> 8), (byte)associated.Length],
            _ => [0xFF, 0xFE, 0, (byte)(associated.Length >> 16), (byte)(associated.Length >> 8), (byte)associated.Length],
        };
        byte[] chain = ReferenceModes.Encrypt(
            kind, BlockMode.Cbc, key, new byte[16], [.. b0, .. Filled([.. prefix, .. associated]), .. Filled(plain)]);
        byte[] counter = [(byte)(q - 1), .. nonce, .. new byte[q]];
        byte[] stream = ReferenceModes.Encrypt(kind, BlockMode.Ctr, key, counter, [.. chain[^16..], .. plain]);
        return (stream[16..], stream[..tagLength]);
    }

    private static byte[] Filled(byte[] data) => [.. data, .. new byte[(16 - data.Length % 16) % 16]];

    /// <summary>The product of 6.3; bit 0 is the leftmost.</summary>
    private static UInt128 Multiply(UInt128 x, UInt128 y)
    {
        UInt128 z = 0;
        UInt128 v = y;
        for (int i = 0; i < 128; i++)
        {
            z ^= (x >> 127 - i & 1) != 0 ? v : 0;
            v = v >> 1 ^ ((v & 1) != 0 ? (UInt128)0xE1 << 120 : 0);
        }

        return z;
    }
}
