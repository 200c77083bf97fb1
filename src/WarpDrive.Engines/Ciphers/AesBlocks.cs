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
    public void Encrypt(byte* source, byte* destination, int blocks) => Run<Forward>(schedule->Encryption, schedule->Rounds, source, destination, blocks);

    /// <inheritdoc/>
    public void Decrypt(byte* source, byte* destination, int blocks) => Run<Backward>(schedule->Decryption, schedule->Rounds, source, destination, blocks);

    private static void Run<TDirection>(byte* keys, int rounds, byte* source, byte* destination, int blocks)
        where TDirection : IDirection
    {
        if (X86Aes.IsSupported)
        {
            for (; blocks >= Together; blocks -= Together)
            {
                RunEight<TDirection>(keys, rounds, source, destination);
                source += Together * BlockSize;
                destination += Together * BlockSize;
            }
        }

        for (; blocks > 0; blocks--)
        {
            RunOne<TDirection>(keys, rounds, Vector128.Load(source)).Store(destination);
            source += BlockSize;
            destination += BlockSize;
        }
    }

    private static Vector128<byte> RunOne<TDirection>(byte* keys, int rounds, Vector128<byte> state)
        where TDirection : IDirection
    {
        if (X86Aes.IsSupported)
        {
            state ^= Vector128.Load(keys);
            for (int round = 1; round < rounds; round++)
            {
                state = TDirection.Round(state, Vector128.Load(keys + round * BlockSize));
            }

            return TDirection.Last(state, Vector128.Load(keys + rounds * BlockSize));
        }

        if (ArmAes.IsSupported)
        {
            // Here the instruction adds the key before SubBytes, so that the last key is left over.
            for (int round = 0; round < rounds - 1; round++)
            {
                state = TDirection.ArmRound(state, Vector128.Load(keys + round * BlockSize));
            }

            return TDirection.ArmLast(state, Vector128.Load(keys + (rounds - 1) * BlockSize)) ^ Vector128.Load(keys + rounds * BlockSize);
        }

        return TDirection.Portable(keys, rounds, state);
    }

    private static void RunEight<TDirection>(byte* keys, int rounds, byte* source, byte* destination)
        where TDirection : IDirection
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
            s0 = TDirection.Round(s0, key);
            s1 = TDirection.Round(s1, key);
            s2 = TDirection.Round(s2, key);
            s3 = TDirection.Round(s3, key);
            s4 = TDirection.Round(s4, key);
            s5 = TDirection.Round(s5, key);
            s6 = TDirection.Round(s6, key);
            s7 = TDirection.Round(s7, key);
        }

        key = Vector128.Load(keys + rounds * BlockSize);
        TDirection.Last(s0, key).Store(destination);
        TDirection.Last(s1, key).Store(destination + 16);
        TDirection.Last(s2, key).Store(destination + 32);
        TDirection.Last(s3, key).Store(destination + 48);
        TDirection.Last(s4, key).Store(destination + 64);
        TDirection.Last(s5, key).Store(destination + 80);
        TDirection.Last(s6, key).Store(destination + 96);
        TDirection.Last(s7, key).Store(destination + 112);
    }

    /// <summary>What encryption and decryption differ in. Round and Last are of x86, the other two of Arm.</summary>
    private interface IDirection
    {
        static abstract Vector128<byte> Round(Vector128<byte> state, Vector128<byte> key);

        static abstract Vector128<byte> Last(Vector128<byte> state, Vector128<byte> key);

        static abstract Vector128<byte> ArmRound(Vector128<byte> state, Vector128<byte> key);

        static abstract Vector128<byte> ArmLast(Vector128<byte> state, Vector128<byte> key);

        static abstract Vector128<byte> Portable(byte* keys, int rounds, Vector128<byte> state);
    }

    private readonly struct Forward : IDirection
    {
        public static Vector128<byte> Round(Vector128<byte> state, Vector128<byte> key) => X86Aes.Encrypt(state, key);

        public static Vector128<byte> Last(Vector128<byte> state, Vector128<byte> key) => X86Aes.EncryptLast(state, key);

        public static Vector128<byte> ArmRound(Vector128<byte> state, Vector128<byte> key) => ArmAes.MixColumns(ArmAes.Encrypt(state, key));

        public static Vector128<byte> ArmLast(Vector128<byte> state, Vector128<byte> key) => ArmAes.Encrypt(state, key);

        public static Vector128<byte> Portable(byte* keys, int rounds, Vector128<byte> state) => AesPortable.Encrypt(keys, rounds, state);
    }

    private readonly struct Backward : IDirection
    {
        public static Vector128<byte> Round(Vector128<byte> state, Vector128<byte> key) => X86Aes.Decrypt(state, key);

        public static Vector128<byte> Last(Vector128<byte> state, Vector128<byte> key) => X86Aes.DecryptLast(state, key);

        public static Vector128<byte> ArmRound(Vector128<byte> state, Vector128<byte> key) => ArmAes.InverseMixColumns(ArmAes.Decrypt(state, key));

        public static Vector128<byte> ArmLast(Vector128<byte> state, Vector128<byte> key) => ArmAes.Decrypt(state, key);

        public static Vector128<byte> Portable(byte* keys, int rounds, Vector128<byte> state) => AesPortable.Decrypt(keys, rounds, state);
    }
}
