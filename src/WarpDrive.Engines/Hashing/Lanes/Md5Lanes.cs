using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace WarpDrive.Engines.Hashing.Lanes;

/// <summary>The compression function of MD5 (RFC 1321 section 3.4) for twice as many messages as a vector has words.</summary>
/// <remarks>Every step of MD5 waits for the one before, so that one vector leaves most of the processor idle: two run side by side.</remarks>
internal static unsafe class Md5Lanes<TLanes>
    where TLanes : unmanaged, ILanes<TLanes, uint>
{
    private static int Group => sizeof(TLanes) / sizeof(uint);

    /// <summary>See <see cref="LaneKernel"/>. The scratch memory holds 32 vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Compress(void* state, byte** data, nint blocks, void* scratch)
    {
        var s = (TLanes*)state;
        var w = (TLanes*)scratch;
        for (nint offset = 0; offset < blocks * 64; offset += 64)
        {
            for (int group = 0; group < 2; group++)
            {
                TLanes.LoadBlocks(data + group * Group, offset, w + 16 * group, reverse: false);
            }

            // Four steps at a time, after which every word is back in its variable.
            TLanes a = s[0], b = s[2], c = s[4], d = s[6];
            TLanes e = s[1], f = s[3], g = s[5], h = s[7];
            for (int i = 0; i < 16; i += 4)
            {
                Step(ref a, b, TLanes.Choose(b, c, d), ref e, f, TLanes.Choose(f, g, h), w, i, i, 7);
                Step(ref d, a, TLanes.Choose(a, b, c), ref h, e, TLanes.Choose(e, f, g), w, i + 1, i + 1, 12);
                Step(ref c, d, TLanes.Choose(d, a, b), ref g, h, TLanes.Choose(h, e, f), w, i + 2, i + 2, 17);
                Step(ref b, c, TLanes.Choose(c, d, a), ref f, g, TLanes.Choose(g, h, e), w, i + 3, i + 3, 22);
            }

            for (int i = 16; i < 32; i += 4)
            {
                Step(ref a, b, TLanes.Choose(d, b, c), ref e, f, TLanes.Choose(h, f, g), w, i, 5 * i + 1, 5);
                Step(ref d, a, TLanes.Choose(c, a, b), ref h, e, TLanes.Choose(g, e, f), w, i + 1, 5 * i + 6, 9);
                Step(ref c, d, TLanes.Choose(b, d, a), ref g, h, TLanes.Choose(f, h, e), w, i + 2, 5 * i + 11, 14);
                Step(ref b, c, TLanes.Choose(a, c, d), ref f, g, TLanes.Choose(e, g, h), w, i + 3, 5 * i + 16, 20);
            }

            for (int i = 32; i < 48; i += 4)
            {
                Step(ref a, b, TLanes.Parity(b, c, d), ref e, f, TLanes.Parity(f, g, h), w, i, 3 * i + 5, 4);
                Step(ref d, a, TLanes.Parity(a, b, c), ref h, e, TLanes.Parity(e, f, g), w, i + 1, 3 * i + 8, 11);
                Step(ref c, d, TLanes.Parity(d, a, b), ref g, h, TLanes.Parity(h, e, f), w, i + 2, 3 * i + 11, 16);
                Step(ref b, c, TLanes.Parity(c, d, a), ref f, g, TLanes.Parity(g, h, e), w, i + 3, 3 * i + 14, 23);
            }

            for (int i = 48; i < 64; i += 4)
            {
                Step(ref a, b, TLanes.XorOrNot(c, b, d), ref e, f, TLanes.XorOrNot(g, f, h), w, i, 7 * i, 6);
                Step(ref d, a, TLanes.XorOrNot(b, a, c), ref h, e, TLanes.XorOrNot(f, e, g), w, i + 1, 7 * i + 7, 10);
                Step(ref c, d, TLanes.XorOrNot(a, d, b), ref g, h, TLanes.XorOrNot(e, h, f), w, i + 2, 7 * i + 14, 15);
                Step(ref b, c, TLanes.XorOrNot(d, c, a), ref f, g, TLanes.XorOrNot(h, g, e), w, i + 3, 7 * i + 21, 21);
            }

            s[0] += a;
            s[1] += e;
            s[2] += b;
            s[3] += f;
            s[4] += c;
            s[5] += g;
            s[6] += d;
            s[7] += h;
        }
    }

    /// <summary>One step of both vectors: a = b + ((a + function + message + constant) rotated).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step(
        ref TLanes a, TLanes b, TLanes function, ref TLanes e, TLanes f, TLanes function2, TLanes* w, int i, int word, [ConstantExpected] byte shift)
    {
        TLanes constant = TLanes.Broadcast(LaneConstants.AddressOf(HashConstants.Md5) + i);
        a = b + TLanes.RotateLeft(a + (w[word & 15] + constant) + function, shift);
        e = f + TLanes.RotateLeft(e + (w[16 + (word & 15)] + constant) + function2, shift);
    }
}
