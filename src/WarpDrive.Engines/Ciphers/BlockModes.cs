using System.Buffers.Binary;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;

namespace WarpDrive.Engines.Ciphers;

/// <summary>The modes of SP 800-38A and IEEE 1619 over a cipher on blocks of 16 bytes.</summary>
/// <remarks>
/// Modes whose blocks do not wait for each other hand <see cref="Batch"/> blocks at a time to the cipher. Source and destination are the same or do
/// not overlap. Copies of plaintext and key stream are cleared.
/// </remarks>
internal static unsafe partial class BlockModes<TCipher>
    where TCipher : struct, IBlockCipher
{
    private const int BlockSize = 16;
    private const int Batch = 64;   // the widest SM4 kernel takes as many

    /// <summary>CBC encryption (6.2) of whole blocks.</summary>
    internal static void CbcEncrypt(TCipher key, byte* iv, byte* source, byte* destination, int length)
    {
        Vector128<byte> chain = Vector128.Load(iv);
        for (int at = 0; at < length; at += BlockSize)
        {
            (chain ^ Vector128.Load(source + at)).Store(destination + at);
            key.Encrypt(destination + at, destination + at, 1);
            chain = Vector128.Load(destination + at);
        }
    }

    /// <summary>CBC decryption (6.2) of whole blocks.</summary>
    internal static void CbcDecrypt(TCipher key, byte* iv, byte* source, byte* destination, int length)
    {
        byte* plain = stackalloc byte[Batch * BlockSize];
        Vector128<byte> chain = Vector128.Load(iv);
        for (int at = 0; at < length; at += Batch * BlockSize)
        {
            int blocks = Math.Min(length - at, Batch * BlockSize) / BlockSize;
            key.Decrypt(source + at, plain, blocks);
            for (int i = 0; i < blocks; i++)
            {
                Vector128<byte> next = Vector128.Load(source + at + i * BlockSize);
                (Vector128.Load(plain + i * BlockSize) ^ chain).Store(destination + at + i * BlockSize);
                chain = next;
            }
        }

        Clear(plain, Batch * BlockSize);
    }

    /// <summary>CFB128 encryption (6.3) of any length.</summary>
    internal static void CfbEncrypt(TCipher key, byte* iv, byte* source, byte* destination, int length)
    {
        byte* pad = stackalloc byte[BlockSize];
        Vector128.Load(iv).Store(pad);
        for (; length >= BlockSize; length -= BlockSize)
        {
            key.Encrypt(pad, pad, 1);
            Vector128<byte> cipher = Vector128.Load(pad) ^ Vector128.Load(source);
            cipher.Store(pad);
            cipher.Store(destination);
            source += BlockSize;
            destination += BlockSize;
        }

        Tail(key, pad, source, destination, length);
    }

    /// <summary>CFB128 decryption (6.3) of any length.</summary>
    internal static void CfbDecrypt(TCipher key, byte* iv, byte* source, byte* destination, int length)
    {
        byte* pads = stackalloc byte[(Batch + 1) * BlockSize];
        Vector128.Load(iv).Store(pads);
        while (length >= BlockSize)
        {
            int blocks = Math.Min(length / BlockSize, Batch);
            Buffer.MemoryCopy(source, pads + BlockSize, Batch * BlockSize, blocks * BlockSize);
            Vector128<byte> last = Vector128.Load(pads + blocks * BlockSize);
            key.Encrypt(pads, pads, blocks);
            Xor(source, pads, destination, blocks * BlockSize);
            last.Store(pads);
            source += blocks * BlockSize;
            destination += blocks * BlockSize;
            length -= blocks * BlockSize;
        }

        Tail(key, pads, source, destination, length);
        Clear(pads, (Batch + 1) * BlockSize);
    }

    /// <summary>OFB (6.4) of any length, both directions.</summary>
    internal static void Ofb(TCipher key, byte* iv, byte* source, byte* destination, int length)
    {
        byte* pad = stackalloc byte[BlockSize];
        Vector128.Load(iv).Store(pad);
        for (; length >= BlockSize; length -= BlockSize)
        {
            key.Encrypt(pad, pad, 1);
            (Vector128.Load(pad) ^ Vector128.Load(source)).Store(destination);
            source += BlockSize;
            destination += BlockSize;
        }

        Tail(key, pad, source, destination, length);
    }

    /// <summary>CTR (6.5) of any length, both directions; the counter is the whole block, big-endian.</summary>
    internal static void Ctr(TCipher key, byte* iv, byte* source, byte* destination, int length)
    {
        ulong high = BinaryPrimitives.ReadUInt64BigEndian(new ReadOnlySpan<byte>(iv, 8));
        ulong low = BinaryPrimitives.ReadUInt64BigEndian(new ReadOnlySpan<byte>(iv + 8, 8));
        byte* pads = stackalloc byte[Batch * BlockSize];
        while (length > 0)
        {
            int bytes = Math.Min(length, Batch * BlockSize);
            int blocks = (bytes + BlockSize - 1) / BlockSize;
            for (int i = 0; i < blocks; i++)
            {
                Vector128.Create(BigEndian(high), BigEndian(low)).AsByte().Store(pads + i * BlockSize);
                low++;
                high += low == 0 ? 1u : 0;
            }

            key.Encrypt(pads, pads, blocks);
            Xor(source, pads, destination, bytes);
            source += bytes;
            destination += bytes;
            length -= bytes;
        }

        Clear(pads, Batch * BlockSize);
    }

    /// <summary>CTR with a counter of the last four bytes only, inc32 of SP 800-38D, 6.2, as GCM counts.</summary>
    internal static void Ctr32(TCipher key, byte* iv, uint counter, byte* source, byte* destination, int length)
    {
        byte* block = stackalloc byte[BlockSize];
        Buffer.MemoryCopy(iv, block, BlockSize, 12);
        while (length > 0)
        {
            // Up to where the last four bytes wrap, both ways of counting are the same.
            ulong room = ((1UL << 32) - counter) * BlockSize;
            int bytes = (int)Math.Min((ulong)length, room);
            BinaryPrimitives.WriteUInt32BigEndian(new Span<byte>(block + 12, 4), counter);
            Ctr(key, block, source, destination, bytes);
            counter = 0;
            source += bytes;
            destination += bytes;
            length -= bytes;
        }
    }

    /// <summary>Destination = source XOR pad.</summary>
    internal static void Xor(byte* source, byte* pad, byte* destination, int length)
    {
        int at = 0;
        for (; at <= length - BlockSize; at += BlockSize)
        {
            (Vector128.Load(source + at) ^ Vector128.Load(pad + at)).Store(destination + at);
        }

        for (; at < length; at++)
        {
            destination[at] = (byte)(source[at] ^ pad[at]);
        }
    }

    private static ulong BigEndian(ulong value) => BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(value) : value;

    private static void Clear(byte* memory, int length) => CryptographicOperations.ZeroMemory(new Span<byte>(memory, length));

    /// <summary>The last, partial block of CFB and OFB, and the end of the pad.</summary>
    private static void Tail(TCipher key, byte* pad, byte* source, byte* destination, int length)
    {
        if (length > 0)
        {
            key.Encrypt(pad, pad, 1);
            Xor(source, pad, destination, length);
        }

        Clear(pad, BlockSize);
    }
}
