namespace WarpDrive.Uacce.PublicKey;

public sealed partial class EllipticCurve
{
    /// <summary>secp128r1 (SEC 2, version 1).</summary>
    public static EllipticCurve Secp128r1 { get; } = Minus3(
        "secp128r1",
        "fffffffdffffffffffffffffffffffff",
        "e87579c11079f43dd824993c2cee5ed3",
        "fffffffe0000000075a30d1b9038a115",
        "161ff7528b899b2d0c28607ca52c5b86",
        "cf5ac8395bafeb13c02da292dded7a83");

    /// <summary>secp192k1 (SEC 2).</summary>
    public static EllipticCurve Secp192k1 { get; } = Parse(
        "secp192k1",
        "fffffffffffffffffffffffffffffffffffffffeffffee37",
        "00",
        "03",
        "fffffffffffffffffffffffe26f2fc170f69466a74defd8d",
        "db4ff10ec057e9ae26b07d0280b7f4341da5d1b1eae06c7d",
        "9b2f2f6d9c5628a7844163d015be86344082aa88d95e2f9d");

    /// <summary>secp224r1, NIST P-224 (SEC 2).</summary>
    public static EllipticCurve Secp224r1 { get; } = Minus3(
        "secp224r1",
        "ffffffffffffffffffffffffffffffff000000000000000000000001",
        "b4050a850c04b3abf54132565044b0b7d7bfd8ba270b39432355ffb4",
        "ffffffffffffffffffffffffffff16a2e0b8f03e13dd29455c5c2a3d",
        "b70e0cbd6bb4bf7f321390b94a03c1d356c21122343280d6115c1d21",
        "bd376388b5f723fb4c22dfe6cd4375a05a07476444d5819985007e34");

    /// <summary>secp256k1 (SEC 2).</summary>
    public static EllipticCurve Secp256k1 { get; } = Parse(
        "secp256k1",
        "fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f",
        "00",
        "07",
        "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141",
        "79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798",
        "483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8");

    /// <summary>secp256r1, NIST P-256 (SEC 2).</summary>
    public static EllipticCurve Secp256r1 { get; } = Minus3(
        "secp256r1",
        "ffffffff00000001000000000000000000000000ffffffffffffffffffffffff",
        "5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b",
        "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551",
        "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296",
        "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5");

    /// <summary>brainpoolP320r1 (RFC 5639).</summary>
    public static EllipticCurve BrainpoolP320r1 { get; } = Parse(
        "brainpoolP320r1",
        "d35e472036bc4fb7e13c785ed201e065f98fcfa6f6f40def4f92b9ec7893ec28fcd412b1f1b32e27",
        "3ee30b568fbab0f883ccebd46d3f3bb8a2a73513f5eb79da66190eb085ffa9f492f375a97d860eb4",
        "520883949dfdbc42d3ad198640688a6fe13f41349554b49acc31dccd884539816f5eb4ac8fb1f1a6",
        "d35e472036bc4fb7e13c785ed201e065f98fcfa5b68f12a32d482ec7ee8658e98691555b44c59311",
        "43bd7e9afb53d8b85289bcc48ee5bfe6f20137d10a087eb6e7871e2a10a599c710af8d0d39e20611",
        "14fdd05545ec1cc8ab4093247f77275e0743ffed117182eaa9c77877aaac6ac7d35245d1692e8ee1");

    /// <summary>brainpoolP384r1 (RFC 5639).</summary>
    public static EllipticCurve BrainpoolP384r1 { get; } = Parse(
        "brainpoolP384r1",
        "8cb91e82a3386d280f5d6f7e50e641df152f7109ed5456b412b1da197fb71123acd3a729901d1a71874700133107ec53",
        "7bc382c63d8c150c3c72080ace05afa0c2bea28e4fb22787139165efba91f90f8aa5814a503ad4eb04a8c7dd22ce2826",
        "04a8c7dd22ce28268b39b55416f0447c2fb77de107dcd2a62e880ea53eeb62d57cb4390295dbc9943ab78696fa504c11",
        "8cb91e82a3386d280f5d6f7e50e641df152f7109ed5456b31f166e6cac0425a7cf3ab6af6b7fc3103b883202e9046565",
        "1d1c64f068cf45ffa2a63a81b7c13f6b8847a3e77ef14fe3db7fcafe0cbd10e8e826e03436d646aaef87b2e247d4af1e",
        "8abe1d7520f9c2a45cb1eb8e95cfd55262b70b29feec5864e19c054ff99129280e4646217791811142820341263c5315");

    /// <summary>secp384r1, NIST P-384 (SEC 2).</summary>
    public static EllipticCurve Secp384r1 { get; } = Minus3(
        "secp384r1",
        "fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffeffffffff0000000000000000ffffffff",
        "b3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875ac656398d8a2ed19d2a85c8edd3ec2aef",
        "ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973",
        "aa87ca22be8b05378eb1c71ef320ad746e1d3b628ba79b9859f741e082542a385502f25dbf55296c3a545e3872760ab7",
        "3617de4a96262c6f5d9e98bf9292dc29f8f41dbd289a147ce9da3113b5f0b8c00a60b1ce1d7e819d7a431d7c90ea0e5f");

    /// <summary>secp521r1, NIST P-521 (SEC 2).</summary>
    public static EllipticCurve Secp521r1 { get; } = Minus3(
        "secp521r1",
        "01ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "0051953eb9618e1c9a1f929a21a0b68540eea2da725b99b315f3b8b489918ef109e156193951ec7e937b1652c0bd3bb1bf073573df883d2c34f1ef451fd46b503f00",
        "01fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409",
        "00c6858e06b70404e9cd9e3ecb662395b4429c648139053fb521f828af606b4d3dbaa14b5e77efe75928fe1dc127a2ffa8de3348b3c1856a429bf97e7e31c2e5bd66",
        "011839296a789a3bc0045c8a5fb42c7d1bd998f54449579b446817afbd17273e662c97ee72995ef42640c550b9013fad0761353c7086a272c24088be94769fd16650");

    /// <summary>The curve of SM2 (GB/T 32918.5).</summary>
    public static EllipticCurve Sm2 { get; } = Minus3(
        "sm2p256v1",
        "fffffffeffffffffffffffffffffffffffffffff00000000ffffffffffffffff",
        "28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93",
        "fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123",
        "32c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7",
        "bc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0");

    /// <summary>Curve25519 for <see cref="PublicKeyOperation.X25519"/> (RFC 7748 §4.1).</summary>
    public static EllipticCurve X25519 { get; } = Montgomery("x25519", 255, "7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffed", 121665, 9);

    /// <summary>Curve448 for <see cref="PublicKeyOperation.X448"/> (RFC 7748 §4.2).</summary>
    public static EllipticCurve X448 { get; } = Montgomery(
        "x448",
        448,
        "fffffffffffffffffffffffffffffffffffffffffffffffffffffffeffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        39081,
        5);

    /// <summary>All named curves.</summary>
    public static IReadOnlyList<EllipticCurve> All { get; } =
    [
        Secp128r1, Secp192k1, Secp224r1, Secp256r1, Secp256k1, BrainpoolP320r1, BrainpoolP384r1, Secp384r1, Secp521r1, Sm2, X25519, X448,
    ];

    private static EllipticCurve Parse(string name, string p, string a, string b, string n, string gx, string gy) =>
        new(name, Convert.FromHexString(p), Convert.FromHexString(a), Convert.FromHexString(b), Convert.FromHexString(n), Convert.FromHexString(gx), Convert.FromHexString(gy));

    /// <summary>A curve with a = p − 3.</summary>
    private static EllipticCurve Minus3(string name, string p, string b, string n, string gx, string gy)
    {
        byte[] a = Convert.FromHexString(p);
        for (int i = a.Length - 1, borrow = 3; borrow != 0; i--)
        {
            int digit = a[i] - borrow;
            a[i] = (byte)digit;
            borrow = digit < 0 ? 1 : 0;
        }

        return new EllipticCurve(
            name, Convert.FromHexString(p), a, Convert.FromHexString(b), Convert.FromHexString(n), Convert.FromHexString(gx), Convert.FromHexString(gy));
    }

    private static EllipticCurve Montgomery(string name, int bits, string p, int a24, int u)
    {
        byte[] wideA24 = [0, (byte)(a24 >> 16), (byte)(a24 >> 8), (byte)a24];
        return new EllipticCurve(name, Convert.FromHexString(p), wideA24, [0], [0], [(byte)u], [0]) { IsMontgomery = true, Bits = bits };
    }
}
