using System.Runtime.CompilerServices;

namespace WarpDrive.Engines.PublicKey;

internal sealed partial class FixedModulus
{
    // Numbers of the inversion: limbs of 62 bits, signed by the last one.
    private const int Part = 62;
    private const long PartMask = (1L << Part) - 1;
    private const int MaxParts = ((64 * MaxLimbs) + 2 + Part - 1) / Part;

    private long[] _parts = [];        // m
    private long _partInverse;         // 1/m mod 2^62
    private int _rounds;

    /// <summary>
    /// result = 1/a, for a below m, in constant time: division steps in batches of 62 on the low limbs, each batch applied to the long numbers as one matrix
    /// (Bernstein, Yang: Fast constant-time gcd computation and modular inversion, 2019). Both plain; false when there is no inverse.
    /// </summary>
    internal bool TryInvert(Span<ulong> result, ReadOnlySpan<ulong> a)
    {
        int parts = _parts.Length;
        Span<long> room = stackalloc long[4 * MaxParts];
        Span<long> f = room[..parts];
        Span<long> g = room.Slice(MaxParts, parts);
        Span<long> d = room.Slice(2 * MaxParts, parts);
        Span<long> e = room.Slice(3 * MaxParts, parts);
        d.Clear();
        e.Clear();
        e[0] = 1;
        _parts.CopyTo(f);
        ToParts(a, g);

        // f and g end as plus or minus the greatest common divisor and 0; d always is f/a, and e is g/a, modulo m.
        long delta = -1;               // -(delta + 1/2) of the variant that starts at 1/2
        for (int i = 0; i < _rounds; i++)
        {
            delta = Batch(delta, (ulong)f[0] | ((ulong)f[1] << Part), (ulong)g[0] | ((ulong)g[1] << Part), out Matrix matrix);
            UpdateModular(d, e, matrix);
            Update(f, g, matrix);
        }

        long sign = f[parts - 1] >> 63;
        long good = (f[0] ^ sign) - sign;
        good = (good & PartMask) ^ 1;
        for (int i = 1; i < parts - 1; i++)
        {
            good |= f[i] ^ (sign & PartMask);
        }

        good |= f[parts - 1] ^ sign;
        Normalise(d, sign);
        FromParts(d, result);
        Clear(System.Runtime.InteropServices.MemoryMarshal.Cast<long, ulong>(room));
        return good == 0;
    }

    private static void ToParts(ReadOnlySpan<ulong> limbs, Span<long> parts)
    {
        for (int i = 0; i < parts.Length; i++)
        {
            int bit = Part * i;
            int limb = bit / 64;
            int shift = bit % 64;
            ulong value = limb < limbs.Length ? limbs[limb] >> shift : 0;
            if (shift > 64 - Part && limb + 1 < limbs.Length)
            {
                value |= limbs[limb + 1] << (64 - shift);
            }

            parts[i] = (long)value & PartMask;
        }
    }

    private static void FromParts(ReadOnlySpan<long> parts, Span<ulong> limbs)
    {
        for (int i = 0; i < limbs.Length; i++)
        {
            int bit = 64 * i;
            int part = bit / Part;
            int shift = bit % Part;
            ulong value = (ulong)parts[part] >> shift;
            if (part + 1 < parts.Length)
            {
                value |= (ulong)parts[part + 1] << (Part - shift);
            }

            if (shift > (2 * Part) - 64 && part + 2 < parts.Length)
            {
                value |= (ulong)parts[part + 2] << ((2 * Part) - shift);
            }

            limbs[i] = value;
        }
    }

    /// <summary>62 division steps on the low 64 bits; the matrix is what they do, times 2^62.</summary>
    private static long Batch(long delta, ulong f, ulong g, out Matrix matrix)
    {
        ulong u = 1;
        ulong v = 0;
        ulong q = 0;
        ulong r = 1;
        for (int i = 0; i < Part; i++)
        {
            ulong swap = (ulong)(delta >> 63);
            ulong odd = 0 - (g & 1);
            g += ((f ^ swap) - swap) & odd;
            q += ((u ^ swap) - swap) & odd;
            r += ((v ^ swap) - swap) & odd;
            swap &= odd;
            delta = (delta ^ (long)swap) - 1;
            f += g & swap;
            u += q & swap;
            v += r & swap;
            g >>= 1;
            u <<= 1;
            v <<= 1;
        }

        matrix = new Matrix((long)u, (long)v, (long)q, (long)r);
        return delta;
    }

    /// <summary>(f, g) = matrix (f, g) / 2^62, which is exact.</summary>
    private static void Update(Span<long> f, Span<long> g, in Matrix matrix)
    {
        var nextF = default(Sum);
        var nextG = default(Sum);
        nextF.Add(matrix.U, f[0]);
        nextF.Add(matrix.V, g[0]);
        nextG.Add(matrix.Q, f[0]);
        nextG.Add(matrix.R, g[0]);
        nextF.Shift();
        nextG.Shift();
        for (int i = 1; i < f.Length; i++)
        {
            nextF.Add(matrix.U, f[i]);
            nextF.Add(matrix.V, g[i]);
            nextG.Add(matrix.Q, f[i]);
            nextG.Add(matrix.R, g[i]);
            f[i - 1] = nextF.Shift();
            g[i - 1] = nextG.Shift();
        }

        f[^1] = nextF.Low;
        g[^1] = nextG.Low;
    }

    /// <summary>(d, e) = matrix (d, e) / 2^62 modulo m, both kept in (-2m, m).</summary>
    private void UpdateModular(Span<long> d, Span<long> e, in Matrix matrix)
    {
        // A multiple of m makes the low 62 bits zero; counting m once for each negative operand keeps the range.
        long signD = d[^1] >> 63;
        long signE = e[^1] >> 63;
        long timesD = (matrix.U & signD) + (matrix.V & signE);
        long timesE = (matrix.Q & signD) + (matrix.R & signE);
        var nextD = default(Sum);
        var nextE = default(Sum);
        nextD.Add(matrix.U, d[0]);
        nextD.Add(matrix.V, e[0]);
        nextE.Add(matrix.Q, d[0]);
        nextE.Add(matrix.R, e[0]);
        timesD -= ((_partInverse * nextD.Low) + timesD) & PartMask;
        timesE -= ((_partInverse * nextE.Low) + timesE) & PartMask;
        ReadOnlySpan<long> m = _parts;
        nextD.Add(m[0], timesD);
        nextE.Add(m[0], timesE);
        nextD.Shift();
        nextE.Shift();
        for (int i = 1; i < m.Length; i++)
        {
            nextD.Add(matrix.U, d[i]);
            nextD.Add(matrix.V, e[i]);
            nextD.Add(m[i], timesD);
            nextE.Add(matrix.Q, d[i]);
            nextE.Add(matrix.R, e[i]);
            nextE.Add(m[i], timesE);
            d[i - 1] = nextD.Shift();
            e[i - 1] = nextE.Shift();
        }

        d[^1] = nextD.Low;
        e[^1] = nextE.Low;
    }

    /// <summary>d in (-2m, m), negated when the sign is all ones, into [0, m).</summary>
    private void Normalise(Span<long> d, long sign)
    {
        AddWhenNegative(d);
        long carry = 0;
        for (int i = 0; i < d.Length; i++)
        {
            long part = (d[i] ^ sign) - sign + carry;
            d[i] = i < d.Length - 1 ? part & PartMask : part;
            carry = part >> Part;
        }

        AddWhenNegative(d);
    }

    private void AddWhenNegative(Span<long> d)
    {
        long negative = d[^1] >> 63;
        long carry = 0;
        for (int i = 0; i < d.Length; i++)
        {
            long part = d[i] + (_parts[i] & negative) + carry;
            d[i] = i < d.Length - 1 ? part & PartMask : part;
            carry = part >> Part;
        }
    }

    private void PrepareInversion(ulong inverse)
    {
        _parts = new long[((64 * Limbs) + 2 + Part - 1) / Part];
        ToParts(_modulus, _parts);
        _partInverse = (long)inverse & PartMask;

        // Steps after which g is 0 whatever it was: the bound for the variant with delta 1/2 (590 for 256 bits is known to do), in whole batches.
        int steps = ((45907 * Bits) + 26313) / 19929;
        _rounds = (steps + Part) / Part;
    }

    private readonly record struct Matrix(long U, long V, long Q, long R);

    /// <summary>A signed sum of products, 128 bits.</summary>
    private struct Sum
    {
        private ulong _low;
        private long _high;

        internal readonly long Low => (long)_low;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal void Add(long a, long b)
        {
            ulong high = Math.BigMul((ulong)a, (ulong)b, out ulong low);
            high -= ((ulong)(a >> 63) & (ulong)b) + ((ulong)(b >> 63) & (ulong)a);
            _low += low;
            _high += (long)(high + Below(_low, low));
        }

        /// <summary>Takes the low 62 bits off.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal long Shift()
        {
            long part = (long)_low & PartMask;
            _low = (_low >> Part) | ((ulong)_high << (64 - Part));
            _high >>= Part;
            return part;
        }
    }
}
