using System.Security.Cryptography;

namespace WarpDrive.Tests.PublicKey;

/// <summary>ECDSA on devices beside the runtime's, both ways.</summary>
public sealed class WarpECDsaTests
{
    private const string Brainpool320 = "1.3.36.3.3.2.8.1.1.9", Secp256k1 = "1.3.132.0.10";

    public static TheoryData<string> Curves =>
        ["1.2.840.10045.3.1.7", "1.3.132.0.34", "1.3.132.0.35", "1.3.132.0.33", Secp256k1, Brainpool320, "1.3.36.3.3.2.8.1.1.11"];

    [Theory]
    [MemberData(nameof(Curves))]
    public void Signatures_of_one_are_verified_by_the_other(string oid)
    {
        var curve = ECCurve.CreateFromValue(oid);
        using var ours = new WarpECDsa(curve);
        using var theirs = ECDsa.Create(ours.ExportParameters(includePrivateParameters: true));
        foreach (HashAlgorithmName hash in (HashAlgorithmName[])[HashAlgorithmName.SHA1, HashAlgorithmName.SHA256, HashAlgorithmName.SHA512])
        {
            byte[] signature = ours.SignData("message"u8, hash);
            Assert.True(theirs.VerifyData("message"u8, signature, hash));
            Assert.True(ours.VerifyData("message"u8, signature, hash));
            Assert.True(ours.VerifyData("message"u8, theirs.SignData("message"u8, hash), hash));
            byte[] der = ours.SignData("message"u8, hash, DSASignatureFormat.Rfc3279DerSequence);
            Assert.True(theirs.VerifyData("message"u8, der, hash, DSASignatureFormat.Rfc3279DerSequence));

            Assert.False(ours.VerifyData("massage"u8, signature, hash));
            signature[^1] ^= 1;
            Assert.False(ours.VerifyData("message"u8, signature, hash));
        }

        Assert.StartsWith("hisi_hpre", ours.LastReceipt.Device, StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_out_of_range_are_no_signature_and_no_error()
    {
        using var ours = new WarpECDsa();
        ECParameters key = ours.ExportExplicitParameters(includePrivateParameters: false);
        byte[] digest = SHA256.HashData([]);
        byte[] signature = ours.SignHash(digest);
        Assert.False(ours.VerifyHash(digest, new byte[64]));
        Assert.False(ours.VerifyHash(digest, (byte[])[.. key.Curve.Order!, .. signature[32..]]));
        Assert.False(ours.VerifyHash(digest, (byte[])[.. signature[..32], .. key.Curve.Order!]));
        Assert.False(ours.VerifyHash(digest, signature[..63]));
    }

    [Fact]
    public void A_curve_given_by_its_numbers_works_as_its_name_does()
    {
        using var named = new WarpECDsa(ECCurve.NamedCurves.nistP256);
        using var ours = new WarpECDsa(named.ExportExplicitParameters(includePrivateParameters: true));
        Assert.True(named.VerifyData("data"u8, ours.SignData("data"u8, HashAlgorithmName.SHA256), HashAlgorithmName.SHA256));
    }

    [Fact]
    public void Keys_go_through_PEM_and_back()
    {
        using var ours = new WarpECDsa(ECCurve.NamedCurves.nistP384);
        using var again = new WarpECDsa();
        again.ImportFromPem(ours.ExportECPrivateKeyPem());
        Assert.Equal(384, again.KeySize);
        Assert.Equal(ours.ExportSubjectPublicKeyInfo(), again.ExportSubjectPublicKeyInfo());
    }

    [Fact]
    public async Task Asynchronous_signatures_of_many_callers_are_right()
    {
        using var ours = new WarpECDsa();
        byte[][] digests = [.. Enumerable.Range(0, 200).Select(i => SHA256.HashData([(byte)i]))];
        byte[][] signatures = await Task.WhenAll(digests.Select(digest => Task.Run(() => ours.SignHashAsync(digest).AsTask())));
        using var theirs = ECDsa.Create(ours.ExportParameters(includePrivateParameters: false));
        for (int i = 0; i < digests.Length; i++)
        {
            Assert.True(theirs.VerifyHash(digests[i], signatures[i]));
        }
    }

    [Fact]
    public void What_makes_no_key_is_refused_with_words()
    {
        using var ours = new WarpECDsa();
        ECParameters key = ours.ExportParameters(includePrivateParameters: true);
        ECParameters off = key;
        off.Q.Y = (byte[])key.Q.Y!.Clone();
        off.Q.Y[^1] ^= 1;
        Assert.Contains("curve", Assert.Throws<CryptographicException>(() => new WarpECDsa(off)).Message, StringComparison.Ordinal);
        ECParameters foreign = key;
        foreign.D = [.. new byte[31], 7];
        Assert.Contains("belong", Assert.Throws<CryptographicException>(() => new WarpECDsa(foreign)).Message, StringComparison.Ordinal);
        ECParameters zero = key;
        zero.D = new byte[32];
        Assert.Throws<CryptographicException>(() => new WarpECDsa(zero));
        Assert.Throws<PlatformNotSupportedException>(() => new WarpECDsa(ECCurve.CreateFromValue("1.3.132.0.1")));
    }

    [Fact]
    public void A_public_key_verifies_and_does_not_sign()
    {
        using var whole = new WarpECDsa();
        using var ours = new WarpECDsa(whole.ExportParameters(includePrivateParameters: false));
        Assert.True(ours.VerifyData("data"u8, whole.SignData("data"u8, HashAlgorithmName.SHA256), HashAlgorithmName.SHA256));
        Assert.Throws<CryptographicException>(() => ours.SignHash(new byte[32]));
    }
}
