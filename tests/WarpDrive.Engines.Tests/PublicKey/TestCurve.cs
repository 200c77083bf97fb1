using System.Globalization;
using System.Numerics;

namespace WarpDrive.Engines.Tests.PublicKey;

/// <summary>The curves of hisi-hpre.md section 12, and a curve that nobody has named.</summary>
public sealed class TestCurve
{
    private static readonly TestCurve[] s_all =
    [
        new(
            "secp128r1",
            "fffffffdffffffffffffffffffffffff",
            "fffffffdfffffffffffffffffffffffc",
            "e87579c11079f43dd824993c2cee5ed3",
            "161ff7528b899b2d0c28607ca52c5b86",
            "cf5ac8395bafeb13c02da292dded7a83",
            "fffffffe0000000075a30d1b9038a115"),
        new(
            "secp192k1",
            "fffffffffffffffffffffffffffffffffffffffeffffee37",
            "0",
            "3",
            "db4ff10ec057e9ae26b07d0280b7f4341da5d1b1eae06c7d",
            "9b2f2f6d9c5628a7844163d015be86344082aa88d95e2f9d",
            "fffffffffffffffffffffffe26f2fc170f69466a74defd8d"),
        new(
            "secp224r1",
            "ffffffffffffffffffffffffffffffff000000000000000000000001",
            "fffffffffffffffffffffffffffffffefffffffffffffffffffffffe",
            "b4050a850c04b3abf54132565044b0b7d7bfd8ba270b39432355ffb4",
            "b70e0cbd6bb4bf7f321390b94a03c1d356c21122343280d6115c1d21",
            "bd376388b5f723fb4c22dfe6cd4375a05a07476444d5819985007e34",
            "ffffffffffffffffffffffffffff16a2e0b8f03e13dd29455c5c2a3d"),
        new(
            "secp256k1",
            "fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f",
            "0",
            "7",
            "79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798",
            "483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8",
            "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141"),
        new(
            "secp256r1",
            "ffffffff00000001000000000000000000000000ffffffffffffffffffffffff",
            "ffffffff00000001000000000000000000000000fffffffffffffffffffffffc",
            "5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b",
            "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296",
            "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5",
            "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551"),
        new(
            "brainpoolP320r1",
            "d35e472036bc4fb7e13c785ed201e065f98fcfa6f6f40def4f92b9ec7893ec28fcd412b1f1b32e27",
            "3ee30b568fbab0f883ccebd46d3f3bb8a2a73513f5eb79da66190eb085ffa9f492f375a97d860eb4",
            "520883949dfdbc42d3ad198640688a6fe13f41349554b49acc31dccd884539816f5eb4ac8fb1f1a6",
            "43bd7e9afb53d8b85289bcc48ee5bfe6f20137d10a087eb6e7871e2a10a599c710af8d0d39e20611",
            "14fdd05545ec1cc8ab4093247f77275e0743ffed117182eaa9c77877aaac6ac7d35245d1692e8ee1",
            "d35e472036bc4fb7e13c785ed201e065f98fcfa5b68f12a32d482ec7ee8658e98691555b44c59311"),
        new(
            "brainpoolP384r1",
            "8cb91e82a3386d280f5d6f7e50e641df152f7109ed5456b412b1da197fb71123acd3a729901d1a71874700133107ec53",
            "7bc382c63d8c150c3c72080ace05afa0c2bea28e4fb22787139165efba91f90f8aa5814a503ad4eb04a8c7dd22ce2826",
            "04a8c7dd22ce28268b39b55416f0447c2fb77de107dcd2a62e880ea53eeb62d57cb4390295dbc9943ab78696fa504c11",
            "1d1c64f068cf45ffa2a63a81b7c13f6b8847a3e77ef14fe3db7fcafe0cbd10e8e826e03436d646aaef87b2e247d4af1e",
            "8abe1d7520f9c2a45cb1eb8e95cfd55262b70b29feec5864e19c054ff99129280e4646217791811142820341263c5315",
            "8cb91e82a3386d280f5d6f7e50e641df152f7109ed5456b31f166e6cac0425a7cf3ab6af6b7fc3103b883202e9046565"),
        new(
            "secp384r1",
            "fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffeffffffff0000000000000000ffffffff",
            "fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffeffffffff0000000000000000fffffffc",
            "b3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875ac656398d8a2ed19d2a85c8edd3ec2aef",
            "aa87ca22be8b05378eb1c71ef320ad746e1d3b628ba79b9859f741e082542a385502f25dbf55296c3a545e3872760ab7",
            "3617de4a96262c6f5d9e98bf9292dc29f8f41dbd289a147ce9da3113b5f0b8c00a60b1ce1d7e819d7a431d7c90ea0e5f",
            "ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973"),
        new(
            "secp521r1",
            "01ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
            "1fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc",
            "0051953eb9618e1c9a1f929a21a0b68540eea2da725b99b315f3b8b489918ef109e156193951ec7e937b1652c0bd3bb1bf073573df883d2c34f1ef451fd46b503f00",
            "00c6858e06b70404e9cd9e3ecb662395b4429c648139053fb521f828af606b4d3dbaa14b5e77efe75928fe1dc127a2ffa8de3348b3c1856a429bf97e7e31c2e5bd66",
            "011839296a789a3bc0045c8a5fb42c7d1bd998f54449579b446817afbd17273e662c97ee72995ef42640c550b9013fad0761353c7086a272c24088be94769fd16650",
            "01fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409"),
        new(
            "sm2p256v1",
            "fffffffeffffffffffffffffffffffffffffffff00000000ffffffffffffffff",
            "fffffffeffffffffffffffffffffffffffffffff00000000fffffffffffffffc",
            "28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93",
            "32c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7",
            "bc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0",
            "fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123"),
        new(
            "unnamed256",   // secp256r1 with every x times 7² and every y times 7³
            "ffffffff00000001000000000000000000000000ffffffffffffffffffffffff",
            "ffffffff00000001000000000000000000000000ffffffffffffffffffffe3dc",
            "ccd09be3725d92e094fe790ba5f81a00506f2589c9b0b8b2a5d3909ac0cfa66f",
            "7f8f2f911978afb29c2831e812706e68c7ab05a5ca04e1ced2dbf65e753d3eca",
            "97e9e8d7580f90178bc40cc38eccfb4b146c9b59f260712f1304ba2b156cfae",
            "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551"),
        new(
            "unnamed384",   // secp384r1 with every x times 5² and every y times 5³
            "fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffeffffffff0000000000000000ffffffff",
            "fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffeffffffff0000000000000000fffff8ac",
            "515adcff1779f633448e61d267890a0e750f28bbf0c945de1be731e77f08e2c84beeaa00397d1a85f949122b988a020",
            "a742bd649b93826cef5c7205be30f05ec0dacc9fa35e31e0c9256eecba381f904d49ab37af510b91b23d33732d870bef",
            "69a78a6b50a3b260b670958a91b5807e8f32855cd33c00fe2f89f69fd68a35df1136d1be66c549e4b2c565b8c249047d",
            "ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973"),
        new(
            "unnamed521",   // secp521r1 with every x times 11² and every y times 11³
            "1ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
            "1ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff546c",
            "1586a20ba14e8ba21e4d7afa87f3e8a0858f838635c87129cd8bb90a83377adb4709f78aedc62dcd2237d3c13eb4332750bc1e98264c3404683d6780dd656d665ab",
            "1d520212c80e652822fcbae2346d1c2337beb8113f37b1c9d0e4b3ae492b7822d363c9fa6b0645924601c104bbc0ad6d1063d5cf6780f397bb8ecc9a5851e968564",
            "f132549109e4a756ad236f95c34e77cc56433209527c44a93326b41f61096d39d9ecbdd368af62e2c1e2b1e17e109d5e67c93d0bfe9aa7f586f6dde4c0edb6f4c8",
            "1fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409"),
    ];

    private TestCurve(string name, string p, string a, string b, string gx, string gy, string n)
    {
        Name = name;
        P = Number(p);
        A = Number(a);
        B = Number(b);
        Gx = Number(gx);
        Gy = Number(gy);
        N = Number(n);
        int bits = (int)P.GetBitLength();
        Slot = bits <= 256 ? 32 : bits <= 384 ? 48 : 72;
    }

    public static TheoryData<string> Names => [.. s_all.Select(c => c.Name)];

    internal string Name { get; }

    internal BigInteger P { get; }

    internal BigInteger A { get; }

    internal BigInteger B { get; }

    internal BigInteger Gx { get; }

    internal BigInteger Gy { get; }

    internal BigInteger N { get; }

    /// <summary>h, bytes of an operand.</summary>
    internal int Slot { get; }

    internal byte[] Generator => Block(Gx, Gy);

    internal static TestCurve Of(string name) => s_all.Single(c => c.Name == name);

    internal static BigInteger Number(string hex) => BigInteger.Parse("0" + hex, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    internal static BigInteger Number(ReadOnlySpan<byte> bytes) => new(bytes, isUnsigned: true, isBigEndian: true);

    /// <summary>Slots side by side.</summary>
    internal byte[] Block(params BigInteger[] numbers) =>
        [.. numbers.SelectMany(n => Bytes.Wide(n.ToByteArray(isUnsigned: true, isBigEndian: true), Slot))];

    /// <summary>p ‖ a ‖ s ‖ b.</summary>
    internal byte[] PointBlock(BigInteger s) => Block(P, A, s, B);

    /// <summary>p ‖ a ‖ d ‖ b ‖ n ‖ gx ‖ gy.</summary>
    internal byte[] PrivateBlock(BigInteger d) => Block(P, A, d, B, N, Gx, Gy);

    /// <summary>p ‖ a ‖ b ‖ n ‖ gx ‖ gy ‖ qx ‖ qy.</summary>
    internal byte[] PublicBlock(BigInteger x, BigInteger y) => Block(P, A, B, N, Gx, Gy, x, y);

    /// <summary>A seeded number in [1, n-1].</summary>
    internal BigInteger Scalar(int seed) => Number(Bytes.Below(N.ToByteArray(isUnsigned: true, isBigEndian: true), seed));

    /// <summary>s times a point by the textbook's formulas; null for infinity.</summary>
    internal (BigInteger X, BigInteger Y)? Multiply(BigInteger s, (BigInteger X, BigInteger Y) point)
    {
        (BigInteger X, BigInteger Y)? sum = null;
        for (long bit = (long)s.GetBitLength() - 1; bit >= 0; bit--)
        {
            sum = Add(sum, sum);
            if (!((s >> (int)bit) & 1).IsZero)
            {
                sum = Add(sum, point);
            }
        }

        return sum;
    }

    internal (BigInteger X, BigInteger Y)? Add((BigInteger X, BigInteger Y)? first, (BigInteger X, BigInteger Y)? second)
    {
        if (first is not { } p || second is not { } q)
        {
            return first ?? second;
        }

        if (p.X == q.X && (p.Y + q.Y) % P == 0)
        {
            return null;
        }

        BigInteger slope = p.X == q.X
            ? ((3 * p.X * p.X) + A) * Inverse(2 * p.Y, P)
            : (q.Y - p.Y) * Inverse(q.X - p.X, P);
        BigInteger x = Modulo((slope * slope) - p.X - q.X, P);
        return (x, Modulo((slope * (p.X - x)) - p.Y, P));
    }

    /// <summary>1/a modulo a number that has no divisor in common with it, by Euclid's algorithm.</summary>
    internal static BigInteger Inverse(BigInteger a, BigInteger m)
    {
        (BigInteger r, BigInteger next) = (m, Modulo(a, m));
        (BigInteger t, BigInteger nextT) = (BigInteger.Zero, BigInteger.One);
        while (!next.IsZero)
        {
            BigInteger quotient = BigInteger.DivRem(r, next, out BigInteger rest);
            (r, next) = (next, rest);
            (t, nextT) = (nextT, t - (quotient * nextT));
        }

        return Modulo(t, m);
    }

    internal static BigInteger Modulo(BigInteger a, BigInteger m) => ((a % m) + m) % m;
}
