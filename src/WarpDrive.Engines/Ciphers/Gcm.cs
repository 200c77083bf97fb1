using System.Buffers.Binary;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;

namespace WarpDrive.Engines.Ciphers;

/// <summary>
/// GCM (SP 800-38D, 7) composed of a counter mode and GHASH: for streams, whose state no library gives out in the standard's form, and for whatever
/// the libraries lack.
/// </summary>
internal static unsafe class Gcm
{
    private const int BlockSize = 16;
    private const int IvSize = 12;

    // Counter mode writes a piece and GHASH reads it while it is in the first-level cache.
    private const int Piece = 8192;

    // Below this, a job of the library costs more than it saves.
    private const int FewestForLibrary = 256;

    /// <summary>Runs a whole message or a part of a stream. A mismatch is noted in the job.</summary>
    /// <param name="key">The key.</param>
    /// <param name="path">The kernels of SM4; without meaning for AES.</param>
    /// <param name="imb">Who counts for AES, if there is anybody but this library.</param>
    /// <param name="job">The job.</param>
    internal static void Run(PreparedKey key, Sm4Path path, ImbQueue? imb, ref AeadJob job)
    {
        byte* state = stackalloc byte[BlockSize];
        GhashKey ghash = key.Ghash();
        var sum = new Span<byte>(state, BlockSize);
        if (job.Part is AeadPart.Whole or AeadPart.First)
        {
            sum.Clear();
            Ghash.Update(ghash, state, job.Associated, job.AssociatedLength);
        }
        else
        {
            new ReadOnlySpan<byte>(job.State, BlockSize).CopyTo(sum);
        }

        if (job.Part != AeadPart.First)
        {
            // J0 has counter 1; a stream brings the counter it used last.
            uint counter = job.Part == AeadPart.Whole ? 1 : BinaryPrimitives.ReadUInt32BigEndian(new ReadOnlySpan<byte>(job.Iv + IvSize, 4));
            Payload(key, path, imb, ghash, state, counter + 1, ref job);
        }

        if (job.Part is AeadPart.First or AeadPart.Middle)
        {
            sum.CopyTo(new Span<byte>(job.State, BlockSize));
        }
        else
        {
            bool isWhole = job.Part == AeadPart.Whole;
            Ghash.Lengths(
                ghash, state, isWhole ? (ulong)job.AssociatedLength : job.AssociatedTotal, isWhole ? (ulong)job.Length : job.PayloadTotal);
            Mask(key, job.Iv, state);
            AeadTags.Deliver(state, ref job);
        }

        CryptographicOperations.ZeroMemory(sum);
    }

    /// <summary>GMAC (SP 800-38D, 3): GCM of associated data alone.</summary>
    internal static void Authenticate(PreparedKey key, byte* iv, byte* source, int length, byte* tag)
    {
        GhashKey ghash = key.Ghash();
        byte* state = stackalloc byte[BlockSize];
        new Span<byte>(state, BlockSize).Clear();
        Ghash.Update(ghash, state, source, length);
        Ghash.Lengths(ghash, state, (ulong)length, 0);
        Mask(key, iv, state);
        Vector128.Load(state).Store(tag);
        CryptographicOperations.ZeroMemory(new Span<byte>(state, BlockSize));
    }

    private static void Payload(PreparedKey key, Sm4Path path, ImbQueue? imb, GhashKey ghash, byte* state, uint counter, ref AeadJob job)
    {
        byte* block = stackalloc byte[BlockSize];
        Buffer.MemoryCopy(job.Iv, block, BlockSize, IvSize);
        for (int at = 0; at < job.Length; at += Piece)
        {
            int bytes = Math.Min(job.Length - at, Piece);
            if (job.Decrypt)
            {
                Ghash.Update(ghash, state, job.Source + at, bytes);
            }

            Count(key, path, imb, block, counter, job.Source + at, job.Destination + at, bytes);
            counter += Piece / BlockSize;
            if (!job.Decrypt)
            {
                Ghash.Update(ghash, state, job.Destination + at, bytes);
            }
        }
    }

    /// <summary>Counter mode with inc32 (6.2): only the last four bytes count.</summary>
    private static void Count(PreparedKey key, Sm4Path path, ImbQueue? imb, byte* block, uint counter, byte* source, byte* destination, int length)
    {
        // Up to where the last four bytes wrap, it is the same as counting in the whole block.
        int upToWrap = (int)Math.Min((ulong)length, ((1UL << 32) - counter) * BlockSize);
        BinaryPrimitives.WriteUInt32BigEndian(new Span<byte>(block + IvSize, 4), counter);
        Ctr(key, path, imb, block, source, destination, upToWrap);
        if (upToWrap < length)
        {
            BinaryPrimitives.WriteUInt32BigEndian(new Span<byte>(block + IvSize, 4), 0);
            Ctr(key, path, imb, block, source + upToWrap, destination + upToWrap, length - upToWrap);
        }
    }

    private static void Ctr(PreparedKey key, Sm4Path path, ImbQueue? imb, byte* counter, byte* source, byte* destination, int length)
    {
        if (key.Use == KeyUse.Sm4)
        {
            Sm4Kernels.Ctr(key.Sm4, counter, source, destination, length, path);
        }
        else if (imb != null && length >= FewestForLibrary)
        {
            imb.Ctr(key, counter, source, destination, length);
        }
        else
        {
            BlockModes<AesBlocks>.Ctr(new AesBlocks(key.Aes), counter, source, destination, length);
        }
    }

    /// <summary>Adds the encrypted J0, the IV with counter 1, to the hash (7.1, step 6).</summary>
    private static void Mask(PreparedKey key, byte* iv, byte* state)
    {
        byte* block = stackalloc byte[BlockSize];
        Buffer.MemoryCopy(iv, block, BlockSize, IvSize);
        BinaryPrimitives.WriteUInt32BigEndian(new Span<byte>(block + IvSize, 4), 1);
        key.EncryptBlock(block);
        (Vector128.Load(state) ^ Vector128.Load(block)).Store(state);
        CryptographicOperations.ZeroMemory(new Span<byte>(block, BlockSize));
    }
}
