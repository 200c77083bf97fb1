using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace WarpDrive.Engines.Ciphers;

/// <remarks>
/// Serial modes: each message has a lane, which is one block of the state, with keys of its own. A lane whose message ends
/// takes the next message; a lane without one works on a scratch block.
/// </remarks>
internal static unsafe partial class Sm4Batch<TUnit, TVector>
{
    // Four groups of sixteen lanes.
    private const int MaxLanes = 64;

    // The round keys of all lanes as the rounds read them: four vectors of them a round.
    private const int MaxKeys = 32 * Groups * 64;

    /// <summary>Runs all messages to their ends.</summary>
    /// <param name="messages">The messages, any number.</param>
    /// <param name="mode">What is done to all of them.</param>
    /// <returns>How many ran together at most.</returns>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static int Lanes(Span<Sm4Lane> messages, Sm4SerialMode mode)
    {
        byte* keys = stackalloc byte[MaxKeys];
        byte* state = stackalloc byte[MaxState];
        byte* scratch = stackalloc byte[BlockSize];
        int* current = stackalloc int[MaxLanes];        // the message of each lane, -1 for none
        nint* left = stackalloc nint[MaxLanes];         // its blocks
        byte** sources = stackalloc byte*[MaxLanes];
        byte** destinations = stackalloc byte*[MaxLanes];
        nint* advances = stackalloc nint[MaxLanes];
        var lanes = new LaneSet
        {
            Groups = messages.Length <= TUnit.Blocks ? 1 : Groups,
            Keys = keys,
            State = state,
            Scratch = scratch,
            Current = current,
            Left = left,
            Sources = sources,
            Destinations = destinations,
            Advances = advances,
        };
        int width = lanes.Groups * TUnit.Blocks;
        int keysSize = 32 * lanes.Groups * sizeof(TVector);
        new Span<byte>(keys, keysSize).Clear();
        new Span<byte>(state, MaxState).Clear();
        int active = 0;
        for (int i = 0; i < width; i++)
        {
            active += Fill(messages, ref lanes, i) ? 1 : 0;
        }

        int most = active;
        while (active > 0)
        {
            nint steps = nint.MaxValue;
            for (int i = 0; i < width; i++)
            {
                steps = Math.Min(steps, left[i]);
            }

            Steps(lanes, steps, mode);
            for (int i = 0; i < width; i++)
            {
                if (current[i] >= 0 && (left[i] -= steps) == 0)
                {
                    StoreChain(state, i, messages[current[i]].Chain);
                    active -= Fill(messages, ref lanes, i) ? 0 : 1;
                }
            }
        }

        CryptographicOperations.ZeroMemory(new Span<byte>(keys, keysSize));
        CryptographicOperations.ZeroMemory(new Span<byte>(state, MaxState));
        CryptographicOperations.ZeroMemory(new Span<byte>(scratch, BlockSize));
        return most;
    }

    /// <summary>Gives a lane the next message that has blocks, or the scratch block when there is none.</summary>
    private static bool Fill(Span<Sm4Lane> messages, ref LaneSet lanes, int index)
    {
        while (lanes.Next < messages.Length && messages[lanes.Next].Blocks == 0)
        {
            lanes.Next++;
        }

        if (lanes.Next == messages.Length)
        {
            lanes.Current[index] = -1;
            lanes.Left[index] = nint.MaxValue;
            lanes.Sources[index] = lanes.Scratch;
            lanes.Destinations[index] = lanes.Scratch;
            lanes.Advances[index] = 0;
            return false;
        }

        ref Sm4Lane message = ref messages[lanes.Next];
        lanes.Current[index] = lanes.Next++;
        lanes.Left[index] = message.Blocks;
        lanes.Sources[index] = message.Source;
        lanes.Destinations[index] = message.Destination == null ? lanes.Scratch : message.Destination;
        lanes.Advances[index] = BlockSize;
        uint* words = WordsOf(lanes.State, index);
        for (int i = 0; i < 4; i++)
        {
            words[i * sizeof(TVector) / sizeof(uint)] = BinaryPrimitives.ReadUInt32BigEndian(new ReadOnlySpan<byte>(message.Chain + (4 * i), 4));
        }

        uint* at = (uint*)(lanes.Keys + (index / TUnit.Blocks * sizeof(TVector))) + WordIndex(index);
        for (int round = 0; round < 32; round++, at += lanes.Groups * sizeof(TVector) / sizeof(uint))
        {
            *at = message.Keys[round];
        }

        return true;
    }

    private static void StoreChain(byte* state, int index, byte* chain)
    {
        uint* words = WordsOf(state, index);
        for (int i = 0; i < 4; i++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(new Span<byte>(chain + (4 * i), 4), words[i * sizeof(TVector) / sizeof(uint)]);
        }
    }

    /// <summary>The first word of a lane's block; the others follow a vector apart.</summary>
    private static uint* WordsOf(byte* state, int index) => (uint*)(state + (index / TUnit.Blocks * 4 * sizeof(TVector))) + WordIndex(index);

    /// <summary>Where a lane is in each vector of its group, see <see cref="ISm4Unit{TVector}.BlockNumbers"/>.</summary>
    private static int WordIndex(int index)
    {
        int block = index % TUnit.Blocks;
        return (block % (TUnit.Blocks / 4) * 4) + (block / (TUnit.Blocks / 4));
    }

    /// <summary>Advances all lanes by as many blocks as the one with the fewest has left. The state holds the words of the chains.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Steps(in LaneSet lanes, nint steps, Sm4SerialMode mode)
    {
        byte* state = lanes.State;
        byte* keys = lanes.Keys;
        int groups = lanes.Groups;
        int width = groups * TUnit.Blocks;
        bool chainsInput = mode is Sm4SerialMode.CbcEncrypt or Sm4SerialMode.CbcMac;
        for (; steps > 0; steps--)
        {
            for (int group = 0; group < groups && chainsInput; group++)
            {
                byte* words = state + (group * 4 * sizeof(TVector));
                CollectWords(lanes.Sources + (group * TUnit.Blocks), out TVector a, out TVector b, out TVector c, out TVector d);
                Put(words, 0, TUnit.Xor(At(words, 0), a), TUnit.Xor(At(words, 1), b), TUnit.Xor(At(words, 2), c), TUnit.Xor(At(words, 3), d));
            }

            if (groups == 1)
            {
                Rounds1WithKeys(state, keys);
            }
            else
            {
                Rounds4WithKeys(state, keys);
            }

            for (int group = 0; group < groups && mode != Sm4SerialMode.CbcMac; group++)
            {
                byte* words = state + (group * 4 * sizeof(TVector));
                TVector a = At(words, 0), b = At(words, 1), c = At(words, 2), d = At(words, 3);
                if (!chainsInput)
                {
                    CollectWords(lanes.Sources + (group * TUnit.Blocks), out TVector a1, out TVector b1, out TVector c1, out TVector d1);
                    a = TUnit.Xor(a, a1);
                    b = TUnit.Xor(b, b1);
                    c = TUnit.Xor(c, c1);
                    d = TUnit.Xor(d, d1);
                    if (mode == Sm4SerialMode.CfbEncrypt)
                    {
                        Put(words, 0, a, b, c, d);
                    }
                }

                ScatterWords(lanes.Destinations + (group * TUnit.Blocks), a, b, c, d);
            }

            for (int i = 0; i < width; i++)
            {
                lanes.Sources[i] += lanes.Advances[i];
                lanes.Destinations[i] += lanes.Advances[i];
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CollectWords(byte** from, out TVector a, out TVector b, out TVector c, out TVector d)
    {
        a = TUnit.Collect(from);
        b = TUnit.Collect(from + (TUnit.Blocks / 4));
        c = TUnit.Collect(from + (TUnit.Blocks / 2));
        d = TUnit.Collect(from + (TUnit.Blocks / 4 * 3));
        Transpose(ref a, ref b, ref c, ref d);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ScatterWords(byte** to, TVector a, TVector b, TVector c, TVector d)
    {
        Transpose(ref a, ref b, ref c, ref d);
        TUnit.Scatter(a, to);
        TUnit.Scatter(b, to + (TUnit.Blocks / 4));
        TUnit.Scatter(c, to + (TUnit.Blocks / 2));
        TUnit.Scatter(d, to + (TUnit.Blocks / 4 * 3));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Rounds1WithKeys(byte* state, byte* keys)
    {
        TVector a0 = At(state, 0), a1 = At(state, 1), a2 = At(state, 2), a3 = At(state, 3);
        TVector input = TUnit.Xor(TUnit.Xor(a1, a2), TUnit.Xor(a3, At(keys, 0)));
        for (int i = 0; ; i += 4)
        {
            a0 = TUnit.Round(a0, input, Sum(a2, a3, At(keys, i + 1)), out input);
            a1 = TUnit.Round(a1, input, Sum(a3, a0, At(keys, i + 2)), out input);
            a2 = TUnit.Round(a2, input, Sum(a0, a1, At(keys, i + 3)), out input);
            if (i == 28)
            {
                a3 = TUnit.Round(a3, input, input, out _);
                break;
            }

            a3 = TUnit.Round(a3, input, Sum(a1, a2, At(keys, i + 4)), out input);
        }

        Put(state, 0, a3, a2, a1, a0);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Rounds4WithKeys(byte* state, byte* keys)
    {
        TVector a0 = At(state, 0), a1 = At(state, 1), a2 = At(state, 2), a3 = At(state, 3);
        TVector b0 = At(state, 4), b1 = At(state, 5), b2 = At(state, 6), b3 = At(state, 7);
        TVector c0 = At(state, 8), c1 = At(state, 9), c2 = At(state, 10), c3 = At(state, 11);
        TVector d0 = At(state, 12), d1 = At(state, 13), d2 = At(state, 14), d3 = At(state, 15);
        for (int i = 0; i < 8; i++, keys += 16 * sizeof(TVector))
        {
            a0 = TUnit.Round(a0, a1, a2, a3, At(keys, 0));
            b0 = TUnit.Round(b0, b1, b2, b3, At(keys, 1));
            c0 = TUnit.Round(c0, c1, c2, c3, At(keys, 2));
            d0 = TUnit.Round(d0, d1, d2, d3, At(keys, 3));
            a1 = TUnit.Round(a1, a2, a3, a0, At(keys, 4));
            b1 = TUnit.Round(b1, b2, b3, b0, At(keys, 5));
            c1 = TUnit.Round(c1, c2, c3, c0, At(keys, 6));
            d1 = TUnit.Round(d1, d2, d3, d0, At(keys, 7));
            a2 = TUnit.Round(a2, a3, a0, a1, At(keys, 8));
            b2 = TUnit.Round(b2, b3, b0, b1, At(keys, 9));
            c2 = TUnit.Round(c2, c3, c0, c1, At(keys, 10));
            d2 = TUnit.Round(d2, d3, d0, d1, At(keys, 11));
            a3 = TUnit.Round(a3, a0, a1, a2, At(keys, 12));
            b3 = TUnit.Round(b3, b0, b1, b2, At(keys, 13));
            c3 = TUnit.Round(c3, c0, c1, c2, At(keys, 14));
            d3 = TUnit.Round(d3, d0, d1, d2, At(keys, 15));
        }

        Put(state, 0, a3, a2, a1, a0);
        Put(state, 4, b3, b2, b1, b0);
        Put(state, 8, c3, c2, c1, c0);
        Put(state, 12, d3, d2, d1, d0);
    }

    /// <summary>What the lanes work on.</summary>
    private ref struct LaneSet
    {
        internal int Groups;

        /// <summary>The first message that no lane has taken.</summary>
        internal int Next;

        internal byte* Keys;
        internal byte* State;
        internal byte* Scratch;
        internal int* Current;
        internal nint* Left;
        internal byte** Sources;
        internal byte** Destinations;

        /// <summary>16, or 0 for a lane without a message.</summary>
        internal nint* Advances;
    }
}
