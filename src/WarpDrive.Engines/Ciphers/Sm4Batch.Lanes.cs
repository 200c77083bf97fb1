using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
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
        byte* chains = stackalloc byte[MaxState];
        byte* state = stackalloc byte[MaxState];
        byte* scratch = stackalloc byte[BlockSize];
        LaneCursor* lanes = stackalloc LaneCursor[MaxLanes];
        int groups = messages.Length <= TUnit.Blocks ? 1 : Groups;
        int width = groups * TUnit.Blocks;
        int keysSize = 32 * groups * sizeof(TVector);
        new Span<byte>(keys, keysSize).Clear();
        new Span<byte>(chains, MaxState).Clear();
        int next = 0;
        int active = 0;
        int most = 0;
        for (int i = 0; i < width; i++)
        {
            lanes[i] = new LaneCursor { Message = -1 };
            active += Fill(messages, ref next, lanes, i, groups, keys, chains, scratch) ? 1 : 0;
        }

        while (active > 0)
        {
            most = Math.Max(most, active);
            nint steps = nint.MaxValue;
            for (int i = 0; i < width; i++)
            {
                steps = lanes[i].Message >= 0 ? Math.Min(steps, lanes[i].Left) : steps;
            }

            Steps(lanes, groups, steps, mode, keys, chains, state);
            for (int i = 0; i < width; i++)
            {
                ref LaneCursor lane = ref lanes[i];
                lane.Left -= steps;
                if (lane.Message >= 0 && lane.Left == 0)
                {
                    Vector128.Load(chains + (i * BlockSize)).Store(messages[lane.Message].Chain);
                    active -= Fill(messages, ref next, lanes, i, groups, keys, chains, scratch) ? 0 : 1;
                }
            }
        }

        CryptographicOperations.ZeroMemory(new Span<byte>(keys, keysSize));
        CryptographicOperations.ZeroMemory(new Span<byte>(chains, MaxState));
        CryptographicOperations.ZeroMemory(new Span<byte>(state, MaxState));
        CryptographicOperations.ZeroMemory(new Span<byte>(scratch, BlockSize));
        return most;
    }

    /// <summary>Gives a lane the next message that has blocks, or the scratch block when there is none.</summary>
    private static bool Fill(
        Span<Sm4Lane> messages, ref int next, LaneCursor* lanes, int index, int groups, byte* keys, byte* chains, byte* scratch)
    {
        ref LaneCursor lane = ref lanes[index];
        while (next < messages.Length && messages[next].Blocks == 0)
        {
            next++;
        }

        if (next == messages.Length)
        {
            lane = new LaneCursor { Message = -1, Source = scratch, Destination = scratch };
            return false;
        }

        ref Sm4Lane message = ref messages[next];
        lane = new LaneCursor
        {
            Message = next++,
            Source = message.Source,
            Destination = message.Destination,
            Step = BlockSize,
            Left = message.Blocks,
        };
        Vector128.Load(message.Chain).Store(chains + (index * BlockSize));

        // Block p Blocks/4 + l of a group is word p of 128-bit lane l, see Enter.
        int group = index / TUnit.Blocks;
        int block = index % TUnit.Blocks;
        int word = (block % (TUnit.Blocks / 4) * 4) + (block / (TUnit.Blocks / 4));
        uint* at = (uint*)(keys + (group * sizeof(TVector))) + word;
        for (int round = 0; round < 32; round++, at += groups * sizeof(TVector) / sizeof(uint))
        {
            *at = message.Keys[round];
        }

        return true;
    }

    /// <summary>Advances all lanes by as many blocks as the one with the fewest has left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Steps(LaneCursor* lanes, int groups, nint steps, Sm4SerialMode mode, byte* keys, byte* chains, byte* state)
    {
        int width = groups * TUnit.Blocks;
        bool chainsInput = mode is Sm4SerialMode.CbcEncrypt or Sm4SerialMode.CbcMac;
        for (nint step = 0; step < steps; step++)
        {
            if (chainsInput)
            {
                for (int i = 0; i < width; i++)
                {
                    Vector128.Store(
                        Vector128.Load(chains + (i * BlockSize)) ^ Vector128.Load(lanes[i].Source + (step * lanes[i].Step)),
                        chains + (i * BlockSize));
                }
            }

            for (int group = 0; group < groups; group++)
            {
                Enter(chains + (group * TUnit.Blocks * BlockSize), state + (group * 4 * sizeof(TVector)));
            }

            if (groups == 1)
            {
                Rounds1WithKeys(state, keys);
            }
            else
            {
                Rounds4WithKeys(state, keys);
            }

            for (int group = 0; group < groups; group++)
            {
                Leave(state + (group * 4 * sizeof(TVector)), chains + (group * TUnit.Blocks * BlockSize));
            }

            if (mode != Sm4SerialMode.CbcMac)
            {
                Output(lanes, width, step, mode, chains);
            }
        }

        for (int i = 0; i < width; i++)
        {
            lanes[i].Source += steps * lanes[i].Step;
            lanes[i].Destination += steps * lanes[i].Step;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Output(LaneCursor* lanes, int width, nint step, Sm4SerialMode mode, byte* chains)
    {
        for (int i = 0; i < width; i++)
        {
            nint at = step * lanes[i].Step;
            Vector128<byte> block = Vector128.Load(chains + (i * BlockSize));
            if (mode != Sm4SerialMode.CbcEncrypt)
            {
                block ^= Vector128.Load(lanes[i].Source + at);
                if (mode == Sm4SerialMode.CfbEncrypt)
                {
                    block.Store(chains + (i * BlockSize));
                }
            }

            block.Store(lanes[i].Destination + at);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Rounds1WithKeys(byte* state, byte* keys)
    {
        TVector a0 = At(state, 0), a1 = At(state, 1), a2 = At(state, 2), a3 = At(state, 3);
        for (int i = 0; i < 32; i += 4)
        {
            a0 = TUnit.Round(a0, a1, a2, a3, At(keys, i));
            a1 = TUnit.Round(a1, a2, a3, a0, At(keys, i + 1));
            a2 = TUnit.Round(a2, a3, a0, a1, At(keys, i + 2));
            a3 = TUnit.Round(a3, a0, a1, a2, At(keys, i + 3));
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

    /// <summary>Where a lane is in its message.</summary>
    private struct LaneCursor
    {
        /// <summary>Index of the message; -1 for a lane without one.</summary>
        internal int Message;

        /// <summary>16, or 0 for a lane without a message.</summary>
        internal nint Step;

        internal nint Left;
        internal byte* Source;
        internal byte* Destination;
    }
}
