using System.Buffers.Binary;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;

namespace WarpDrive.Engines.Ciphers;

/// <summary>CCM (SP 800-38C, with the formatting of its appendix A).</summary>
internal static unsafe class Ccm<TCipher>
    where TCipher : struct, IBlockCipher
{
    private const int BlockSize = 16;

    /// <summary>Runs a message. A mismatch is noted in the job.</summary>
    internal static void Run(TCipher key, ref AeadJob job)
    {
        byte* tag = stackalloc byte[BlockSize];
        byte* counter = stackalloc byte[BlockSize];
        byte* pad = stackalloc byte[BlockSize];
        int lengthBytes = 15 - job.IvLength;   // q of A.1
        var block = new Span<byte>(counter, BlockSize);
        block.Clear();
        counter[0] = (byte)(lengthBytes - 1);
        Buffer.MemoryCopy(job.Iv, counter + 1, 15, job.IvLength);

        // S0 of step 5, counter 0, masks the tag; the payload begins with counter 1.
        Vector128.Load(counter).Store(pad);
        key.Encrypt(pad, pad, 1);

        First(key, tag, counter, ref job);
        counter[BlockSize - 1] = 1;
        if (job.Decrypt)
        {
            BlockModes<TCipher>.Ctr(key, counter, job.Source, job.Destination, job.Length);
            Chain(key, tag, job.Destination, job.Length);
        }
        else
        {
            Chain(key, tag, job.Source, job.Length);
            BlockModes<TCipher>.Ctr(key, counter, job.Source, job.Destination, job.Length);
        }

        BlockModes<TCipher>.Xor(tag, pad, tag, BlockSize);
        AeadTags.Deliver(tag, ref job);
        CryptographicOperations.ZeroMemory(new Span<byte>(tag, BlockSize));
        CryptographicOperations.ZeroMemory(new Span<byte>(pad, BlockSize));
    }

    /// <summary>B0 (A.2.1) and the associated data with its length in front (A.2.2), through the CBC-MAC.</summary>
    private static void First(TCipher key, byte* tag, byte* counter, ref AeadJob job)
    {
        int lengthBytes = 15 - job.IvLength;
        Vector128.Load(counter).Store(tag);
        tag[0] = (byte)((job.AssociatedLength > 0 ? 0x40 : 0) | (job.TagLength - 2) / 2 << 3 | (lengthBytes - 1));
        for (int i = 0; i < Math.Min(lengthBytes, sizeof(int)); i++)
        {
            tag[BlockSize - 1 - i] = (byte)(job.Length >> 8 * i);
        }

        key.Encrypt(tag, tag, 1);
        if (job.AssociatedLength == 0)
        {
            return;
        }

        byte* block = stackalloc byte[BlockSize];
        var bytes = new Span<byte>(block, BlockSize);
        bytes.Clear();
        int prefix;
        if (job.AssociatedLength < 0xFF00)
        {
            prefix = 2;
            BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)job.AssociatedLength);
        }
        else
        {
            prefix = 6;
            BinaryPrimitives.WriteUInt16BigEndian(bytes, 0xFFFE);
            BinaryPrimitives.WriteUInt32BigEndian(bytes[2..], (uint)job.AssociatedLength);
        }

        int beside = Math.Min(BlockSize - prefix, job.AssociatedLength);
        Buffer.MemoryCopy(job.Associated, block + prefix, BlockSize - prefix, beside);
        Chain(key, tag, block, BlockSize);
        Chain(key, tag, job.Associated + beside, job.AssociatedLength - beside);
    }

    /// <summary>Takes bytes into the CBC-MAC, the last block filled with zeros.</summary>
    private static void Chain(TCipher key, byte* tag, byte* data, int length)
    {
        for (; length >= BlockSize; length -= BlockSize)
        {
            (Vector128.Load(tag) ^ Vector128.Load(data)).Store(tag);
            key.Encrypt(tag, tag, 1);
            data += BlockSize;
        }

        if (length > 0)
        {
            BlockModes<TCipher>.Xor(data, tag, tag, length);
            key.Encrypt(tag, tag, 1);
        }
    }
}
