using System.Numerics;
using WarpDrive.Engines.PublicKey;

namespace WarpDrive.Engines.Tests.PublicKey;

public sealed class FixedModulusTests
{
    public static TheoryData<string> Moduli =>
    [
        "3", "ffffffff00000001000000000000000000000000ffffffffffffffffffffffff",
        "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551",
        new string('f', 64), "8" + new string('0', 62) + "1",
        new string('f', 96), "1" + new string('0', 94) + "7",
        "01ff" + new string('f', 128), new string('f', 144), "5", "10001",
    ];

    [Theory]
    [MemberData(nameof(Moduli))]
    public void Arithmetic_is_that_of_big_integers(string hex)
    {
        BigInteger m = TestCurve.Number(hex);
        int limbs = m.GetBitLength() <= 256 ? 4 : m.GetBitLength() <= 384 ? 6 : 9;
        FixedModulus modulus = FixedModulus.From(Limbs(m, limbs))!;
        Assert.Equal(m.GetBitLength(), modulus.Bits);
        BigInteger radix = BigInteger.One << (64 * limbs);
        BigInteger[] numbers =
        [
            0, 1, 2, m - 1, m / 2, m - 2,
            .. Enumerable.Range(0, 12).Select(i => TestCurve.Number(Bytes.Random(8 * limbs, i)) % m),
        ];
        ulong[] result = new ulong[limbs];
        foreach (BigInteger a in numbers.Select(a => TestCurve.Modulo(a, m)))
        {
            foreach (BigInteger b in numbers.Select(b => TestCurve.Modulo(b, m)))
            {
                modulus.Add(result, Limbs(a, limbs), Limbs(b, limbs));
                Assert.Equal((a + b) % m, Number(result));
                modulus.Subtract(result, Limbs(a, limbs), Limbs(b, limbs));
                Assert.Equal(TestCurve.Modulo(a - b, m), Number(result));
                modulus.Multiply(result, Limbs(a, limbs), Limbs(b, limbs));
                Assert.Equal(a * b % m, Number(result) * radix % m);
                Assert.True(Number(result) < m);
            }

            bool found = modulus.TryInvert(result, Limbs(a, limbs));
            Assert.Equal(BigInteger.GreatestCommonDivisor(a, m).IsOne, found);
            if (found)
            {
                Assert.Equal(BigInteger.One, Number(result) * a % m);
                Assert.True(Number(result) < m);
            }

            Assert.Equal(!a.IsZero, modulus.IsInRange(Limbs(a, limbs)));
        }

        Assert.False(modulus.IsReduced(Limbs(m, limbs)));
        Assert.False(modulus.IsReduced(Limbs(radix - 1, limbs)));
        foreach (BigInteger a in new[] { radix - 1, m, TestCurve.Number(Bytes.Random(8 * limbs, 99)) })
        {
            modulus.Reduce(result, Limbs(a, limbs));
            Assert.Equal(a % m, Number(result));
        }
    }

    [Theory]
    [MemberData(nameof(Moduli))]
    public void Inverses_of_many_numbers_are_inverses(string hex)
    {
        BigInteger m = TestCurve.Number(hex);
        int limbs = m.GetBitLength() <= 256 ? 4 : m.GetBitLength() <= 384 ? 6 : 9;
        FixedModulus modulus = FixedModulus.From(Limbs(m, limbs))!;
        ulong[] result = new ulong[limbs];
        for (int i = 0; i < 500; i++)
        {
            BigInteger a = TestCurve.Number(Bytes.Random(i % (8 * limbs) + 1, i)) % m;
            Assert.Equal(BigInteger.GreatestCommonDivisor(a, m).IsOne, modulus.TryInvert(result, Limbs(a, limbs)));
            Assert.True(!BigInteger.GreatestCommonDivisor(a, m).IsOne || (Number(result) * a % m).IsOne);
        }
    }

    [Fact]
    public void Even_numbers_and_one_are_no_modulus()
    {
        Assert.Null(FixedModulus.From([0, 0, 0, 0]));
        Assert.Null(FixedModulus.From([1, 0, 0, 0]));
        Assert.Null(FixedModulus.From([2, 1, 0, 0]));
        Assert.NotNull(FixedModulus.From([1, 0, 0, 1]));
    }

    private static ulong[] Limbs(BigInteger number, int limbs)
    {
        ulong[] value = new ulong[limbs];
        FixedModulus.Read(Bytes.Wide(number.ToByteArray(isUnsigned: true, isBigEndian: true), 8 * limbs), value);
        return value;
    }

    private static BigInteger Number(ulong[] limbs)
    {
        byte[] bytes = new byte[8 * limbs.Length];
        FixedModulus.Write(limbs, bytes);
        return TestCurve.Number(bytes);
    }
}
