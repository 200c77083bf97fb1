namespace WarpDrive.Engines.Checksums;

/// <summary>The 32-bit checksums whose bits are reflected and whose register is preset and inverted at the end, over any generator.</summary>
/// <typeparam name="TGenerator">The constants of one generator.</typeparam>
internal static partial class ReflectedCrc<TGenerator>
    where TGenerator : struct, ICrcGenerator
{
    /// <summary>The checksum of A followed by B, from the checksums of A and of B.</summary>
    internal static uint Combine(uint crc1, uint crc2, long length2)
    {
        // CRC(AB) = CRC(A) x^(8 |B|) + CRC(B) modulo the generator: presets and inversions cancel.
        return MultiplyModulo(PowerOfX8(length2), crc1) ^ crc2;
    }

    /// <summary>a times b modulo the generator, both reflected.</summary>
    private static uint MultiplyModulo(uint a, uint b)
    {
        uint product = 0;
        for (uint bit = 0x80000000; bit != 0; bit >>= 1)
        {
            if ((a & bit) != 0)
            {
                product ^= b;
            }

            // b times x; reflected, that is a shift to the right.
            b = (b >> 1) ^ (0u - (b & 1) & TGenerator.Polynomial);
        }

        return product;
    }

    /// <summary>x to the power of 8 n modulo the generator, by squaring.</summary>
    private static uint PowerOfX8(long n)
    {
        uint result = 0x80000000;           // x^0
        uint square = 0x00800000;           // x^8
        for (ulong rest = (ulong)n; rest != 0; rest >>= 1)
        {
            if ((rest & 1) != 0)
            {
                result = MultiplyModulo(square, result);
            }

            square = MultiplyModulo(square, square);
        }

        return result;
    }
}
