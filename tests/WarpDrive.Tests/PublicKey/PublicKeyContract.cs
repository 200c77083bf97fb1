using System.Security.Cryptography;

namespace WarpDrive.Tests.PublicKey;

/// <summary>What keys promise, on whatever devices a library instance has.</summary>
public abstract class PublicKeyContract : IDisposable
{
    private Accelerators? _accelerators;

    protected Accelerators Accelerators => _accelerators ??= CreateAccelerators();

    protected abstract Accelerators CreateAccelerators();

    public virtual void Dispose()
    {
        _accelerators?.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Keys_work_one_after_the_other_and_together()
    {
        byte[] hash = TestData.Mixed(32, 1);
        using var rsa = new WarpRsa(2048, null, Accelerators);
        using var curve = new WarpECDsa(ECCurve.NamedCurves.nistP256, null, Accelerators);
        using var xdh = XdhKey.Generate(XdhCurve.X448, null, Accelerators);
        Assert.True(rsa.VerifyHash(hash, rsa.SignHash(hash, HashAlgorithmName.SHA256, RSASignaturePadding.Pss), HashAlgorithmName.SHA256, RSASignaturePadding.Pss));
        Assert.True(curve.VerifyHash(hash, curve.SignHash(hash)));
        byte[][] signatures = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => curve.SignHashAsync(hash).AsTask()));
        Assert.All(signatures, signature => Assert.True(curve.VerifyHash(hash, signature)));
        signatures = await Task.WhenAll(Enumerable.Range(0, 20).Select(
            _ => rsa.SignHashAsync(hash, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).AsTask()));
        Assert.All(signatures, signature => Assert.Equal(rsa.SignHash(hash, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1), signature));
        byte[] secret = xdh.Agree(xdh.PublicKey);
        Assert.Equal(secret, await xdh.AgreeAsync(xdh.PublicKey.ToArray()));
        Assert.StartsWith("hisi_hpre", rsa.LastReceipt.Device, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1024)]
    [InlineData(2048)]
    public void Rsa_gives_what_the_runtime_gives(int size)
    {
        byte[] hash = TestData.Mixed(32, 2), data = TestData.Mixed(60, 3);
        using var theirs = RSA.Create(size);
        using var ours = new WarpRsa(theirs.ExportParameters(includePrivateParameters: true), null, Accelerators);
        Assert.Equal(
            theirs.SignHash(hash, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1), ours.SignHash(hash, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        byte[] signature = theirs.SignHash(hash, HashAlgorithmName.SHA256, RSASignaturePadding.Pss);
        Assert.True(ours.VerifyHash(hash, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pss));
        signature[^1] ^= 1;
        Assert.False(ours.VerifyHash(hash, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pss));
        Assert.Equal(data, theirs.Decrypt(ours.Encrypt(data, RSAEncryptionPadding.OaepSHA256), RSAEncryptionPadding.OaepSHA256));
        Assert.Equal(data, ours.Decrypt(theirs.Encrypt(data, RSAEncryptionPadding.OaepSHA256), RSAEncryptionPadding.OaepSHA256));
    }

    [Theory]
    [InlineData("1.2.840.10045.3.1.7")]
    [InlineData("1.3.132.0.35")]
    public void Curves_give_what_the_runtime_gives(string oid)
    {
        byte[] hash = TestData.Mixed(32, 4);
        var curve = ECCurve.CreateFromValue(oid);
        using var theirs = ECDsa.Create(curve);
        using var ours = new WarpECDsa(theirs.ExportParameters(includePrivateParameters: true), null, Accelerators);
        Assert.True(theirs.VerifyHash(hash, ours.SignHash(hash)));
        byte[] signature = theirs.SignHash(hash);
        Assert.True(ours.VerifyHash(hash, signature));
        signature[0] ^= 1;
        Assert.False(ours.VerifyHash(hash, signature));

        using var agreement = new WarpECDiffieHellman(curve, null, Accelerators);
        using var other = ECDiffieHellman.Create(curve);
        Assert.Equal(other.DeriveRawSecretAgreement(agreement.PublicKey), agreement.DeriveRawSecretAgreement(other.PublicKey));
    }

    /// <summary>RFC 7748 §6.1.</summary>
    [Fact]
    public void The_published_agreement_comes_out()
    {
        using var one = XdhKey.Import(
            XdhCurve.X25519, Convert.FromHexString("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a"), null, Accelerators);
        byte[] other = Convert.FromHexString("de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f");
        Assert.Equal("8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a", Convert.ToHexStringLower(one.PublicKey));
        Assert.Equal("4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742", Convert.ToHexStringLower(one.Agree(other)));
    }

    /// <summary>hisi-hpre.md §12: the signature of e = bytes 0x41…0x60 by d = bytes 0x01…0x20.</summary>
    [Fact]
    public void Sm2_verifies_the_known_signature_and_decrypts_what_it_encrypts()
    {
        byte[] digest = [.. Enumerable.Range(0x41, 32).Select(value => (byte)value)], data = TestData.Mixed(600, 5);
        byte[] known = Convert.FromHexString(
            "d7c24e6f3904d395c2e98fcdc8cfdf8d646d6b744cc72f5d3c44075968fef3cff0a21f85ae2e3059db0910205e1c6374da48b07da94b5e178512648c4b803678");
        using Sm2 key = Sm2.Import(new ECParameters { D = [.. Enumerable.Range(1, 32).Select(value => (byte)value)] }, null, Accelerators);
        Assert.True(key.VerifyDigest(digest, known));
        Assert.True(key.VerifyDigest(digest, key.SignDigest(digest)));
        known[0] ^= 1;
        Assert.False(key.VerifyDigest(digest, known));
        foreach (int length in (int[])[32, 600])   // beyond 512 the driver computes the key stream itself (hisi-hpre.md §6.7)
        {
            Assert.Equal(data[..length], key.Decrypt(key.Encrypt(data.AsSpan(0, length))));
        }
    }
}
