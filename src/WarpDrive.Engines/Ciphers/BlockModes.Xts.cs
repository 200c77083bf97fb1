using System.Runtime.Intrinsics;

namespace WarpDrive.Engines.Ciphers;

internal static unsafe partial class BlockModes<TCipher>
{
    /// <summary>XTS of 16 bytes or more (IEEE 1619, 5.3 and 5.4), with ciphertext stealing for a partial last block.</summary>
    /// <param name="key">The data key.</param>
    /// <param name="tweakKey">The tweak key.</param>
    /// <param name="iv">The tweak.</param>
    /// <param name="source"></param>
    /// <param name="destination"></param>
    /// <param name="length"></param>
    /// <param name="decrypt"></param>
    /// <param name="reflected">Multiply the tweak in the bit-reflected field (GB/T 17964).</param>
    internal static void Xts(
        TCipher key, TCipher tweakKey, byte* iv, byte* source, byte* destination, int length, bool decrypt, bool reflected)
    {
        byte* tweaks = stackalloc byte[Batch * BlockSize];
        byte* data = stackalloc byte[Batch * BlockSize];
        tweakKey.Encrypt(iv, tweaks, 1);
        var tweak = new XtsTweak(tweaks, reflected);

        int partial = length % BlockSize;
        int whole = length / BlockSize - (partial == 0 ? 0 : 1);   // the last whole block takes part in the stealing
        while (whole > 0)
        {
            int blocks = Math.Min(whole, Batch);
            for (int i = 0; i < blocks; i++)
            {
                tweak.Store(tweaks + i * BlockSize);
                tweak.Double();
            }

            Xor(source, tweaks, data, blocks * BlockSize);
            Crypt(key, data, data, blocks, decrypt);
            Xor(data, tweaks, destination, blocks * BlockSize);
            source += blocks * BlockSize;
            destination += blocks * BlockSize;
            whole -= blocks;
        }

        if (partial != 0)
        {
            tweak.Store(tweaks);
            tweak.Double();
            tweak.Store(tweaks + BlockSize);

            // Encryption takes the tweaks in their order, decryption the later one first.
            byte* first = decrypt ? tweaks + BlockSize : tweaks;
            byte* second = decrypt ? tweaks : tweaks + BlockSize;
            Xor(source, first, data, BlockSize);
            Crypt(key, data, data, 1, decrypt);
            Xor(data, first, data, BlockSize);

            byte* stolen = data + BlockSize;
            Vector128.Load(data).Store(stolen);
            Buffer.MemoryCopy(source + BlockSize, stolen, BlockSize, partial);   // before the destination, which may be the source, is written
            Buffer.MemoryCopy(data, destination + BlockSize, partial, partial);
            Xor(stolen, second, stolen, BlockSize);
            Crypt(key, stolen, stolen, 1, decrypt);
            Xor(stolen, second, destination, BlockSize);
        }

        Clear(tweaks, Batch * BlockSize);
        Clear(data, Batch * BlockSize);
    }

    private static void Crypt(TCipher key, byte* source, byte* destination, int blocks, bool decrypt)
    {
        if (decrypt)
        {
            key.Decrypt(source, destination, blocks);
        }
        else
        {
            key.Encrypt(source, destination, blocks);
        }
    }
}
