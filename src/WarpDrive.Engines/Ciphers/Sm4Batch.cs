using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;

namespace WarpDrive.Engines.Ciphers;

/// <summary>The kernels that work on many blocks at once: each vector holds one word of as many blocks as it has words.</summary>
/// <remarks>
/// A group is four vectors. Four groups go through the rounds together, because a round is a chain of about a dozen
/// cycles of latency; fewer blocks than one group go through alone. The state lies in memory between the steps (16
/// loads and stores in about 1400 operations), which keeps the one method with the rounds within the registers.
/// No memory access depends on data.
/// </remarks>
internal static unsafe partial class Sm4Batch<TUnit, TVector>
    where TUnit : struct, ISm4Unit<TVector>
    where TVector : unmanaged
{
    private const int BlockSize = 16;
    private const int Groups = 4;

    // The widest state: 64 blocks.
    private const int MaxState = 1024;

    /// <summary>Encrypts or decrypts whole blocks, as the order of the keys says. In place is allowed.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Ecb(uint* keys, byte* source, byte* destination, nint blocks)
    {
        byte* state = stackalloc byte[MaxState];
        while (blocks >= Groups * TUnit.Blocks)
        {
            for (int group = 0; group < Groups; group++)
            {
                Enter(source + (group * TUnit.Blocks * BlockSize), state + (group * 4 * sizeof(TVector)));
            }

            Rounds4(state, keys);
            for (int group = 0; group < Groups; group++)
            {
                Leave(state + (group * 4 * sizeof(TVector)), destination + (group * TUnit.Blocks * BlockSize));
            }

            source += Groups * TUnit.Blocks * BlockSize;
            destination += Groups * TUnit.Blocks * BlockSize;
            blocks -= Groups * TUnit.Blocks;
        }

        if (blocks > 0)
        {
            EcbTail(keys, source, destination, (int)blocks, state);
        }

        CryptographicOperations.ZeroMemory(new Span<byte>(state, MaxState));
    }

    /// <summary>Adds the keystream of a 128-bit big-endian counter (SP 800-38A section 6.5). In place is allowed.</summary>
    /// <param name="keys">The keys of encryption.</param>
    /// <param name="counter">The first counter block, 16 bytes, not written.</param>
    /// <param name="source">The input.</param>
    /// <param name="destination">The output.</param>
    /// <param name="length">Their length in bytes, not negative.</param>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Ctr(uint* keys, byte* counter, byte* source, byte* destination, nint length)
    {
        byte* state = stackalloc byte[MaxState];
        ulong high = BinaryPrimitives.ReadUInt64BigEndian(new ReadOnlySpan<byte>(counter, 8));
        ulong low = BinaryPrimitives.ReadUInt64BigEndian(new ReadOnlySpan<byte>(counter + 8, 8));
        while (length > 0)
        {
            int blocks = (int)Math.Min((length + BlockSize - 1) / BlockSize, Groups * TUnit.Blocks);
            if (blocks <= TUnit.Blocks)
            {
                EnterCounters(high, low, state);
                Rounds1(state, keys);
            }
            else
            {
                for (int group = 0; group < Groups; group++)
                {
                    ulong first = low + (ulong)(group * TUnit.Blocks);
                    EnterCounters(first < low ? high + 1 : high, first, state + (group * 4 * sizeof(TVector)));
                }

                Rounds4(state, keys);
            }

            nint bytes = Math.Min(length, blocks * BlockSize);
            if (bytes == Groups * TUnit.Blocks * BlockSize)
            {
                for (int group = 0; group < Groups; group++)
                {
                    int at = group * TUnit.Blocks * BlockSize;
                    LeaveXor(state + (group * 4 * sizeof(TVector)), source + at, destination + at);
                }
            }
            else
            {
                CtrTail(state, source, destination, (int)bytes);
            }

            ulong next = low + (ulong)blocks;
            high += next < low ? 1UL : 0UL;
            low = next;
            source += bytes;
            destination += bytes;
            length -= bytes;
        }

        CryptographicOperations.ZeroMemory(new Span<byte>(state, MaxState));
    }

    private static void EcbTail(uint* keys, byte* source, byte* destination, int blocks, byte* state)
    {
        byte* padded = stackalloc byte[MaxState];
        int groups = (blocks + TUnit.Blocks - 1) / TUnit.Blocks;
        Buffer.MemoryCopy(source, padded, MaxState, blocks * BlockSize);
        for (int group = 0; group < groups; group++)
        {
            Enter(padded + (group * TUnit.Blocks * BlockSize), state + (group * 4 * sizeof(TVector)));
        }

        if (groups == 1)
        {
            Rounds1(state, keys);
        }
        else
        {
            Rounds4(state, keys);
        }

        for (int group = 0; group < groups; group++)
        {
            Leave(state + (group * 4 * sizeof(TVector)), padded + (group * TUnit.Blocks * BlockSize));
        }

        Buffer.MemoryCopy(padded, destination, blocks * BlockSize, blocks * BlockSize);
        CryptographicOperations.ZeroMemory(new Span<byte>(padded, MaxState));
    }

    private static void CtrTail(byte* state, byte* source, byte* destination, int bytes)
    {
        int group = TUnit.Blocks * BlockSize;
        int at = 0;
        for (; at + group <= bytes; at += group)
        {
            LeaveXor(state + at, source + at, destination + at);
        }

        if (at == bytes)
        {
            return;
        }

        Leave(state + at, state + at);
        byte* stream = state;
        for (; at + BlockSize <= bytes; at += BlockSize)
        {
            Vector128.Store(Vector128.Load(stream + at) ^ Vector128.Load(source + at), destination + at);
        }

        for (; at < bytes; at++)
        {
            destination[at] = (byte)(source[at] ^ stream[at]);
        }
    }

    /// <summary>All 32 rounds for one group, and the reversal of the words at the end (GB/T 32907 section 7.1).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Rounds1(byte* state, uint* keys)
    {
        TVector a0 = At(state, 0), a1 = At(state, 1), a2 = At(state, 2), a3 = At(state, 3);
        TVector input = TUnit.Xor(TUnit.Xor(a1, a2), TUnit.Xor(a3, TUnit.Broadcast(keys[0])));
        for (int i = 0; ; i += 4)
        {
            a0 = TUnit.Round(a0, input, Sum(a2, a3, TUnit.Broadcast(keys[i + 1])), out input);
            a1 = TUnit.Round(a1, input, Sum(a3, a0, TUnit.Broadcast(keys[i + 2])), out input);
            a2 = TUnit.Round(a2, input, Sum(a0, a1, TUnit.Broadcast(keys[i + 3])), out input);
            if (i == 28)
            {
                a3 = TUnit.Round(a3, input, input, out _);
                break;
            }

            a3 = TUnit.Round(a3, input, Sum(a1, a2, TUnit.Broadcast(keys[i + 4])), out input);
        }

        Put(state, 0, a3, a2, a1, a0);
    }

    /// <summary>The same for four groups.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Rounds4(byte* state, uint* keys)
    {
        TVector a0 = At(state, 0), a1 = At(state, 1), a2 = At(state, 2), a3 = At(state, 3);
        TVector b0 = At(state, 4), b1 = At(state, 5), b2 = At(state, 6), b3 = At(state, 7);
        TVector c0 = At(state, 8), c1 = At(state, 9), c2 = At(state, 10), c3 = At(state, 11);
        TVector d0 = At(state, 12), d1 = At(state, 13), d2 = At(state, 14), d3 = At(state, 15);
        for (int i = 0; i < 32; i += 4)
        {
            TVector key = TUnit.Broadcast(keys[i]);
            a0 = TUnit.Round(a0, a1, a2, a3, key);
            b0 = TUnit.Round(b0, b1, b2, b3, key);
            c0 = TUnit.Round(c0, c1, c2, c3, key);
            d0 = TUnit.Round(d0, d1, d2, d3, key);
            key = TUnit.Broadcast(keys[i + 1]);
            a1 = TUnit.Round(a1, a2, a3, a0, key);
            b1 = TUnit.Round(b1, b2, b3, b0, key);
            c1 = TUnit.Round(c1, c2, c3, c0, key);
            d1 = TUnit.Round(d1, d2, d3, d0, key);
            key = TUnit.Broadcast(keys[i + 2]);
            a2 = TUnit.Round(a2, a3, a0, a1, key);
            b2 = TUnit.Round(b2, b3, b0, b1, key);
            c2 = TUnit.Round(c2, c3, c0, c1, key);
            d2 = TUnit.Round(d2, d3, d0, d1, key);
            key = TUnit.Broadcast(keys[i + 3]);
            a3 = TUnit.Round(a3, a0, a1, a2, key);
            b3 = TUnit.Round(b3, b0, b1, b2, key);
            c3 = TUnit.Round(c3, c0, c1, c2, key);
            d3 = TUnit.Round(d3, d0, d1, d2, key);
        }

        Put(state, 0, a3, a2, a1, a0);
        Put(state, 4, b3, b2, b1, b0);
        Put(state, 8, c3, c2, c1, c0);
        Put(state, 12, d3, d2, d1, d0);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Sum(TVector x, TVector y, TVector key) => TUnit.Xor(TUnit.Xor(x, key), y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector At(byte* state, int index) => TUnit.Load(state + (index * sizeof(TVector)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(byte* state, int index, TVector a, TVector b, TVector c, TVector d)
    {
        TUnit.Store(a, state + (index * sizeof(TVector)));
        TUnit.Store(b, state + ((index + 1) * sizeof(TVector)));
        TUnit.Store(c, state + ((index + 2) * sizeof(TVector)));
        TUnit.Store(d, state + ((index + 3) * sizeof(TVector)));
    }

    /// <summary>Loads the blocks of a group and sorts their words into vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Enter(byte* from, byte* state)
    {
        TVector a = At(from, 0), b = At(from, 1), c = At(from, 2), d = At(from, 3);
        Transpose(ref a, ref b, ref c, ref d);
        Put(state, 0, a, b, c, d);
    }

    /// <summary>Puts the words of a group back into blocks.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Leave(byte* state, byte* to) => Enter(state, to);

    /// <summary>As <see cref="Leave"/>, added to the input.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void LeaveXor(byte* state, byte* source, byte* to)
    {
        TVector a = At(state, 0), b = At(state, 1), c = At(state, 2), d = At(state, 3);
        Transpose(ref a, ref b, ref c, ref d);
        Put(to, 0, TUnit.Xor(a, At(source, 0)), TUnit.Xor(b, At(source, 1)), TUnit.Xor(c, At(source, 2)), TUnit.Xor(d, At(source, 3)));
    }

    /// <summary>From blocks to words and, being its own inverse, back.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transpose(ref TVector a, ref TVector b, ref TVector c, ref TVector d)
    {
        TVector a0 = TUnit.SwapBytes(a), b0 = TUnit.SwapBytes(b), c0 = TUnit.SwapBytes(c), d0 = TUnit.SwapBytes(d);
        TVector ab = TUnit.ZipLow(a0, b0), cd = TUnit.ZipLow(c0, d0);
        TVector ab2 = TUnit.ZipHigh(a0, b0), cd2 = TUnit.ZipHigh(c0, d0);
        a = TUnit.LowHalves(ab, cd);
        b = TUnit.HighHalves(ab, cd);
        c = TUnit.LowHalves(ab2, cd2);
        d = TUnit.HighHalves(ab2, cd2);
    }

    /// <summary>The words of the counters of a group; only the last word differs unless it wraps inside the group.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void EnterCounters(ulong high, ulong low, byte* state)
    {
        if ((uint)low <= uint.MaxValue - (uint)(TUnit.Blocks - 1))
        {
            Put(
                state,
                0,
                TUnit.Broadcast((uint)(high >> 32)),
                TUnit.Broadcast((uint)high),
                TUnit.Broadcast((uint)(low >> 32)),
                TUnit.Add(TUnit.Broadcast((uint)low), TUnit.BlockNumbers));
            return;
        }

        EnterWrappingCounters(high, low, state);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void EnterWrappingCounters(ulong high, ulong low, byte* state)
    {
        byte* blocks = stackalloc byte[256];
        for (int i = 0; i < TUnit.Blocks; i++)
        {
            ulong sum = low + (ulong)i;
            BinaryPrimitives.WriteUInt64BigEndian(new Span<byte>(blocks + (i * BlockSize), 8), sum < low ? high + 1 : high);
            BinaryPrimitives.WriteUInt64BigEndian(new Span<byte>(blocks + (i * BlockSize) + 8, 8), sum);
        }

        Enter(blocks, state);
    }
}
