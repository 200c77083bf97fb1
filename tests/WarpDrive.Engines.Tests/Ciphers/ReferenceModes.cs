using System.Security.Cryptography;
using WarpDrive.Engines.Ciphers;

namespace WarpDrive.Engines.Tests.Ciphers;

/// <summary>The modes written down as the standards state them, block by block, over the runtime's AES or the plain SM4.</summary>
internal static unsafe class ReferenceModes
{
    internal static byte[] Encrypt(CipherKind kind, BlockMode mode, byte[] key, byte[] iv, byte[] plain)
    {
        bool isXts = mode is BlockMode.Xts or BlockMode.XtsGb;
        Func<byte[], byte[]> block = Block(kind, isXts ? key[..(key.Length / 2)] : key);
        return mode switch
        {
            BlockMode.Ecb => Chunks(plain).SelectMany(block).ToArray(),
            BlockMode.Cbc => Cbc(block, iv, plain),
            BlockMode.Cfb => Cfb(block, iv, plain),
            BlockMode.Ofb => Ofb(block, iv, plain),
            BlockMode.Ctr => Ctr(block, iv, plain),
            BlockMode.Xts or BlockMode.XtsGb => Xts(block, Block(kind, key[(key.Length / 2)..])(iv), plain, mode == BlockMode.XtsGb),
            _ => Stealing(block, mode, iv, plain),
        };
    }

    /// <summary>The cipher on one block.</summary>
    internal static Func<byte[], byte[]> Block(CipherKind kind, byte[] key)
    {
        if (kind == CipherKind.Sm4)
        {
            var sm4 = new Sm4Key(key);
            return x =>
            {
                byte[] y = new byte[16];
                fixed (byte* from = x, to = y)
                {
                    Sm4Kernels.EcbEncrypt(sm4, from, to, 16, Sm4Path.Scalar);
                }

                return y;
            };
        }

        var aes = Aes.Create();
        aes.Key = key;
        return x => aes.EncryptEcb(x, PaddingMode.None);
    }

    private static byte[][] Chunks(byte[] data) => data.Chunk(16).ToArray();

    private static byte[] Xor(byte[] a, byte[] b) => a.Zip(b, (x, y) => (byte)(x ^ y)).ToArray();

    private static byte[] Cbc(Func<byte[], byte[]> block, byte[] iv, byte[] plain)
    {
        var result = new List<byte>();
        foreach (byte[] chunk in Chunks(plain))
        {
            iv = block(Xor(chunk, iv));
            result.AddRange(iv);
        }

        return [.. result];
    }

    private static byte[] Cfb(Func<byte[], byte[]> block, byte[] iv, byte[] plain)
    {
        var result = new List<byte>();
        foreach (byte[] chunk in Chunks(plain))
        {
            iv = Xor(chunk, block(iv));
            result.AddRange(iv);
        }

        return [.. result];
    }

    private static byte[] Ofb(Func<byte[], byte[]> block, byte[] iv, byte[] plain)
    {
        var result = new List<byte>();
        foreach (byte[] chunk in Chunks(plain))
        {
            iv = block(iv);
            result.AddRange(Xor(chunk, iv));
        }

        return [.. result];
    }

    private static byte[] Ctr(Func<byte[], byte[]> block, byte[] iv, byte[] plain)
    {
        var counter = new UInt128(
            System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(iv), System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(iv.AsSpan(8)));
        var result = new List<byte>();
        foreach (byte[] chunk in Chunks(plain))
        {
            byte[] bytes = new byte[16];
            System.Buffers.Binary.BinaryPrimitives.WriteUInt128BigEndian(bytes, counter++);
            result.AddRange(Xor(chunk, block(bytes)));
        }

        return [.. result];
    }

    private static byte[] Xts(Func<byte[], byte[]> block, byte[] tweak, byte[] plain, bool reflected)
    {
        byte[][] chunks = Chunks(plain);
        int partial = plain.Length % 16;
        var result = new List<byte>();
        for (int i = 0; i < chunks.Length; i++)
        {
            byte[] next = reflected ? DoubleReflected(tweak) : Double(tweak);
            if (partial != 0 && i == chunks.Length - 2)
            {
                byte[] stolen = Xor(block(Xor(chunks[i], tweak)), tweak);
                byte[] filled = [.. chunks[i + 1], .. stolen[partial..]];
                result.AddRange(Xor(block(Xor(filled, next)), next));
                result.AddRange(stolen[..partial]);
                break;
            }

            result.AddRange(Xor(block(Xor(chunks[i], tweak)), tweak));
            tweak = next;
        }

        return [.. result];
    }

    // IEEE 1619, 5.2.
    private static byte[] Double(byte[] a)
    {
        byte[] result = new byte[16];
        for (int k = 0; k < 16; k++)
        {
            result[k] = (byte)(2 * a[k] + (k == 0 ? 0 : a[k - 1] >> 7));
        }

        result[0] ^= (byte)(a[15] >= 128 ? 135 : 0);
        return result;
    }

    private static byte[] DoubleReflected(byte[] a)
    {
        byte[] result = new byte[16];
        for (int k = 0; k < 16; k++)
        {
            result[k] = (byte)((a[k] >> 1) + (k == 0 ? 0 : (a[k - 1] & 1) << 7));
        }

        result[0] ^= (byte)((a[15] & 1) != 0 ? 0xE1 : 0);
        return result;
    }

    private static byte[] Stealing(Func<byte[], byte[]> block, BlockMode mode, byte[] iv, byte[] plain)
    {
        int partial = (plain.Length - 1) % 16 + 1;
        byte[] whole = Cbc(block, iv, [.. plain, .. new byte[16 - partial]]);
        if (plain.Length <= 16)
        {
            return whole;
        }

        byte[] head = whole[..^32];
        byte[] before = whole[^32..^16][..partial];
        byte[] last = whole[^16..];
        bool swaps = mode == BlockMode.CbcCs3 || (mode == BlockMode.CbcCs2 && partial != 16);
        return swaps ? [.. head, .. last, .. before] : [.. head, .. before, .. last];
    }
}
