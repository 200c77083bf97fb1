using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace WarpDrive.Engines.Checksums;

// Folding (Gopal et al., "Fast CRC Computation for Generic Polynomials Using PCLMULQDQ", 2009). A 128-bit register
// moves D bits ahead by multiplying its low half with x^(D+32) and its high half with x^(D-32), both modulo the
// generator, reflected, and shifted left once because a reflected product comes out one bit low.
internal static partial class ReflectedCrc<TGenerator>
{
    /// <summary>Folds 64 bytes a step in four 128-bit registers. Needs PCLMULQDQ.</summary>
    internal static uint ComputeClmul128(ReadOnlySpan<byte> data, uint seed)
    {
        if (data.Length < 16)
        {
            return TGenerator.ComputeShort(data, seed);
        }

        ref byte p = ref MemoryMarshal.GetReference(data);
        nuint length = (nuint)data.Length;
        Vector128<ulong> preset = Vector128.CreateScalar((ulong)~seed);
        if (length < 64)
        {
            return Finish(Load128(ref p, 0) ^ preset, ref p, 16, length);
        }

        Vector128<ulong> k = Vector128.Create(TGenerator.Low512, TGenerator.High512);
        Vector128<ulong> a = Load128(ref p, 0) ^ preset;
        Vector128<ulong> b = Load128(ref p, 16);
        Vector128<ulong> c = Load128(ref p, 32);
        Vector128<ulong> d = Load128(ref p, 48);
        nuint i = 64;
        for (; i + 64 <= length; i += 64)
        {
            a = Fold(a, k) ^ Load128(ref p, i);
            b = Fold(b, k) ^ Load128(ref p, i + 16);
            c = Fold(c, k) ^ Load128(ref p, i + 32);
            d = Fold(d, k) ^ Load128(ref p, i + 48);
        }

        k = Vector128.Create(TGenerator.Low128, TGenerator.High128);
        a = Fold(a, k) ^ b;
        a = Fold(a, k) ^ c;
        a = Fold(a, k) ^ d;
        return Finish(a, ref p, i, length);
    }

    /// <summary>Folds 128 bytes a step in four 256-bit registers. Needs VPCLMULQDQ.</summary>
    internal static uint ComputeClmul256(ReadOnlySpan<byte> data, uint seed)
    {
        if (data.Length < 128)
        {
            return ComputeClmul128(data, seed);
        }

        ref byte p = ref MemoryMarshal.GetReference(data);
        nuint length = (nuint)data.Length;
        Vector256<ulong> k = Vector256.Create(Vector128.Create(TGenerator.Low1024, TGenerator.High1024));
        Vector256<ulong> a = Load256(ref p, 0) ^ Vector256.CreateScalar((ulong)~seed);
        Vector256<ulong> b = Load256(ref p, 32);
        Vector256<ulong> c = Load256(ref p, 64);
        Vector256<ulong> d = Load256(ref p, 96);
        nuint i = 128;
        for (; i + 128 <= length; i += 128)
        {
            a = Fold(a, k) ^ Load256(ref p, i);
            b = Fold(b, k) ^ Load256(ref p, i + 32);
            c = Fold(c, k) ^ Load256(ref p, i + 64);
            d = Fold(d, k) ^ Load256(ref p, i + 96);
        }

        k = Vector256.Create(Vector128.Create(TGenerator.Low256, TGenerator.High256));
        a = Fold(a, k) ^ b;
        a = Fold(a, k) ^ c;
        a = Fold(a, k) ^ d;
        Vector128<ulong> x = Fold(a.GetLower(), Vector128.Create(TGenerator.Low128, TGenerator.High128)) ^ a.GetUpper();
        return Finish(x, ref p, i, length);
    }

    /// <summary>Folds 256 bytes a step in four 512-bit registers. Needs VPCLMULQDQ with AVX-512.</summary>
    internal static uint ComputeClmul512(ReadOnlySpan<byte> data, uint seed)
    {
        if (data.Length < 256)
        {
            return ComputeClmul128(data, seed);
        }

        ref byte p = ref MemoryMarshal.GetReference(data);
        nuint length = (nuint)data.Length;
        Vector512<ulong> k = Vector512.Create(Vector256.Create(Vector128.Create(TGenerator.Low2048, TGenerator.High2048)));
        Vector512<ulong> a = Load512(ref p, 0) ^ Vector512.CreateScalar((ulong)~seed);
        Vector512<ulong> b = Load512(ref p, 64);
        Vector512<ulong> c = Load512(ref p, 128);
        Vector512<ulong> d = Load512(ref p, 192);
        nuint i = 256;
        for (; i + 256 <= length; i += 256)
        {
            a = Fold(a, k) ^ Load512(ref p, i);
            b = Fold(b, k) ^ Load512(ref p, i + 64);
            c = Fold(c, k) ^ Load512(ref p, i + 128);
            d = Fold(d, k) ^ Load512(ref p, i + 192);
        }

        k = Vector512.Create(Vector256.Create(Vector128.Create(TGenerator.Low512, TGenerator.High512)));
        a = Fold(a, k) ^ b;
        a = Fold(a, k) ^ c;
        a = Fold(a, k) ^ d;
        for (; i + 64 <= length; i += 64)
        {
            a = Fold(a, k) ^ Load512(ref p, i);
        }

        Vector256<ulong> y = Fold(a.GetLower(), Vector256.Create(Vector128.Create(TGenerator.Low256, TGenerator.High256))) ^ a.GetUpper();
        Vector128<ulong> x = Fold(y.GetLower(), Vector128.Create(TGenerator.Low128, TGenerator.High128)) ^ y.GetUpper();
        return Finish(x, ref p, i, length);
    }

    /// <summary>Folds the whole 16-byte pieces left, reduces to 32 bits, and takes the last bytes the short way.</summary>
    private static uint Finish(Vector128<ulong> x, ref byte p, nuint i, nuint length)
    {
        Vector128<ulong> k = Vector128.Create(TGenerator.Low128, TGenerator.High128);
        for (; i + 16 <= length; i += 16)
        {
            x = Fold(x, k) ^ Load128(ref p, i);
        }

        // 128 to 64 bits, 64 to 32 bits, then the remainder by multiplying with the inverse (Barrett).
        Vector128<ulong> low32 = Vector128.CreateScalar(0xFFFFFFFFUL);
        x = Sse2.ShiftRightLogical128BitLane(x, 8) ^ Pclmulqdq.CarrylessMultiply(x, k, 0x10);
        x = Sse2.ShiftRightLogical128BitLane(x, 4) ^ Pclmulqdq.CarrylessMultiply(x & low32, Vector128.CreateScalar(TGenerator.Fold64), 0x00);
        Vector128<ulong> barrett = Vector128.Create(TGenerator.Generator, TGenerator.Quotient);
        Vector128<ulong> t = Pclmulqdq.CarrylessMultiply(x & low32, barrett, 0x10);
        x ^= Pclmulqdq.CarrylessMultiply(t & low32, barrett, 0x00);
        uint crc = ~x.AsUInt32().GetElement(1);
        return i == length
            ? crc
            : TGenerator.ComputeShort(MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref p, i), (int)(length - i)), crc);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> Fold(Vector128<ulong> x, Vector128<ulong> k) =>
        Pclmulqdq.CarrylessMultiply(x, k, 0x00) ^ Pclmulqdq.CarrylessMultiply(x, k, 0x11);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> Fold(Vector256<ulong> x, Vector256<ulong> k) =>
        Pclmulqdq.V256.CarrylessMultiply(x, k, 0x00) ^ Pclmulqdq.V256.CarrylessMultiply(x, k, 0x11);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Fold(Vector512<ulong> x, Vector512<ulong> k) =>
        Pclmulqdq.V512.CarrylessMultiply(x, k, 0x00) ^ Pclmulqdq.V512.CarrylessMultiply(x, k, 0x11);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> Load128(ref byte p, nuint offset) => Vector128.LoadUnsafe(ref p, offset).AsUInt64();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> Load256(ref byte p, nuint offset) => Vector256.LoadUnsafe(ref p, offset).AsUInt64();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Load512(ref byte p, nuint offset) => Vector512.LoadUnsafe(ref p, offset).AsUInt64();
}
