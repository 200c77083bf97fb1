using System.Numerics;
using WarpDrive.Engines.PublicKey;
using WarpDrive.Testing;

namespace WarpDrive.Engines.Tests.PublicKey;

public sealed class MontgomeryTests : IDisposable
{
    private static readonly BigInteger s_p25519 = (BigInteger.One << 255) - 19;
    private static readonly BigInteger s_p448 = (BigInteger.One << 448) - (BigInteger.One << 224) - 1;

    // RFC 7748 section 4.1 and 4.2: the orders of the base points; times the cofactor they are those of the curves.
    private static readonly BigInteger s_order25519 = (BigInteger.One << 252) + TestCurve.Number("14def9dea2f79cd65812631a5cf5d3ed");
    private static readonly BigInteger s_order448 =
        (BigInteger.One << 446) - TestCurve.Number("8335dc163bb124b65129c96fde933d8d723a70aadc873d6d54a7bb0d");

    private readonly PublicKeyEngine _engine = new();
    private readonly PreparedKeyCache _keys = new();

    public void Dispose()
    {
        _engine.Dispose();
        _keys.Dispose();
    }

    [Theory]
    [InlineData(
        "a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4",
        "e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c",
        "c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552")]
    [InlineData(
        "4b66e9d4d1b4673c5ad22691957d6af5c11b6421e0ea01d42ca4169e7918ba0d",
        "e5210f12786811d3f4b7959d0538ae2c31dbe7106fc03c3efc4cd549c715a493",
        "95cbde9476e8907d7aade45cb4b873f88b595a68799fa152e6f8f7647aac7957")]
    [InlineData(
        "3d262fddf9ec8e88495266fea19a34d28882acef045104d0d1aae121700a779c984c24f8cdd78fbff44943eba368f54b29259a4f1c600ad3",
        "06fce640fa3487bfda5f6cf2d5263f8aad88334cbd07437f020f08f9814dc031ddbdc38c19c6da2583fa5429db94ada18aa7a7fb4ef8a086",
        "ce3e4ff95a60dc6697da1db1d85e6afbdf79b50a2412d7546d5f239fe14fbaadeb445fc66a01b0779d98223961111e21766282f73dd96b6f")]
    [InlineData(
        "203d494428b8399352665ddca42f9de8fef600908e0d461cb021f8c538345dd77c3e4806e25f46d3315c44e0a5b4371282dd2c8d5be3095f",
        "0fbcc2f993cd56d3305b0b7d9e55d4c1a8fb5dbb52f8e9a1e9b6201b165d015894e56c4d3570bee52fe205e28a78b91cdfbde71ce8d157db",
        "884a02576239ff7a2f2f63b2db6a9ff37047ac13568e1e30fe63c4a7ad1b3ee3a5700df34321d62077e63633c575c1c954514e99da7c179d")]
    public void The_vectors_of_RFC_7748_section_5_2_come_out_both_ways(string scalar, string u, string result)
    {
        BigInteger point = LittleEndian(u);
        if (u.Length == 64)
        {
            point &= (BigInteger.One << 255) - 1;   // the driver clears the top bit
        }

        int size = scalar.Length / 2;
        BigInteger clamped = Clamp(LittleEndian(scalar), size);
        Assert.Equal(LittleEndian(result), Multiply(clamped, point, size));

        // The same point by a scalar that is not clamped, which takes the other way: the order of the whole group more. A u that is not on the curve is
        // on its twist, which has what the curve lacks of 2p + 2 points.
        BigInteger p = size == 32 ? s_p25519 : s_p448;
        BigInteger order = size == 32 ? 8 * s_order25519 : 4 * s_order448;
        BigInteger square = point * ((point * point) + ((size == 32 ? 486662 : 156326) * point) + 1);
        bool isOnCurve = BigInteger.ModPow(square, (p - 1) / 2, p).IsOne;
        BigInteger other = clamped + (isOnCurve ? order : (2 * p) + 2 - order);
        Assert.Equal(LittleEndian(result), Multiply(other, point, size));
    }

    [Theory]
    [InlineData(
        "77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a", "8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a",
        "5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb", "de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f",
        "4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742")]
    [InlineData(
        "9a8f4925d1519f5775cf46b04b5800d4ee9ee8bae8bc5565d498c28dd9c9baf574a9419744897391006382a6f127ab1d9ac2d8c0a598726b",
        "9b08f7cc31b7e3e67d22d5aea121074a273bd2b83de09c63faa73d2c22c5d9bbc836647241d953d40c5b12da88120d53177f80e532c41fa0",
        "1c306a7ac2a0e2e0990b294470cba339e6453772b075811d8fad0d1d6927c120bb5ee8972b0d3e21374c9c921b09d1b0366f10b65173992d",
        "3eb7a829b0cd20f5bcfc0b599b6feccf6da4627107bdb0d4f345b43027d8b972fc3e34fb4232a13ca706dcb57aec3dae07bdc1c67bf33609",
        "07fff4181ac6cc95ec1c16a94a0f74d12da232ce40a77552281d282bb60c0b56fd2464c335543936521c24403085d59a449a5037514a879d")]
    public void The_agreements_of_RFC_7748_section_6_come_out(string mine, string myPublic, string theirs, string theirPublic, string shared)
    {
        int size = mine.Length / 2;
        BigInteger a = Clamp(LittleEndian(mine), size);
        BigInteger b = Clamp(LittleEndian(theirs), size);
        int basis = size == 32 ? 9 : 5;

        Assert.Equal(LittleEndian(myPublic), Multiply(a, basis, size));
        Assert.Equal(LittleEndian(theirPublic), Multiply(b, basis, size));
        Assert.Equal(LittleEndian(shared), Multiply(a, LittleEndian(theirPublic), size));
        Assert.Equal(LittleEndian(shared), Multiply(b, LittleEndian(myPublic), size));
    }

    [Theory]
    [InlineData(
        32, 9, "422c8e7a6227d7bca1350b3e2bb7279f7897b87bb6854b783c60e80311ae3079", "684cf59ba83309552800ef566f2f4d3c1c3887c49360e3875f2eb94d99532c51")]
    [InlineData(
        56, 5, "3f482c8a9f19b01e6c46ee9711d9dc14fd4bf67af30765c2ae2b846a4d23a8cd0db897086239492caf350b51f833868b9bc2b3bca9cf4113",
        "aa3b4749d55b9daf1e5b00288826c467274ce3ebbdd5c17b975e09d4af6c67cf10d087202db88286e2b79fceea3ec353ef54faa26e219f38")]
    public void A_thousand_iterations_of_RFC_7748_section_5_2_end_where_it_says(int size, int basis, string once, string thousand)
    {
        BigInteger k = basis;
        BigInteger u = basis;
        for (int i = 0; i < 1000; i++)
        {
            BigInteger point = size == 32 ? u & ((BigInteger.One << 255) - 1) : u;
            BigInteger next = Multiply(Clamp(k, size), point, size);
            u = k;
            k = next;
            if (i == 0)
            {
                Assert.Equal(LittleEndian(once), k);
            }
        }

        Assert.Equal(LittleEndian(thousand), k);
    }

    [Theory]
    [InlineData(32)]
    [InlineData(56)]
    public void Clamped_scalars_go_to_the_library_when_it_is_there(int size)
    {
        Assert.True(size == 32 ? LadderLibrary.HasX25519 : LadderLibrary.HasX448);
        using var scratch = new Scratch();
        BigInteger clamped = Clamp(TestCurve.Number(Bytes.Random(size, 1)), size);

        Assert.Equal(PublicKeyStatus.Ok, MontgomeryKey.Prepare(KeyClass.Montgomery, Block(clamped, size), scratch, out MontgomeryKey? key));
        Assert.Equal(PublicKeyStatus.Ok, MontgomeryKey.Prepare(KeyClass.Montgomery, Block(clamped + 1, size), scratch, out MontgomeryKey? other));

        Assert.True(key!.UsesLibrary);
        Assert.False(other!.UsesLibrary);
        key.Release();
        other.Release();
    }

    [Theory]
    [InlineData(32)]
    [InlineData(56)]
    public void Any_scalar_gives_what_the_ladder_over_big_integers_gives(int size)
    {
        BigInteger p = size == 32 ? s_p25519 : s_p448;
        int slot = size == 32 ? 32 : 72;
        BigInteger[] scalars = [1, 2, 3, TestCurve.Number(Bytes.Random(slot, 5)), (BigInteger.One << (8 * slot)) - 1];
        foreach (BigInteger scalar in scalars)
        {
            BigInteger u = TestCurve.Number(Bytes.Random(size, 6)) % p;
            Assert.Equal(Ladder(scalar, u, p, size == 32 ? 121665 : 39081), Multiply(scalar, u, size));
        }
    }

    [Theory]
    [InlineData(32)]
    [InlineData(56)]
    public void U_is_reduced(int size)
    {
        BigInteger p = size == 32 ? s_p25519 : s_p448;
        BigInteger scalar = Clamp(TestCurve.Number(Bytes.Random(size, 1)), size);

        Assert.Equal(Multiply(scalar, 9, size), Multiply(scalar, p + 9, size));
        Assert.Equal(Multiply(scalar, 18, size), Multiply(scalar, p + 18, size));
        Assert.Equal(Multiply(scalar + 1, 9, size), Multiply(scalar + 1, p + 9, size));
    }

    [Theory]
    [InlineData(32)]
    [InlineData(56)]
    public void A_result_of_zero_is_undefined(int size)
    {
        BigInteger p = size == 32 ? s_p25519 : s_p448;
        BigInteger clamped = Clamp(TestCurve.Number(Bytes.Random(size, 1)), size);
        int slot = size == 32 ? 32 : 72;
        byte[] output = new byte[slot];
        foreach (BigInteger scalar in new[] { clamped, 8, 0 })
        {
            // 0 and p are zero; 1 has a small order, and so has p - 1.
            foreach (BigInteger u in new[] { 0, 1, p, p - 1 })
            {
                Assert.Equal(PublicKeyStatus.Undefined, _engine.Montgomery(_keys, Block(scalar, size), Wide(u, slot), output));
            }
        }

        Assert.Equal(new byte[slot], output);
    }

    [Fact]
    public void Bad_operands_are_refused()
    {
        byte[] output = new byte[32];
        byte[] even = [.. Wide(s_p25519 + 1, 32), .. Wide(121665, 32), .. Wide(9, 32)];
        byte[] wide = [.. Wide(s_p25519, 32), .. Wide(s_p25519, 32), .. Wide(9, 32)];
        byte[] good = Block(9, 32);

        Assert.Equal(PublicKeyStatus.BadOperand, _engine.Montgomery(_keys, even, Wide(9, 32), output));
        Assert.Equal(PublicKeyStatus.BadOperand, _engine.Montgomery(_keys, wide, Wide(9, 32), output));
        Assert.Equal(PublicKeyStatus.BadOperand, _engine.Montgomery(_keys, good, Wide(9, 33), output));
        Assert.Equal(PublicKeyStatus.BadOperand, _engine.Montgomery(_keys, good.AsSpan(1), Wide(9, 32), output));
        Assert.Equal(PublicKeyStatus.BadOperand, _engine.Montgomery(_keys, good, Wide(9, 32), output.AsSpan(1)));
    }

    [Fact]
    public void Threads_share_a_key()
    {
        byte[] key = Block(Clamp(TestCurve.Number(Bytes.Random(32, 1)), 32), 32);
        byte[][] expected = [.. Enumerable.Range(2, 8).Select(u => Product(_engine, u))];
        int wrong = 0;
        Parallel.For(0, 4, worker =>
        {
            using var engine = new PublicKeyEngine();
            for (int i = 0; i < 100; i++)
            {
                int u = (worker + i) % 8;
                if (!Product(engine, u + 2).AsSpan().SequenceEqual(expected[u]))
                {
                    Interlocked.Increment(ref wrong);
                }
            }
        });

        Assert.Equal(0, wrong);

        byte[] Product(PublicKeyEngine engine, int u)
        {
            byte[] output = new byte[32];
            Assert.Equal(PublicKeyStatus.Ok, engine.Montgomery(_keys, key, Wide(u, 32), output));
            return output;
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Warm_products_allocate_nothing(int more)
    {
        byte[] key = Block(Clamp(TestCurve.Number(Bytes.Random(32, 1)), 32) + more, 32);
        byte[] u = Wide(9, 32);
        byte[] output = new byte[32];
        _engine.Montgomery(_keys, key, u, output);

        Assert.Equal(0, Allocations.Least(10, _ => _engine.Montgomery(_keys, key, u, output)));
    }

    private static BigInteger LittleEndian(string hex) => new(Convert.FromHexString(hex), isUnsigned: true);

    private static BigInteger Clamp(BigInteger scalar, int size) => size == 32
        ? (((scalar & ((BigInteger.One << 255) - 1)) | (BigInteger.One << 254)) >> 3) << 3
        : ((scalar | (BigInteger.One << 447)) >> 2) << 2;

    private static byte[] Wide(BigInteger number, int width) => Bytes.Wide(number.ToByteArray(isUnsigned: true, isBigEndian: true), width);

    private static byte[] Block(BigInteger scalar, int size)
    {
        int slot = size == 32 ? 32 : 72;
        return size == 32
            ? [.. Wide(s_p25519, slot), .. Wide(121665, slot), .. Wide(scalar, slot)]
            : [.. Wide(s_p448, slot), .. Wide(39081, slot), .. Wide(scalar, slot)];
    }

    private static BigInteger Ladder(BigInteger scalar, BigInteger u, BigInteger p, int a24)
    {
        BigInteger x2 = 1, z2 = 0, x3 = u, z3 = 1;
        for (int bit = (int)scalar.GetBitLength() - 1; bit >= 0; bit--)
        {
            bool one = !((scalar >> bit) & 1).IsZero;
            if (one)
            {
                (x2, z2, x3, z3) = (x3, z3, x2, z2);
            }

            BigInteger aa = BigInteger.ModPow(x2 + z2, 2, p);
            BigInteger bb = BigInteger.ModPow(x2 - z2, 2, p);
            BigInteger e = aa - bb;
            BigInteger da = (x3 - z3) * (x2 + z2);
            BigInteger cb = (x3 + z3) * (x2 - z2);
            x3 = BigInteger.ModPow(da + cb, 2, p);
            z3 = u * BigInteger.ModPow(da - cb, 2, p) % p;
            x2 = aa * bb % p;
            z2 = e * (aa + (a24 * e)) % p;
            if (one)
            {
                (x2, z2, x3, z3) = (x3, z3, x2, z2);
            }
        }

        return TestCurve.Modulo(x2 * TestCurve.Inverse(z2, p), p);
    }

    private BigInteger Multiply(BigInteger scalar, BigInteger u, int size)
    {
        int slot = size == 32 ? 32 : 72;
        byte[] output = new byte[slot];
        Assert.Equal(PublicKeyStatus.Ok, _engine.Montgomery(_keys, Block(scalar, size), Wide(u, slot), output));
        return TestCurve.Number(output);
    }
}
