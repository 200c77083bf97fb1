using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace WarpDrive.Engines.PublicKey;

/// <summary>
/// SipHash-2-4 with 128 bits of output, keyed at random once per process: a pseudo-random function, so that whoever sends key blocks
/// can neither aim at a bucket nor learn of a block from its name. (Aumasson, Bernstein: SipHash, a fast short-input PRF.)
/// </summary>
internal static class KeyedHash
{
    private static readonly ulong s_key0;
    private static readonly ulong s_key1;

    static KeyedHash()
    {
        Span<byte> key = stackalloc byte[16];
        RandomNumberGenerator.Fill(key);
        s_key0 = BinaryPrimitives.ReadUInt64LittleEndian(key);
        s_key1 = BinaryPrimitives.ReadUInt64LittleEndian(key[8..]);
        CryptographicOperations.ZeroMemory(key);
    }

    /// <summary>The name of a block under the key of this process.</summary>
    internal static UInt128 Compute(KeyClass kind, ReadOnlySpan<byte> block) => Compute(s_key0, s_key1, (byte)kind, block);

    /// <summary>The name of a first byte and a block under a given key; the byte's place is the word in front of the block.</summary>
    internal static UInt128 Compute(ulong key0, ulong key1, ulong first, ReadOnlySpan<byte> block)
    {
        ulong v0 = key0 ^ 0x736f6d6570736575;
        ulong v1 = key1 ^ 0x646f72616e646f6d ^ 0xee;   // 0xee: the 128-bit form
        ulong v2 = key0 ^ 0x6c7967656e657261;
        ulong v3 = key1 ^ 0x7465646279746573;
        Absorb(first, ref v0, ref v1, ref v2, ref v3);
        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(block);
        foreach (ulong word in words)
        {
            Absorb(BitConverter.IsLittleEndian ? word : BinaryPrimitives.ReverseEndianness(word), ref v0, ref v1, ref v2, ref v3);
        }

        ulong last = (ulong)(block.Length + sizeof(ulong)) << 56;
        ReadOnlySpan<byte> rest = block[(words.Length * sizeof(ulong))..];
        for (int i = 0; i < rest.Length; i++)
        {
            last |= (ulong)rest[i] << (8 * i);
        }

        Absorb(last, ref v0, ref v1, ref v2, ref v3);
        v2 ^= 0xee;
        Finish(ref v0, ref v1, ref v2, ref v3);
        ulong low = v0 ^ v1 ^ v2 ^ v3;
        v1 ^= 0xdd;
        Finish(ref v0, ref v1, ref v2, ref v3);
        return new UInt128(v0 ^ v1 ^ v2 ^ v3, low);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Absorb(ulong word, ref ulong v0, ref ulong v1, ref ulong v2, ref ulong v3)
    {
        v3 ^= word;
        Round(ref v0, ref v1, ref v2, ref v3);
        Round(ref v0, ref v1, ref v2, ref v3);
        v0 ^= word;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish(ref ulong v0, ref ulong v1, ref ulong v2, ref ulong v3)
    {
        for (int i = 0; i < 4; i++)
        {
            Round(ref v0, ref v1, ref v2, ref v3);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Round(ref ulong v0, ref ulong v1, ref ulong v2, ref ulong v3)
    {
        v0 += v1;
        v1 = BitOperations.RotateLeft(v1, 13) ^ v0;
        v0 = BitOperations.RotateLeft(v0, 32);
        v2 += v3;
        v3 = BitOperations.RotateLeft(v3, 16) ^ v2;
        v0 += v3;
        v3 = BitOperations.RotateLeft(v3, 21) ^ v0;
        v2 += v1;
        v1 = BitOperations.RotateLeft(v1, 17) ^ v2;
        v2 = BitOperations.RotateLeft(v2, 32);
    }
}
