using System.Security.Cryptography;
using WarpDrive.Uacce;
using WarpDrive.Uacce.PublicKey;

namespace WarpDrive.Hisilicon.Tests.Hpre;

/// <summary>Curves through driver and device; the runtime and RFC 7748 as second opinion.</summary>
public sealed class HpreCurveTests
{
    public static TheoryData<string> Curves =>
        ["secp128r1", "secp192k1", "secp224r1", "secp256r1", "secp256k1", "brainpoolP320r1", "brainpoolP384r1", "secp384r1", "secp521r1"];

    [Theory]
    [MemberData(nameof(Curves))]
    public void What_is_signed_verifies_and_nothing_else_does(string name)
    {
        EllipticCurve curve = EllipticCurve.All.Single(curve => curve.Name == name);
        using var fixture = new HpreFixture(sva: name != "secp521r1");
        using RequestQueue<PublicKeyRequest, Completion> queue = fixture.Open(driving: name == "secp384r1" ? QueueDriving.Served : QueueDriving.Inline);
        int k = curve.Size;
        byte[] d = HpreData.Below(curve.Order.ToArray(), 9);
        using PublicKeyMaterial secret = PublicKeyMaterial.FromCurve(curve, d);
        byte[] q = HpreFixture.Do(queue, PublicKeyOperation.PointMultiply, secret, []);
        using PublicKeyMaterial open = PublicKeyMaterial.FromCurve(curve, [], q.AsSpan(0, k), q.AsSpan(k));
        byte[] digest = HpreData.Below(curve.Order.ToArray(), 10);
        byte[] nonce = HpreData.Below(curve.Order.ToArray(), 11);

        byte[] drawn = HpreFixture.Do(queue, PublicKeyOperation.EcdsaSign, secret, digest);
        byte[] again = HpreFixture.Do(queue, PublicKeyOperation.EcdsaSign, secret, digest);
        byte[] given = HpreFixture.Do(queue, PublicKeyOperation.EcdsaSign, secret, [.. digest, .. nonce], hasNonce: true);

        Assert.NotEqual(drawn, again);
        Assert.Equal(given, HpreFixture.Do(queue, PublicKeyOperation.EcdsaSign, secret, [.. digest, .. nonce], hasNonce: true));
        foreach (byte[] signature in new[] { drawn, again, given })
        {
            Assert.True(HpreFixture.Verify(queue, PublicKeyOperation.EcdsaVerify, open, digest, signature));
        }

        byte[] other = [.. digest];
        other[^1] ^= 1;
        Assert.False(HpreFixture.Verify(queue, PublicKeyOperation.EcdsaVerify, open, other, drawn));
        Assert.False(HpreFixture.Verify(queue, PublicKeyOperation.EcdsaVerify, open, digest, [.. drawn[k..], .. drawn[..k]]));
        Assert.False(HpreFixture.Verify(queue, PublicKeyOperation.EcdsaVerify, open, digest, new byte[2 * k]));
        Assert.False(HpreFixture.Verify(queue, PublicKeyOperation.EcdsaVerify, open, digest, [.. drawn[..k], .. curve.Order]));
    }

    [Theory]
    [MemberData(nameof(Curves))]
    public void Two_sides_agree_on_a_point(string name)
    {
        EllipticCurve named = EllipticCurve.All.Single(curve => curve.Name == name);
        EllipticCurve given = EllipticCurve.Create(named.Prime, named.A, named.B, named.Order, named.BaseX, named.BaseY);
        using var fixture = new HpreFixture();
        using RequestQueue<PublicKeyRequest, Completion> queue = fixture.Open();
        using PublicKeyMaterial one = PublicKeyMaterial.FromCurve(named, HpreData.Below(named.Order.ToArray(), 1));
        using PublicKeyMaterial two = PublicKeyMaterial.FromCurve(given, HpreData.Below(named.Order.ToArray(), 2));
        byte[] mine = HpreFixture.Do(queue, PublicKeyOperation.PointMultiply, one, []);
        byte[] theirs = HpreFixture.Do(queue, PublicKeyOperation.PointMultiply, two, []);

        Assert.Equal(HpreFixture.Do(queue, PublicKeyOperation.PointMultiply, one, theirs), HpreFixture.Do(queue, PublicKeyOperation.PointMultiply, two, mine));
        mine[^1] ^= 1;
        Assert.Equal(RequestStatus.BadOperand, HpreFixture.Run(queue, PublicKeyOperation.PointMultiply, two, mine, out _).Status);
    }

    [Theory]
    [InlineData(QueueDriving.Inline, true)]
    [InlineData(QueueDriving.Served, false)]
    public void The_known_signature_comes_out_and_the_runtime_takes_it(QueueDriving driving, bool sva)
    {
        using var fixture = new HpreFixture(sva: sva);
        using RequestQueue<PublicKeyRequest, Completion> queue = fixture.Open(driving: driving);
        using PublicKeyMaterial key = PublicKeyMaterial.FromCurve(EllipticCurve.Secp256r1, HpreData.D);
        using var second = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = HpreData.D });

        byte[] signature = HpreFixture.Do(queue, PublicKeyOperation.EcdsaSign, key, [.. HpreData.E, .. HpreData.K], hasNonce: true);

        Assert.Equal([.. HpreData.EcdsaR, .. HpreData.EcdsaS], signature);
        Assert.True(second.VerifyHash(HpreData.E, signature));
        ECPoint q = second.ExportParameters(false).Q;
        using PublicKeyMaterial open = PublicKeyMaterial.FromCurve(EllipticCurve.Secp256r1, [], q.X, q.Y);
        Assert.True(HpreFixture.Verify(queue, PublicKeyOperation.EcdsaVerify, open, HpreData.E, second.SignHash(HpreData.E)));
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
        "77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a", "",
        "8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a")]
    [InlineData(
        "9a8f4925d1519f5775cf46b04b5800d4ee9ee8bae8bc5565d498c28dd9c9baf574a9419744897391006382a6f127ab1d9ac2d8c0a598726b", "",
        "9b08f7cc31b7e3e67d22d5aea121074a273bd2b83de09c63faa73d2c22c5d9bbc836647241d953d40c5b12da88120d53177f80e532c41fa0")]
    public void Rfc_7748_comes_out_with_its_byte_strings_reversed(string scalar, string u, string result)
    {
        bool small = scalar.Length == 64;
        using var fixture = new HpreFixture(sva: !small);
        using RequestQueue<PublicKeyRequest, Completion> queue = fixture.Open(driving: small ? QueueDriving.Inline : QueueDriving.Served);
        using PublicKeyMaterial key = PublicKeyMaterial.FromCurve(small ? EllipticCurve.X25519 : EllipticCurve.X448, HpreData.Reversed(scalar));

        byte[] output = HpreFixture.Do(queue, small ? PublicKeyOperation.X25519 : PublicKeyOperation.X448, key, HpreData.Reversed(u));

        Assert.Equal(HpreData.Reversed(result), output);
    }

    [Fact]
    public void A_point_of_small_order_has_no_result()
    {
        using var fixture = new HpreFixture();
        using RequestQueue<PublicKeyRequest, Completion> queue = fixture.Open();
        using PublicKeyMaterial key = PublicKeyMaterial.FromCurve(EllipticCurve.X25519, HpreData.D);

        Assert.Equal(RequestStatus.NoResult, HpreFixture.Run(queue, PublicKeyOperation.X25519, key, HpreData.Bytes(1, 32), out _).Status);
    }
}
