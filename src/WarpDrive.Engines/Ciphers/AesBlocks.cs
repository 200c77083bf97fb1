using System.Runtime.Intrinsics;
using ArmAes = System.Runtime.Intrinsics.Arm.Aes;
using X86Aes = System.Runtime.Intrinsics.X86.Aes;

namespace WarpDrive.Engines.Ciphers;

/// <summary>AES on blocks, eight at a time to fill the pipeline of the instructions.</summary>
/// <param name="schedule">The expanded key; it outlives this value.</param>
internal readonly unsafe struct AesBlocks(AesSchedule* schedule) : IBlockCipher
{
    private const int BlockSize = 16;
    private const int Together = 8;

    /// <inheritdoc/>
    public void Encrypt(byte* source, byte* destination, int blocks)
    {
        byte* keys = schedule->Encryption;
        int rounds = schedule->Rounds;
        if (X86Aes.IsSupported)
        {
            for (; blocks >= Together; blocks -= Together)
            {
                EncryptEight(keys, rounds, source, destination);
                source += Together * BlockSize;
                destination += Together * BlockSize;
            }
        }

        for (; blocks > 0; blocks--)
        {
            EncryptOne(keys, rounds, Vector128.Load(source)).Store(destination);
            source += BlockSize;
            destination += BlockSize;
        }
    }

    /// <inheritdoc/>
    public void Decrypt(byte* source, byte* destination, int blocks)
    {
        byte* keys = schedule->Decryption;
        int rounds = schedule->Rounds;
        if (X86Aes.IsSupported)
        {
            for (; blocks >= Together; blocks -= Together)
            {
                DecryptEight(keys, rounds, source, destination);
                source += Together * BlockSize;
                destination += Together * BlockSize;
            }
        }

        for (; blocks > 0; blocks--)
        {
            DecryptOne(keys, rounds, Vector128.Load(source)).Store(destination);
            source += BlockSize;
            destination += BlockSize;
        }
    }

    private static Vector128<byte> EncryptOne(byte* keys, int rounds, Vector128<byte> state)
    {
        if (X86Aes.IsSupported)
        {
            state ^= Vector128.Load(keys);
            for (int round = 1; round < rounds; round++)
            {
                state = X86Aes.Encrypt(state, Vector128.Load(keys + round * BlockSize));
            }

            return X86Aes.EncryptLast(state, Vector128.Load(keys + rounds * BlockSize));
        }

        if (ArmAes.IsSupported)
        {
            // Here the instruction adds the key before SubBytes, so that the last key is left over.
            for (int round = 0; round < rounds - 1; round++)
            {
                state = ArmAes.MixColumns(ArmAes.Encrypt(state, Vector128.Load(keys + round * BlockSize)));
            }

            return ArmAes.Encrypt(state, Vector128.Load(keys + (rounds - 1) * BlockSize)) ^ Vector128.Load(keys + rounds * BlockSize);
        }

        return AesPortable.Encrypt(keys, rounds, state);
    }

    private static Vector128<byte> DecryptOne(byte* keys, int rounds, Vector128<byte> state)
    {
        if (X86Aes.IsSupported)
        {
            state ^= Vector128.Load(keys);
            for (int round = 1; round < rounds; round++)
            {
                state = X86Aes.Decrypt(state, Vector128.Load(keys + round * BlockSize));
            }

            return X86Aes.DecryptLast(state, Vector128.Load(keys + rounds * BlockSize));
        }

        if (ArmAes.IsSupported)
        {
            for (int round = 0; round < rounds - 1; round++)
            {
                state = ArmAes.InverseMixColumns(ArmAes.Decrypt(state, Vector128.Load(keys + round * BlockSize)));
            }

            return ArmAes.Decrypt(state, Vector128.Load(keys + (rounds - 1) * BlockSize)) ^ Vector128.Load(keys + rounds * BlockSize);
        }

        return AesPortable.Decrypt(keys, rounds, state);
    }

    private static void EncryptEight(byte* keys, int rounds, byte* source, byte* destination)
    {
        Vector128<byte> key = Vector128.Load(keys);
        Vector128<byte> s0 = Vector128.Load(source) ^ key;
        Vector128<byte> s1 = Vector128.Load(source + 16) ^ key;
        Vector128<byte> s2 = Vector128.Load(source + 32) ^ key;
        Vector128<byte> s3 = Vector128.Load(source + 48) ^ key;
        Vector128<byte> s4 = Vector128.Load(source + 64) ^ key;
        Vector128<byte> s5 = Vector128.Load(source + 80) ^ key;
        Vector128<byte> s6 = Vector128.Load(source + 96) ^ key;
        Vector128<byte> s7 = Vector128.Load(source + 112) ^ key;
        for (int round = 1; round < rounds; round++)
        {
            key = Vector128.Load(keys + round * BlockSize);
            s0 = X86Aes.Encrypt(s0, key);
            s1 = X86Aes.Encrypt(s1, key);
            s2 = X86Aes.Encrypt(s2, key);
            s3 = X86Aes.Encrypt(s3, key);
            s4 = X86Aes.Encrypt(s4, key);
            s5 = X86Aes.Encrypt(s5, key);
            s6 = X86Aes.Encrypt(s6, key);
            s7 = X86Aes.Encrypt(s7, key);
        }

        key = Vector128.Load(keys + rounds * BlockSize);
        X86Aes.EncryptLast(s0, key).Store(destination);
        X86Aes.EncryptLast(s1, key).Store(destination + 16);
        X86Aes.EncryptLast(s2, key).Store(destination + 32);
        X86Aes.EncryptLast(s3, key).Store(destination + 48);
        X86Aes.EncryptLast(s4, key).Store(destination + 64);
        X86Aes.EncryptLast(s5, key).Store(destination + 80);
        X86Aes.EncryptLast(s6, key).Store(destination + 96);
        X86Aes.EncryptLast(s7, key).Store(destination + 112);
    }

    private static void DecryptEight(byte* keys, int rounds, byte* source, byte* destination)
    {
        Vector128<byte> key = Vector128.Load(keys);
        Vector128<byte> s0 = Vector128.Load(source) ^ key;
        Vector128<byte> s1 = Vector128.Load(source + 16) ^ key;
        Vector128<byte> s2 = Vector128.Load(source + 32) ^ key;
        Vector128<byte> s3 = Vector128.Load(source + 48) ^ key;
        Vector128<byte> s4 = Vector128.Load(source + 64) ^ key;
        Vector128<byte> s5 = Vector128.Load(source + 80) ^ key;
        Vector128<byte> s6 = Vector128.Load(source + 96) ^ key;
        Vector128<byte> s7 = Vector128.Load(source + 112) ^ key;
        for (int round = 1; round < rounds; round++)
        {
            key = Vector128.Load(keys + round * BlockSize);
            s0 = X86Aes.Decrypt(s0, key);
            s1 = X86Aes.Decrypt(s1, key);
            s2 = X86Aes.Decrypt(s2, key);
            s3 = X86Aes.Decrypt(s3, key);
            s4 = X86Aes.Decrypt(s4, key);
            s5 = X86Aes.Decrypt(s5, key);
            s6 = X86Aes.Decrypt(s6, key);
            s7 = X86Aes.Decrypt(s7, key);
        }

        key = Vector128.Load(keys + rounds * BlockSize);
        X86Aes.DecryptLast(s0, key).Store(destination);
        X86Aes.DecryptLast(s1, key).Store(destination + 16);
        X86Aes.DecryptLast(s2, key).Store(destination + 32);
        X86Aes.DecryptLast(s3, key).Store(destination + 48);
        X86Aes.DecryptLast(s4, key).Store(destination + 64);
        X86Aes.DecryptLast(s5, key).Store(destination + 80);
        X86Aes.DecryptLast(s6, key).Store(destination + 96);
        X86Aes.DecryptLast(s7, key).Store(destination + 112);
    }
}
