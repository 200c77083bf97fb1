using System.Runtime.CompilerServices;

namespace WarpDrive.Engines.Hashing.Lanes;

/// <summary>The compression function of SHA-1 (FIPS 180-4 section 6.1.2) for as many messages as a vector has words.</summary>
internal static unsafe class Sha1Lanes<TLanes>
    where TLanes : unmanaged, ILanes<TLanes, uint>
{
    /// <summary>See <see cref="LaneKernel"/>. The scratch memory holds 81 vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Compress(void* state, byte** data, nint blocks, void* scratch)
    {
        var s = (TLanes*)state;
        var w = (TLanes*)scratch;
        for (nint offset = 0; offset < blocks * 64; offset += 64)
        {
            TLanes.LoadBlocks(data, offset, w, reverse: true);

            // Five rounds a step, after which every word is back in its variable.
            TLanes a = s[0], b = s[1], c = s[2], d = s[3], e = s[4];
            TLanes k = TLanes.Broadcast(HashConstants.Sha1[0]);
            for (int t = 0; t < 20; t += 5)
            {
                Expand(w + t + 16);
                Round(a, ref b, TLanes.Choose(b, c, d), ref e, w[t] + k);
                Round(e, ref a, TLanes.Choose(a, b, c), ref d, w[t + 1] + k);
                Round(d, ref e, TLanes.Choose(e, a, b), ref c, w[t + 2] + k);
                Round(c, ref d, TLanes.Choose(d, e, a), ref b, w[t + 3] + k);
                Round(b, ref c, TLanes.Choose(c, d, e), ref a, w[t + 4] + k);
            }

            k = TLanes.Broadcast(HashConstants.Sha1[1]);
            ParityRounds(ref a, ref b, ref c, ref d, ref e, w + 20, w + 80, k);

            k = TLanes.Broadcast(HashConstants.Sha1[2]);
            for (int t = 40; t < 60; t += 5)
            {
                Expand(w + t + 16);
                Round(a, ref b, TLanes.Majority(b, c, d), ref e, w[t] + k);
                Round(e, ref a, TLanes.Majority(a, b, c), ref d, w[t + 1] + k);
                Round(d, ref e, TLanes.Majority(e, a, b), ref c, w[t + 2] + k);
                Round(c, ref d, TLanes.Majority(d, e, a), ref b, w[t + 3] + k);
                Round(b, ref c, TLanes.Majority(c, d, e), ref a, w[t + 4] + k);
            }

            k = TLanes.Broadcast(HashConstants.Sha1[3]);
            ParityRounds(ref a, ref b, ref c, ref d, ref e, w + 60, w + 80, k);

            s[0] += a;
            s[1] += b;
            s[2] += c;
            s[3] += d;
            s[4] += e;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ParityRounds(ref TLanes a, ref TLanes b, ref TLanes c, ref TLanes d, ref TLanes e, TLanes* w, TLanes* end, TLanes k)
    {
        for (int t = 0; t < 20; t += 5)
        {
            if (w + t + 16 < end)
            {
                Expand(w + t + 16);
            }

            Round(a, ref b, TLanes.Parity(b, c, d), ref e, w[t] + k);
            Round(e, ref a, TLanes.Parity(a, b, c), ref d, w[t + 1] + k);
            Round(d, ref e, TLanes.Parity(e, a, b), ref c, w[t + 2] + k);
            Round(c, ref d, TLanes.Parity(d, e, a), ref b, w[t + 3] + k);
            Round(b, ref c, TLanes.Parity(c, d, e), ref a, w[t + 4] + k);
        }
    }

    /// <summary>Makes the next five words.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Expand(TLanes* v)
    {
        v[0] = Next(v);
        v[1] = Next(v + 1);
        v[2] = Next(v + 2);
        v[3] = Next(v + 3);
        v[4] = Next(v + 4);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Next(TLanes* v) => TLanes.RotateLeft(TLanes.Parity(v[-3], v[-8], v[-14]) ^ v[-16], 1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Round(TLanes a, ref TLanes b, TLanes f, ref TLanes e, TLanes wk)
    {
        e = e + wk + f + TLanes.RotateLeft(a, 5);
        b = TLanes.RotateLeft(b, 30);
    }
}
