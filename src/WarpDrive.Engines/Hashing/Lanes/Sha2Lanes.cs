using System.Runtime.CompilerServices;

namespace WarpDrive.Engines.Hashing.Lanes;

/// <summary>The compression functions of SHA-256 and SHA-512 (FIPS 180-4 sections 6.2.2 and 6.4.2) for as many messages as a vector has words.</summary>
internal static unsafe class Sha2Lanes<TLanes, TWord, TFunctions>
    where TLanes : unmanaged, ILanes<TLanes, TWord>
    where TWord : unmanaged
    where TFunctions : struct, ISha2Functions<TLanes, TWord>
{
    /// <summary>See <see cref="LaneKernel"/>. The scratch memory holds a vector for each round.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Compress(void* state, byte** data, nint blocks, void* scratch)
    {
        var s = (TLanes*)state;
        var w = (TLanes*)scratch;
        nint end = blocks * 16 * sizeof(TWord);
        for (nint offset = 0; offset < end; offset += 16 * sizeof(TWord))
        {
            TLanes.LoadBlocks(data, offset, w, reverse: true);
            TLanes a = s[0], b = s[1], c = s[2], d = s[3], e = s[4], f = s[5], g = s[6], h = s[7];

            // Eight rounds a step: with more, the compiler gives up inlining or optimising.
            TWord* k = TFunctions.Constants;
            for (int t = 0; t < TFunctions.Rounds; t += 8, k += 8)
            {
                TLanes* v = w + t;
                if (t + 16 < TFunctions.Rounds)
                {
                    Expand(v + 16);
                }

                Round(a, b, c, ref d, e, f, g, ref h, v[0], k);
                Round(h, a, b, ref c, d, e, f, ref g, v[1], k + 1);
                Round(g, h, a, ref b, c, d, e, ref f, v[2], k + 2);
                Round(f, g, h, ref a, b, c, d, ref e, v[3], k + 3);
                Round(e, f, g, ref h, a, b, c, ref d, v[4], k + 4);
                Round(d, e, f, ref g, h, a, b, ref c, v[5], k + 5);
                Round(c, d, e, ref f, g, h, a, ref b, v[6], k + 6);
                Round(b, c, d, ref e, f, g, h, ref a, v[7], k + 7);
            }

            s[0] += a;
            s[1] += b;
            s[2] += c;
            s[3] += d;
            s[4] += e;
            s[5] += f;
            s[6] += g;
            s[7] += h;
        }
    }

    /// <summary>Makes the next eight words.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Expand(TLanes* v)
    {
        for (TLanes* end = v + 8; v < end; v++)
        {
            v[0] = v[-16] + TFunctions.SmallSigma0(v[-15]) + v[-7] + TFunctions.SmallSigma1(v[-2]);
        }
    }

    /// <summary>One round, in which what comes from the round before is added last: with one sum more, the rounds wait less for each other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Round(TLanes a, TLanes b, TLanes c, ref TLanes d, TLanes e, TLanes f, TLanes g, ref TLanes h, TLanes w, TWord* k)
    {
        h += w + TLanes.Broadcast(k);
        TLanes choice = TLanes.Choose(e, f, g);
        TLanes sigma = TFunctions.BigSigma1(e);
        d = d + h + choice + sigma;
        h = h + choice + sigma + TLanes.Majority(a, b, c) + TFunctions.BigSigma0(a);
    }
}
