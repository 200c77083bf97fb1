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
        byte* message = Begin(key, tag, ref job);
        Chain(key, tag, message, job.Length);
        End(key, tag, ref job);
        CryptographicOperations.ZeroMemory(new Span<byte>(tag, BlockSize));
    }

    /// <summary>Decrypts, if that is asked for, and takes all but the payload into the CBC-MAC.</summary>
    /// <param name="key">The cipher with its key.</param>
    /// <param name="tag">16 bytes: the CBC-MAC so far.</param>
    /// <param name="job">The job.</param>
    /// <returns>The plaintext, which is to be taken into the CBC-MAC.</returns>
    internal static byte* Begin(TCipher key, byte* tag, ref AeadJob job)
    {
        First(key, tag, ref job);
        if (!job.Decrypt)
        {
            return job.Source;
        }

        Count(key, ref job);
        return job.Destination;
    }

    /// <summary>Takes what follows the whole blocks of the plaintext into the CBC-MAC.</summary>
    internal static void ChainRest(TCipher key, byte* tag, in AeadJob job)
    {
        int whole = job.Length & -BlockSize;
        Chain(key, tag, (job.Decrypt ? job.Destination : job.Source) + whole, job.Length - whole);
    }

    /// <summary>Encrypts, if that is asked for, and delivers the tag.</summary>
    internal static void End(TCipher key, byte* tag, ref AeadJob job)
    {
        byte* pad = stackalloc byte[BlockSize];
        if (!job.Decrypt)
        {
            Count(key, ref job);
        }

        // S0 of 6.1, step 5, counter 0, masks the tag.
        Counter(pad, job, 0);
        key.Encrypt(pad, pad, 1);
        BlockModes<TCipher>.Xor(tag, pad, tag, BlockSize);
        AeadTags.Deliver(tag, ref job);
        CryptographicOperations.ZeroMemory(new Span<byte>(pad, BlockSize));
    }

    /// <summary>The counter block of A.3.</summary>
    private static void Counter(byte* block, in AeadJob job, byte number)
    {
        new Span<byte>(block, BlockSize).Clear();
        block[0] = (byte)(14 - job.IvLength);   // q - 1; q is what the nonce leaves of 15 bytes
        Buffer.MemoryCopy(job.Iv, block + 1, BlockSize - 1, job.IvLength);
        block[BlockSize - 1] = number;
    }

    private static void Count(TCipher key, ref AeadJob job)
    {
        byte* counter = stackalloc byte[BlockSize];
        Counter(counter, job, 1);
        BlockModes<TCipher>.Ctr(key, counter, job.Source, job.Destination, job.Length);
    }

    /// <summary>B0 (A.2.1) and the associated data with its length in front (A.2.2), through the CBC-MAC.</summary>
    private static void First(TCipher key, byte* tag, ref AeadJob job)
    {
        int lengthBytes = 15 - job.IvLength;
        Counter(tag, job, 0);
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
