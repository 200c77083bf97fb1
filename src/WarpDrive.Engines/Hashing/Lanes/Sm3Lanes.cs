using System.Runtime.CompilerServices;

namespace WarpDrive.Engines.Hashing.Lanes;

/// <summary>The compression function of SM3 (GB/T 32905-2016 section 5.3) for as many messages as a vector has words.</summary>
internal static unsafe class Sm3Lanes<TLanes>
    where TLanes : unmanaged, ILanes<TLanes, uint>
{
    /// <summary>See <see cref="LaneKernel"/>. The scratch memory holds 68 vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Compress(void* state, byte** data, nint blocks, void* scratch)
    {
        var s = (TLanes*)state;
        var w = (TLanes*)scratch;
        for (nint offset = 0; offset < blocks * 64; offset += 64)
        {
            TLanes.LoadBlocks(data, offset, w, reverse: true);

            // Four rounds a step, after which every word is back in its variable. The rounds wait for each other; making later words meanwhile
            // takes no time of its own.
            TLanes a = s[0], b = s[1], c = s[2], d = s[3], e = s[4], f = s[5], g = s[6], h = s[7];
            for (int j = 0; j < 16; j += 4)
            {
                Expand(w + j + 16);
                Round(a, ref b, ref d, TLanes.Parity(a, b, c), e, ref f, ref h, TLanes.Parity(e, f, g), w, j);
                Round(d, ref a, ref c, TLanes.Parity(d, a, b), h, ref e, ref g, TLanes.Parity(h, e, f), w, j + 1);
                Round(c, ref d, ref b, TLanes.Parity(c, d, a), g, ref h, ref f, TLanes.Parity(g, h, e), w, j + 2);
                Round(b, ref c, ref a, TLanes.Parity(b, c, d), f, ref g, ref e, TLanes.Parity(f, g, h), w, j + 3);
            }

            for (int j = 16; j < 64; j += 4)
            {
                if (j + 16 < 68)
                {
                    Expand(w + j + 16);
                }

                Round(a, ref b, ref d, TLanes.Majority(a, b, c), e, ref f, ref h, TLanes.Choose(e, f, g), w, j);
                Round(d, ref a, ref c, TLanes.Majority(d, a, b), h, ref e, ref g, TLanes.Choose(h, e, f), w, j + 1);
                Round(c, ref d, ref b, TLanes.Majority(c, d, a), g, ref h, ref f, TLanes.Choose(g, h, e), w, j + 2);
                Round(b, ref c, ref a, TLanes.Majority(b, c, d), f, ref g, ref e, TLanes.Choose(f, g, h), w, j + 3);
            }

            s[0] ^= a;
            s[1] ^= b;
            s[2] ^= c;
            s[3] ^= d;
            s[4] ^= e;
            s[5] ^= f;
            s[6] ^= g;
            s[7] ^= h;
        }
    }

    /// <summary>Makes the next four words.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Expand(TLanes* v)
    {
        v[0] = Next(v);
        v[1] = Next(v + 1);
        v[2] = Next(v + 2);
        v[3] = Next(v + 3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Next(TLanes* v)
    {
        TLanes x = TLanes.Parity(v[-16], v[-9], TLanes.RotateLeft(v[-3], 15));
        x = TLanes.Parity(x, TLanes.RotateLeft(x, 15), TLanes.RotateLeft(x, 23));   // P1
        return TLanes.Parity(x, TLanes.RotateLeft(v[-13], 7), v[-6]);
    }

    /// <summary>One round; TT1 replaces d, TT2 after P0 replaces h.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Round(
        TLanes a, ref TLanes b, ref TLanes d, TLanes ff, TLanes e, ref TLanes f, ref TLanes h, TLanes gg, TLanes* w, int j)
    {
        TLanes a12 = TLanes.RotateLeft(a, 12);
        TLanes ss1 = TLanes.RotateLeft(a12 + (e + TLanes.Broadcast(LaneConstants.AddressOf(HashConstants.Sm3) + j)), 7);
        d = d + (w[j] ^ w[j + 4]) + ff + (ss1 ^ a12);
        TLanes tt2 = h + w[j] + gg + ss1;
        h = TLanes.Parity(tt2, TLanes.RotateLeft(tt2, 9), TLanes.RotateLeft(tt2, 17));
        b = TLanes.RotateLeft(b, 9);
        f = TLanes.RotateLeft(f, 19);
    }
}
