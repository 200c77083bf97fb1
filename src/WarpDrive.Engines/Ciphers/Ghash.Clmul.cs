using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using ArmAes = System.Runtime.Intrinsics.Arm.Aes;

namespace WarpDrive.Engines.Ciphers;

internal static unsafe partial class Ghash
{
    // Sixteen blocks times sixteen powers share a reduction: only the first product waits for the accumulator.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static Vector128<ulong> Blocks128(byte* powers, Vector128<ulong> sum, byte* data, nint blocks)
    {
        while (blocks > 0)
        {
            int count = (int)Math.Min(blocks, GhashKey.Count);
            byte* power = powers + ((GhashKey.Count - count) * BlockSize);
            Vector128<ulong> low = default, middle = default, high = default;
            for (int i = 0; i < count; i++)
            {
                Vector128<ulong> x = Reverse(Vector128.Load(data + (i * BlockSize))).AsUInt64() ^ sum;
                Vector128<ulong> h = Vector128.Load((ulong*)(power + (i * BlockSize)));
                sum = default;
                low ^= LowLow(x, h);
                middle ^= LowHigh(x, h) ^ HighLow(x, h);
                high ^= HighHigh(x, h);
            }

            sum = Reduce(low, middle, high);
            data += count * BlockSize;
            blocks -= count;
        }

        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static Vector128<ulong> Blocks256(byte* powers, Vector128<ulong> sum, byte* data, nint blocks)
    {
        Vector256<byte> reverse = Vector256.Create(
            (byte)15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
        for (; blocks >= GhashKey.Count; blocks -= GhashKey.Count, data += GhashKey.Count * BlockSize)
        {
            Vector256<ulong> low = default, middle = default, high = default;
            Vector256<ulong> first = Vector256.Create(sum, Vector128<ulong>.Zero);
            for (int i = 0; i < GhashKey.Count * BlockSize; i += 32)
            {
                Vector256<ulong> x = Avx2.Shuffle(Vector256.Load(data + i), reverse).AsUInt64() ^ first;
                Vector256<ulong> h = Vector256.Load((ulong*)(powers + i));
                first = default;
                low ^= Pclmulqdq.V256.CarrylessMultiply(x, h, 0x00);
                middle ^= Pclmulqdq.V256.CarrylessMultiply(x, h, 0x01) ^ Pclmulqdq.V256.CarrylessMultiply(x, h, 0x10);
                high ^= Pclmulqdq.V256.CarrylessMultiply(x, h, 0x11);
            }

            sum = Reduce(Fold(low), Fold(middle), Fold(high));
        }

        return Blocks128(powers, sum, data, blocks);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static Vector128<ulong> Blocks512(byte* powers, Vector128<ulong> sum, byte* data, nint blocks)
    {
        Vector512<byte> reverse = Vector512.Create(
            0x08090A0B0C0D0E0FUL, 0x0001020304050607, 0x08090A0B0C0D0E0F, 0x0001020304050607, 0x08090A0B0C0D0E0F, 0x0001020304050607, 0x08090A0B0C0D0E0F, 0x0001020304050607).AsByte();
        while (blocks >= 4)
        {
            int bytes = (int)Math.Min(blocks / 4 * 4, GhashKey.Count) * BlockSize;
            byte* power = powers + (GhashKey.Count * BlockSize) - bytes;
            Vector512<ulong> low = default, middle = default, high = default;
            Vector512<ulong> first = Vector512.Create(Vector256.Create(sum, Vector128<ulong>.Zero), Vector256<ulong>.Zero);
            for (int i = 0; i < bytes; i += 64)
            {
                Vector512<ulong> x = Avx512BW.Shuffle(Vector512.Load(data + i), reverse).AsUInt64() ^ first;
                Vector512<ulong> h = Vector512.Load((ulong*)(power + i));
                first = default;
                low ^= Pclmulqdq.V512.CarrylessMultiply(x, h, 0x00);
                middle = Avx512F.TernaryLogic(
                    middle, Pclmulqdq.V512.CarrylessMultiply(x, h, 0x01), Pclmulqdq.V512.CarrylessMultiply(x, h, 0x10), 0x96);
                high ^= Pclmulqdq.V512.CarrylessMultiply(x, h, 0x11);
            }

            sum = Reduce(
                Fold(low.GetLower() ^ low.GetUpper()), Fold(middle.GetLower() ^ middle.GetUpper()), Fold(high.GetLower() ^ high.GetUpper()));
            data += bytes;
            blocks -= bytes / BlockSize;
        }

        return Blocks128(powers, sum, data, blocks);
    }

    /// <summary>Reduces low + x^64 middle + x^128 high: twice the lowest word moves up by 64 bits and by its product.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> Reduce(Vector128<ulong> low, Vector128<ulong> middle, Vector128<ulong> high)
    {
        // x^127 + x^126 + x^121 without the lower 64 bits.
        Vector128<ulong> polynomial = Vector128.CreateScalar(0xC200000000000000UL);
        low ^= Vector128.Create(Vector64<ulong>.Zero, middle.GetLower());
        high ^= Vector128.Create(middle.GetUpper(), Vector64<ulong>.Zero);
        low = Swap(low) ^ LowLow(low, polynomial);
        low = Swap(low) ^ LowLow(low, polynomial);
        return low ^ high;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> Swap(Vector128<ulong> x) => Vector128.Shuffle(x, Vector128.Create(1UL, 0));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> Fold(Vector256<ulong> x) => x.GetLower() ^ x.GetUpper();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> LowLow(Vector128<ulong> a, Vector128<ulong> b) => Pclmulqdq.IsSupported
        ? Pclmulqdq.CarrylessMultiply(a, b, 0x00)
        : ArmAes.PolynomialMultiplyWideningLower(a.GetLower(), b.GetLower());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> HighHigh(Vector128<ulong> a, Vector128<ulong> b) => Pclmulqdq.IsSupported
        ? Pclmulqdq.CarrylessMultiply(a, b, 0x11)
        : ArmAes.PolynomialMultiplyWideningUpper(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> LowHigh(Vector128<ulong> a, Vector128<ulong> b) => Pclmulqdq.IsSupported
        ? Pclmulqdq.CarrylessMultiply(a, b, 0x10)
        : ArmAes.PolynomialMultiplyWideningLower(a.GetLower(), b.GetUpper());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> HighLow(Vector128<ulong> a, Vector128<ulong> b) => Pclmulqdq.IsSupported
        ? Pclmulqdq.CarrylessMultiply(a, b, 0x01)
        : ArmAes.PolynomialMultiplyWideningLower(a.GetUpper(), b.GetLower());
}
