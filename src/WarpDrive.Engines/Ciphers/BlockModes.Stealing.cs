using System.Runtime.Intrinsics;

namespace WarpDrive.Engines.Ciphers;

/// <remarks>
/// Ciphertext stealing (addendum to SP 800-38A) is CBC on all but the last one or two blocks, by whatever is fast, and an end that is made here.
/// </remarks>
internal static unsafe partial class BlockModes<TCipher>
{
    /// <summary>Bytes at the front that are plain CBC.</summary>
    internal static int StealingPrefix(int length, bool decrypt)
    {
        int blocks = (length + BlockSize - 1) / BlockSize;
        return Math.Max(0, blocks - (decrypt ? 2 : 1)) * BlockSize;
    }

    /// <summary>Ends an encryption whose prefix is in the destination already.</summary>
    internal static void StealingEncryptEnd(TCipher key, BlockMode mode, byte* iv, byte* source, byte* destination, int length)
    {
        int prefix = StealingPrefix(length, decrypt: false);
        int partial = length - prefix;   // d of the addendum, 1 to 16
        byte* last = stackalloc byte[BlockSize];
        new Span<byte>(last, BlockSize).Clear();
        Buffer.MemoryCopy(source + prefix, last, BlockSize, partial);
        byte* previous = prefix == 0 ? iv : destination + prefix - BlockSize;
        Vector128<byte> chain = Vector128.Load(previous);
        (chain ^ Vector128.Load(last)).Store(last);
        key.Encrypt(last, last, 1);
        if (prefix == 0 || !Swaps(mode, partial))
        {
            Vector128.Load(last).Store(destination + length - BlockSize);   // over what the block before loses
        }
        else
        {
            Vector128.Load(last).Store(destination + prefix - BlockSize);
            chain.Store(last);
            Buffer.MemoryCopy(last, destination + prefix, partial, partial);
        }
    }

    /// <summary>Makes the end of a decryption; the prefix comes after it, because the end needs the ciphertext before it.</summary>
    internal static void StealingDecryptEnd(TCipher key, BlockMode mode, byte* iv, byte* source, byte* destination, int length)
    {
        int prefix = StealingPrefix(length, decrypt: true);
        byte* previous = prefix == 0 ? iv : source + prefix - BlockSize;
        Vector128<byte> chain = Vector128.Load(previous);
        byte* plain = stackalloc byte[2 * BlockSize];
        if (length == BlockSize)
        {
            key.Decrypt(source, plain, 1);
            (Vector128.Load(plain) ^ chain).Store(destination);
            Clear(plain, 2 * BlockSize);
            return;
        }

        int partial = length - prefix - BlockSize;
        bool swaps = Swaps(mode, partial);
        byte* stolen = stackalloc byte[BlockSize];   // C*, the rest from the decrypted last block
        key.Decrypt(source + prefix + (swaps ? 0 : partial), plain, 1);
        Vector128.Load(plain).Store(stolen);
        Buffer.MemoryCopy(source + prefix + (swaps ? BlockSize : 0), stolen, BlockSize, partial);
        (Vector128.Load(plain) ^ Vector128.Load(stolen)).Store(plain + BlockSize);   // the last, partial block of plaintext
        key.Decrypt(stolen, plain, 1);
        (Vector128.Load(plain) ^ chain).Store(destination + prefix);
        Buffer.MemoryCopy(plain + BlockSize, destination + prefix + BlockSize, partial, partial);
        Clear(plain, 2 * BlockSize);
        Clear(stolen, BlockSize);
    }

    private static bool Swaps(BlockMode mode, int partial) => mode == BlockMode.CbcCs3 || (mode == BlockMode.CbcCs2 && partial != BlockSize);
}
