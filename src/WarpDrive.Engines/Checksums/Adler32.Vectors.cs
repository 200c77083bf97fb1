using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace WarpDrive.Engines.Checksums;

public static partial class Adler32
{
    // Over n steps of W bytes the second sum grows by n W a0 (a0: the first sum before), by W times the sum of the byte
    // totals of all earlier steps, and by each byte times its distance from the end of its step (W for the first byte).
    // At most 4096 steps keep every lane whole: a 32-bit weighted lane gains at most 4 * 64 * 255 a step, prefixes are 64 bits
    // wide. The portable form has 32-bit prefixes whose addend grows by 4 * 255 a step: 1020 * 2048^2 / 2 stays below 2^32.
    private const int MaxSteps = 4096;
    private const int MaxSteps128 = 2048;

    /// <summary>Sixteen bytes a step with portable vectors.</summary>
    internal static uint ComputeVector128(ReadOnlySpan<byte> data, uint seed)
    {
        ref byte p = ref MemoryMarshal.GetReference(data);
        ulong a = (seed & 0xFFFF) % Modulus;
        ulong b = (seed >> 16) % Modulus;
        Vector128<ushort> weightsLow = Vector128.Create((ushort)16, 15, 14, 13, 12, 11, 10, 9);
        Vector128<ushort> weightsHigh = Vector128.Create((ushort)8, 7, 6, 5, 4, 3, 2, 1);
        int done = 0;
        while (data.Length - done >= 16)
        {
            int steps = Math.Min((data.Length - done) / 16, MaxSteps128);
            Vector128<uint> sums = default, prefixes = default, weighted = default;
            for (int i = 0; i < steps; i++, done += 16)
            {
                (Vector128<ushort> low, Vector128<ushort> high) = Vector128.Widen(Vector128.LoadUnsafe(ref p, (nuint)done));
                Vector128<ushort> pairs = low + high;
                Vector128<ushort> products = (low * weightsLow) + (high * weightsHigh);
                prefixes += sums;
                sums += Vector128.WidenLower(pairs) + Vector128.WidenUpper(pairs);
                weighted += Vector128.WidenLower(products) + Vector128.WidenUpper(products);
            }

            b += ((ulong)steps * 16 * a) + (16 * Total(prefixes)) + Total(weighted);
            a += Total(sums);
            a %= Modulus;
            b %= Modulus;
        }

        return ComputeSequential(data[done..], (uint)((b << 16) | a));
    }

    /// <summary>32 bytes a step. Needs AVX2.</summary>
    internal static uint ComputeVector256(ReadOnlySpan<byte> data, uint seed)
    {
        ref byte p = ref MemoryMarshal.GetReference(data);
        ulong a = (seed & 0xFFFF) % Modulus;
        ulong b = (seed >> 16) % Modulus;
        Vector256<sbyte> weights = Vector256.CreateSequence((sbyte)32, (sbyte)-1);
        int done = 0;
        while (data.Length - done >= 32)
        {
            int steps = Math.Min((data.Length - done) / 32, MaxSteps);
            Vector256<ulong> sums = default, prefixes = default;
            Vector256<int> weighted = default;
            for (int i = 0; i < steps; i++, done += 32)
            {
                Vector256<byte> v = Vector256.LoadUnsafe(ref p, (nuint)done);
                prefixes += sums;
                sums += Avx2.SumAbsoluteDifferences(v, Vector256<byte>.Zero).AsUInt64();
                weighted += Avx2.MultiplyAddAdjacent(Avx2.MultiplyAddAdjacent(v, weights), Vector256<short>.One);
            }

            b += ((ulong)steps * 32 * a) + (32 * Vector256.Sum(prefixes)) + Total(weighted.AsUInt32());
            a += Vector256.Sum(sums);
            a %= Modulus;
            b %= Modulus;
        }

        return ComputeVector128(data[done..], (uint)((b << 16) | a));
    }

    /// <summary>64 bytes a step. Needs AVX-512BW.</summary>
    internal static uint ComputeVector512(ReadOnlySpan<byte> data, uint seed)
    {
        ref byte p = ref MemoryMarshal.GetReference(data);
        ulong a = (seed & 0xFFFF) % Modulus;
        ulong b = (seed >> 16) % Modulus;

        // The largest product sum, 255 * 64 + 255 * 63 = 32385, fits the signed 16-bit lanes that saturate at 32767.
        Vector512<sbyte> weights = Vector512.CreateSequence((sbyte)64, (sbyte)-1);
        int done = 0;
        while (data.Length - done >= 64)
        {
            int steps = Math.Min((data.Length - done) / 64, MaxSteps);
            Vector512<ulong> sums = default, prefixes = default;
            Vector512<int> weighted = default;
            for (int i = 0; i < steps; i++, done += 64)
            {
                Vector512<byte> v = Vector512.LoadUnsafe(ref p, (nuint)done);
                prefixes += sums;
                sums += Avx512BW.SumAbsoluteDifferences(v, Vector512<byte>.Zero).AsUInt64();
                weighted += Avx512BW.MultiplyAddAdjacent(Avx512BW.MultiplyAddAdjacent(v, weights), Vector512<short>.One);
            }

            b += ((ulong)steps * 64 * a) + (64 * Vector512.Sum(prefixes));
            b += Total(weighted.AsUInt32().GetLower()) + Total(weighted.AsUInt32().GetUpper());
            a += Vector512.Sum(sums);
            a %= Modulus;
            b %= Modulus;
        }

        return ComputeVector256(data[done..], (uint)((b << 16) | a));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Total(Vector128<uint> lanes) => Vector128.Sum(Vector128.WidenLower(lanes) + Vector128.WidenUpper(lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Total(Vector256<uint> lanes) => Vector256.Sum(Vector256.WidenLower(lanes) + Vector256.WidenUpper(lanes));
}
