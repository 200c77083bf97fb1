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
            uint* constants = LaneConstants.AddressOf(HashConstants.Sha1);
            TLanes k = TLanes.Broadcast(constants);
            TLanes* v = w;
            for (; v < w + 20; v += 5)
            {
                Expand(v + 16);
                Round(a, ref b, TLanes.Choose(b, c, d), ref e, v[0] + k);
                Round(e, ref a, TLanes.Choose(a, b, c), ref d, v[1] + k);
                Round(d, ref e, TLanes.Choose(e, a, b), ref c, v[2] + k);
                Round(c, ref d, TLanes.Choose(d, e, a), ref b, v[3] + k);
                Round(b, ref c, TLanes.Choose(c, d, e), ref a, v[4] + k);
            }

            k = TLanes.Broadcast(constants + 1);
            for (; v < w + 40; v += 5)
            {
                Expand(v + 16);
                Round(a, ref b, TLanes.Parity(b, c, d), ref e, v[0] + k);
                Round(e, ref a, TLanes.Parity(a, b, c), ref d, v[1] + k);
                Round(d, ref e, TLanes.Parity(e, a, b), ref c, v[2] + k);
                Round(c, ref d, TLanes.Parity(d, e, a), ref b, v[3] + k);
                Round(b, ref c, TLanes.Parity(c, d, e), ref a, v[4] + k);
            }

            k = TLanes.Broadcast(constants + 2);
            for (; v < w + 60; v += 5)
            {
                Expand(v + 16);
                Round(a, ref b, TLanes.Majority(b, c, d), ref e, v[0] + k);
                Round(e, ref a, TLanes.Majority(a, b, c), ref d, v[1] + k);
                Round(d, ref e, TLanes.Majority(e, a, b), ref c, v[2] + k);
                Round(c, ref d, TLanes.Majority(d, e, a), ref b, v[3] + k);
                Round(b, ref c, TLanes.Majority(c, d, e), ref a, v[4] + k);
            }

            k = TLanes.Broadcast(constants + 3);
            Expand(v + 16);
            for (; v < w + 80; v += 5)
            {
                Round(a, ref b, TLanes.Parity(b, c, d), ref e, v[0] + k);
                Round(e, ref a, TLanes.Parity(a, b, c), ref d, v[1] + k);
                Round(d, ref e, TLanes.Parity(e, a, b), ref c, v[2] + k);
                Round(c, ref d, TLanes.Parity(d, e, a), ref b, v[3] + k);
                Round(b, ref c, TLanes.Parity(c, d, e), ref a, v[4] + k);
            }

            s[0] += a;
            s[1] += b;
            s[2] += c;
            s[3] += d;
            s[4] += e;
        }
    }

    /// <summary>Makes the next five words.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Expand(TLanes* v)
    {
        TLanes m14 = v[-14], m13 = v[-13], m12 = v[-12];
        TLanes first = Next(v[-3], v[-8], m14, v[-16]);
        TLanes second = Next(v[-2], v[-7], m13, v[-15]);
        v[0] = first;
        v[1] = second;
        v[2] = Next(v[-1], v[-6], m12, m14);
        v[3] = Next(first, v[-5], v[-11], m13);
        v[4] = Next(second, v[-4], v[-10], m12);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Next(TLanes a, TLanes b, TLanes c, TLanes d) => TLanes.RotateLeft(TLanes.Parity(a, b, c) ^ d, 1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Round(TLanes a, ref TLanes b, TLanes f, ref TLanes e, TLanes wk)
    {
        e = e + wk + f + TLanes.RotateLeft(a, 5);
        b = TLanes.RotateLeft(b, 30);
    }
}
