using System.Security.Cryptography;

namespace WarpDrive.Tests.PublicKey;

/// <summary>RSA on devices beside the runtime's, both ways.</summary>
public sealed class WarpRsaTests
{
    private static readonly HashAlgorithmName[] s_hashes =
        [HashAlgorithmName.MD5, HashAlgorithmName.SHA1, HashAlgorithmName.SHA256, HashAlgorithmName.SHA384, HashAlgorithmName.SHA512];

    public static TheoryData<int> Sizes => [1024, 2048, 3072, 4096];

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Signatures_of_one_are_verified_by_the_other(int size)
    {
        using var theirs = RSA.Create(size);
        using var ours = new WarpRsa(theirs.ExportParameters(includePrivateParameters: true));
        foreach (HashAlgorithmName hash in s_hashes)
        {
            byte[] digest = CryptographicOperations.HashData(hash, "message"u8);
            foreach (RSASignaturePadding padding in (RSASignaturePadding[])[RSASignaturePadding.Pkcs1, RSASignaturePadding.Pss])
            {
                if (padding == RSASignaturePadding.Pss && (2 * digest.Length) + 2 > size / 8)
                {
                    continue;   // digest and salt do not fit into the key
                }

                byte[] signature = ours.SignHash(digest, hash, padding);
                Assert.True(theirs.VerifyHash(digest, signature, hash, padding));
                Assert.True(ours.VerifyHash(digest, signature, hash, padding));
                Assert.True(ours.VerifyHash(digest, theirs.SignHash(digest, hash, padding), hash, padding));

                signature[size / 16] ^= 1;
                Assert.False(ours.VerifyHash(digest, signature, hash, padding));
                Assert.False(ours.VerifyHash(digest, signature[1..], hash, padding));
            }
        }

        Assert.StartsWith("hisi_hpre", ours.LastReceipt.Device, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void What_one_encrypts_the_other_decrypts(int size)
    {
        using var theirs = RSA.Create(size);
        using var ours = new WarpRsa(theirs.ExportParameters(includePrivateParameters: true));
        RSAEncryptionPadding[] paddings = [RSAEncryptionPadding.Pkcs1, RSAEncryptionPadding.OaepSHA1, RSAEncryptionPadding.OaepSHA256];
        foreach (RSAEncryptionPadding padding in paddings)
        {
            foreach (int length in (int[])[0, 1, 20, 62])
            {
                byte[] data = RandomNumberGenerator.GetBytes(length);
                Assert.Equal(data, theirs.Decrypt(ours.Encrypt(data, padding), padding));
                Assert.Equal(data, ours.Decrypt(theirs.Encrypt(data, padding), padding));
            }
        }
    }

    [Fact]
    public void A_generated_key_is_one_of_the_runtime_too()
    {
        using var ours = new WarpRsa(2048);
        using var theirs = RSA.Create(ours.ExportParameters(includePrivateParameters: true));
        Assert.Equal(2048, theirs.KeySize);
        byte[] signature = theirs.SignData("data"u8, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        Assert.True(ours.VerifyData("data"u8, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }

    [Fact]
    public void A_key_without_primes_signs_too()
    {
        using var theirs = RSA.Create(2048);
        RSAParameters all = theirs.ExportParameters(includePrivateParameters: true);
        using var ours = new WarpRsa(new RSAParameters { Modulus = all.Modulus, Exponent = all.Exponent, D = all.D });
        byte[] signature = ours.SignData("data"u8, HashAlgorithmName.SHA256, RSASignaturePadding.Pss);
        Assert.True(theirs.VerifyData("data"u8, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pss));
    }

    [Fact]
    public void Keys_go_through_PEM_and_back()
    {
        using var ours = new WarpRsa(1024);
        using var again = new WarpRsa();
        again.ImportFromPem(ours.ExportPkcs8PrivateKeyPem());
        Assert.Equal(1024, again.KeySize);
        Assert.Equal(ours.ExportSubjectPublicKeyInfo(), again.ExportSubjectPublicKeyInfo());
    }

    [Fact]
    public async Task Asynchronous_signatures_of_many_callers_are_right()
    {
        using var ours = new WarpRsa(1024);
        using var verifier = RSA.Create(ours.ExportParameters(includePrivateParameters: false));
        byte[][] digests = [.. Enumerable.Range(0, 64).Select(i => SHA256.HashData([(byte)i]))];
        byte[][] signatures = await Task.WhenAll(digests.Select(
            digest => Task.Run(() => ours.SignHashAsync(digest, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).AsTask())));
        for (int i = 0; i < digests.Length; i++)
        {
            Assert.True(verifier.VerifyHash(digests[i], signatures[i], HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        }
    }

    [Fact]
    public async Task Asynchronous_decryption_gives_the_data()
    {
        using var ours = new WarpRsa(2048);
        byte[] encrypted = ours.Encrypt([1, 2, 3], RSAEncryptionPadding.OaepSHA256);
        Assert.Equal([1, 2, 3], await ours.DecryptAsync(encrypted, RSAEncryptionPadding.OaepSHA256));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Every_damage_of_a_ciphertext_ends_in_the_same_words(bool oaep)
    {
        using var ours = new WarpRsa(1024);
        RSAEncryptionPadding padding = oaep ? RSAEncryptionPadding.OaepSHA256 : RSAEncryptionPadding.Pkcs1;
        RSAEncryptionPadding other = oaep ? RSAEncryptionPadding.OaepSHA1 : RSAEncryptionPadding.OaepSHA256;
        byte[] encrypted = ours.Encrypt([1, 2, 3], other);
        string first = Assert.Throws<CryptographicException>(() => ours.Decrypt(encrypted, padding)).Message;
        encrypted[^1] ^= 1;
        Assert.Equal(first, Assert.Throws<CryptographicException>(() => ours.Decrypt(encrypted, padding)).Message);
    }

    [Fact]
    public void What_makes_no_key_is_refused_with_words()
    {
        using var theirs = RSA.Create(512);
        RSAParameters small = theirs.ExportParameters(includePrivateParameters: true);
        Assert.Contains("512", Assert.Throws<CryptographicException>(() => new WarpRsa(small)).Message, StringComparison.Ordinal);
        Assert.Throws<CryptographicException>(() => new WarpRsa(new RSAParameters { Modulus = small.Modulus }));
        Assert.Throws<CryptographicException>(() => new WarpRsa(1536));
        small.InverseQ = null;
        Assert.Throws<CryptographicException>(() => new WarpRsa(small));
    }

    [Fact]
    public void A_public_key_does_not_sign_decrypt_or_give_what_it_has_not()
    {
        using var theirs = RSA.Create(1024);
        using var ours = new WarpRsa(theirs.ExportParameters(includePrivateParameters: false));
        Assert.Throws<CryptographicException>(() => ours.SignData([1], HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        Assert.Throws<CryptographicException>(() => ours.Decrypt(new byte[128], RSAEncryptionPadding.Pkcs1));
        Assert.Throws<CryptographicException>(() => ours.ExportParameters(includePrivateParameters: true));
    }

    [Fact]
    public void Data_that_is_too_long_and_digests_of_other_sizes_are_refused()
    {
        using var ours = new WarpRsa(1024);
        Assert.Contains("117", Assert.Throws<CryptographicException>(() => ours.Encrypt(new byte[118], RSAEncryptionPadding.Pkcs1)).Message, StringComparison.Ordinal);
        Assert.Throws<CryptographicException>(() => ours.SignHash(new byte[31], HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        Assert.Throws<CryptographicException>(() => ours.Decrypt(new byte[127], RSAEncryptionPadding.Pkcs1));
        Assert.Throws<CryptographicException>(() => ours.SignHash(new byte[64], HashAlgorithmName.SHA512, RSASignaturePadding.Pss));
    }

    [Fact]
    public void A_disposed_key_says_so()
    {
        var ours = new WarpRsa(1024);
        ours.Dispose();
        Assert.Throws<ObjectDisposedException>(() => ours.ExportParameters(includePrivateParameters: false));
    }
}
