using System.Security.Cryptography;
using WarpDrive.Hisilicon.Hpre;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Digests;
using WarpDrive.Uacce.PublicKey;

namespace WarpDrive.Hisilicon.Tests.Hpre;

/// <summary>What the driver does not send, and the words for it (hisi-hpre.md §4–§6).</summary>
public sealed class HpreRefusalTests
{
    private static readonly byte[] s_digest = HpreData.E;

    [Fact]
    public void Numbers_out_of_their_range_are_refused()
    {
        using var fixture = new HpreFixture();
        using RequestQueue<PublicKeyRequest, Completion> queue = fixture.Open();
        EllipticCurve curve = EllipticCurve.Secp256r1;
        byte[] n = curve.Order.ToArray();
        byte[] p25519 = EllipticCurve.X25519.Prime.ToArray();
        using PublicKeyMaterial key = PublicKeyMaterial.FromCurve(curve, HpreData.D, curve.BaseX, curve.BaseY);
        using PublicKeyMaterial one = PublicKeyMaterial.FromCurve(curve, [1], curve.BaseX, curve.BaseY);
        using PublicKeyMaterial zero = PublicKeyMaterial.FromCurve(EllipticCurve.Sm2, [0]);
        using PublicKeyMaterial sm2 = PublicKeyMaterial.FromCurve(EllipticCurve.Sm2, HpreData.D, HpreData.Sm2X, HpreData.Sm2Y);
        using PublicKeyMaterial ladder = PublicKeyMaterial.FromCurve(EllipticCurve.X25519, HpreData.D);

        Assert.Contains("nonce", HpreFixture.Refused(queue, PublicKeyOperation.EcdsaSign, key, [.. s_digest, .. new byte[32]], true), StringComparison.Ordinal);
        Assert.Contains("nonce", HpreFixture.Refused(queue, PublicKeyOperation.EcdsaSign, key, [.. s_digest, .. n], true), StringComparison.Ordinal);
        Assert.Contains("nonce", HpreFixture.Refused(queue, PublicKeyOperation.Sm2Sign, sm2, [.. s_digest, .. new byte[32]], true), StringComparison.Ordinal);
        Assert.Contains("nonce", HpreFixture.Refused(queue, PublicKeyOperation.Sm2Encrypt, sm2, [.. new byte[32], 5], true), StringComparison.Ordinal);
        Assert.Contains("nonce", HpreFixture.Refused(queue, PublicKeyOperation.Sm2Encrypt, sm2, [.. new byte[32], .. new byte[600]], true), StringComparison.Ordinal);
        Assert.Contains("digest", HpreFixture.Refused(queue, PublicKeyOperation.EcdsaSign, key, new byte[32]), StringComparison.Ordinal);
        Assert.Contains("digest", HpreFixture.Refused(queue, PublicKeyOperation.EcdsaVerify, key, new byte[96]), StringComparison.Ordinal);
        Assert.Contains("greater than 1", HpreFixture.Refused(queue, PublicKeyOperation.EcdsaSign, one, s_digest), StringComparison.Ordinal);
        Assert.Contains("greater than 1", HpreFixture.Refused(queue, PublicKeyOperation.PointMultiply, one, []), StringComparison.Ordinal);
        Assert.Contains("greater than 1", HpreFixture.Refused(queue, PublicKeyOperation.Sm2Sign, zero, s_digest), StringComparison.Ordinal);
        Assert.Contains("u must", HpreFixture.Refused(queue, PublicKeyOperation.X25519, ladder, new byte[32]), StringComparison.Ordinal);
        Assert.Contains("u must", HpreFixture.Refused(queue, PublicKeyOperation.X25519, ladder, p25519), StringComparison.Ordinal);
        p25519[0] |= 0x80;   // the top bit does not count
        Assert.Contains("u must", HpreFixture.Refused(queue, PublicKeyOperation.X25519, ladder, p25519), StringComparison.Ordinal);
    }

    [Fact]
    public void Sizes_and_keys_that_do_not_fit_are_refused()
    {
        using var fixture = new HpreFixture();
        using RequestQueue<PublicKeyRequest, Completion> curves = fixture.Open();
        using RequestQueue<PublicKeyRequest, Completion> modular = fixture.Open(PublicKeyFamily.Modular);
        EllipticCurve curve = EllipticCurve.Secp256r1;
        RSAParameters full = HpreData.Rsa(1024);
        var half = new RSAParameters { Modulus = full.Modulus, Exponent = full.Exponent };
        using PublicKeyMaterial rsa = PublicKeyMaterial.FromRsa(in half);
        using PublicKeyMaterial dh = PublicKeyMaterial.FromDh(full.Modulus, [3]);
        using PublicKeyMaterial small = PublicKeyMaterial.FromDh(full.Modulus.AsSpan(0, 64), [3]);
        using PublicKeyMaterial open = PublicKeyMaterial.FromCurve(curve, [], curve.BaseX, curve.BaseY);
        using PublicKeyMaterial secret = PublicKeyMaterial.FromCurve(curve, HpreData.D);
        using PublicKeyMaterial sm2 = PublicKeyMaterial.FromCurve(EllipticCurve.Sm2, HpreData.D, HpreData.Sm2X, HpreData.Sm2Y);
        byte[] widePrime = [1, .. new byte[63], 1];   // 65 bytes: there is no slot for it
        EllipticCurve wide = EllipticCurve.Create(widePrime, [1], [1], widePrime, [1], [1]);
        using PublicKeyMaterial strange = PublicKeyMaterial.FromCurve(wide, [5]);
        byte[] k = new byte[128];

        Assert.Contains("no key", HpreFixture.Refused(modular, PublicKeyOperation.RsaPublic, null, k), StringComparison.Ordinal);
        Assert.Contains("private exponent", HpreFixture.Refused(modular, PublicKeyOperation.RsaPrivate, rsa, k), StringComparison.Ordinal);
        Assert.Contains("primes", HpreFixture.Refused(modular, PublicKeyOperation.RsaPrivateCrt, rsa, k), StringComparison.Ordinal);
        Assert.Contains("DH exponent", HpreFixture.Refused(modular, PublicKeyOperation.Dh, rsa, k), StringComparison.Ordinal);
        Assert.Contains("public exponent", HpreFixture.Refused(modular, PublicKeyOperation.RsaPublic, dh, k), StringComparison.Ordinal);
        Assert.Contains("768", HpreFixture.Refused(modular, PublicKeyOperation.Dh, small, new byte[64]), StringComparison.Ordinal);
        Assert.Contains("as many bytes", HpreFixture.Refused(modular, PublicKeyOperation.RsaPublic, rsa, new byte[127]), StringComparison.Ordinal);
        Assert.Contains("no input", HpreFixture.Refused(modular, PublicKeyOperation.DhBase2, dh, k), StringComparison.Ordinal);
        Assert.Contains("too small", HpreFixture.Refused(modular, PublicKeyOperation.RsaPublic, rsa, k, outputLength: 127), StringComparison.Ordinal);
        Assert.Contains("a curve", HpreFixture.Refused(modular, PublicKeyOperation.RsaPublic, secret, k), StringComparison.Ordinal);
        Assert.Contains("opened for RSA", HpreFixture.Refused(modular, PublicKeyOperation.EcdsaSign, secret, s_digest), StringComparison.Ordinal);
        Assert.Contains("from the input", HpreFixture.Refused(modular, PublicKeyOperation.RsaKeyGen, rsa, new byte[256]), StringComparison.Ordinal);
        Assert.Contains("1024", HpreFixture.Refused(modular, PublicKeyOperation.RsaKeyGen, null, new byte[100]), StringComparison.Ordinal);
        Assert.Contains("zero", HpreFixture.Refused(modular, PublicKeyOperation.RsaKeyGen, null, new byte[256]), StringComparison.Ordinal);

        Assert.Contains("opened for curves", HpreFixture.Refused(curves, PublicKeyOperation.RsaPublic, rsa, k), StringComparison.Ordinal);
        Assert.Contains("not one of a curve", HpreFixture.Refused(curves, PublicKeyOperation.EcdsaSign, rsa, s_digest), StringComparison.Ordinal);
        Assert.Contains("521", HpreFixture.Refused(curves, PublicKeyOperation.PointMultiply, strange, []), StringComparison.Ordinal);
        Assert.Contains("private number", HpreFixture.Refused(curves, PublicKeyOperation.EcdsaSign, open, s_digest), StringComparison.Ordinal);
        Assert.Contains("public point", HpreFixture.Refused(curves, PublicKeyOperation.EcdsaVerify, secret, [.. s_digest, .. s_digest, .. s_digest]), StringComparison.Ordinal);
        Assert.Contains("SM2 curve", HpreFixture.Refused(curves, PublicKeyOperation.Sm2Sign, secret, s_digest), StringComparison.Ordinal);
        Assert.Contains("x25519", HpreFixture.Refused(curves, PublicKeyOperation.X25519, secret, []), StringComparison.Ordinal);
        Assert.Contains("no nonce", HpreFixture.Refused(curves, PublicKeyOperation.PointMultiply, secret, [], hasNonce: true), StringComparison.Ordinal);
        Assert.Contains("a point", HpreFixture.Refused(curves, PublicKeyOperation.PointMultiply, secret, new byte[63]), StringComparison.Ordinal);
        Assert.Contains("digest, r and s", HpreFixture.Refused(curves, PublicKeyOperation.EcdsaVerify, open, new byte[95]), StringComparison.Ordinal);
        Assert.Contains("a digest", HpreFixture.Refused(curves, PublicKeyOperation.EcdsaSign, secret, new byte[31]), StringComparison.Ordinal);
        Assert.Contains("empty", HpreFixture.Refused(curves, PublicKeyOperation.Sm2Encrypt, sm2, []), StringComparison.Ordinal);
        Assert.Contains("too short", HpreFixture.Refused(curves, PublicKeyOperation.Sm2Decrypt, sm2, new byte[96]), StringComparison.Ordinal);
        Assert.Contains("digest", HpreFixture.Refused(curves, PublicKeyOperation.Sm2Encrypt, sm2, [5], hash: DigestAlgorithm.AesCmac), StringComparison.Ordinal);
        sm2.Dispose();
        Assert.Contains("disposed", HpreFixture.Refused(curves, PublicKeyOperation.Sm2Sign, sm2, s_digest), StringComparison.Ordinal);
    }

    [Fact]
    public void A_device_says_what_it_is_for()
    {
        var driver = new HpreUserDriver();
        using var two = new HpreFixture(2);
        using var three = new HpreFixture(3);
        DeviceInfo old = two.Found.ReadInfo();
        DeviceInfo young = three.Found.ReadInfo();

        Assert.Equal(["rsa", "dh"], old.Algorithms);
        Assert.Equal(["rsa", "dh", "ecdh", "ecdsa", "sm2", "x25519", "x448"], young.Algorithms);
        Assert.All(young.Algorithms, name => Assert.True(driver.Supports(young, name, out _)));
        Assert.False(driver.Supports(old, "ecdsa", out string? reason));
        Assert.Contains("generation 2", reason, StringComparison.Ordinal);
        Assert.False(driver.Supports(young, "zlib", out reason));
        Assert.False(driver.Supports(young with { Name = "hisi_zip-0" }, "rsa", out reason));
        Assert.Contains("generation 2", Assert.Throws<NotSupportedException>(() => two.Open()).Message, StringComparison.Ordinal);
        Assert.Contains("no engine", Assert.Throws<NotSupportedException>(() => three.Open(engine: "abacus")).Message, StringComparison.Ordinal);
        using RequestQueue<PublicKeyRequest, Completion> forced = three.Open(engine: "libcrypto");
        Assert.True(forced.LevelHonoured);
        Assert.Throws<ArgumentException>(() => new HpreDevice(new HpreDeviceOptions { Generation = 1 }));
        Assert.Throws<ArgumentException>(() => new HpreDevice(new HpreDeviceOptions { Engine = "abacus" }));
    }

    [Fact]
    public void Without_libcrypto_the_device_is_there_and_offers_nothing()
    {
        using var fixture = new HpreFixture(device: new HpreDevice(new HpreDeviceOptions(), hasEngine: false));

        Assert.Empty(fixture.Found.ReadInfo().Algorithms);
        Assert.Contains("libcrypto", Assert.Throws<NotSupportedException>(() => fixture.Open()).Message, StringComparison.Ordinal);
        Assert.Contains("cannot be used", Assert.Throws<NotSupportedException>(() => fixture.Open(engine: "libcrypto")).Message, StringComparison.Ordinal);
    }
}
