using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace WarpDrive.Tests.PublicKey;

/// <summary>ECDH, X25519, X448 and Diffie–Hellman.</summary>
public sealed class KeyAgreementTests
{
    // RFC 3526 §3: group 14.
    private const string Group14 =
        "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DDEF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B57662"
        + "5E7EC6F44C42E9A637ED6B0BFF5CB6F406B7EDEE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F83655D23DCA3AD961C62"
        + "F356208552BB9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3BE39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF6955817183995497CEA956AE"
        + "515D2261898FA051015728E5A8AACAA68FFFFFFFFFFFFFFFF";

    public static TheoryData<string> Curves => ["1.2.840.10045.3.1.7", "1.3.132.0.34", "1.3.132.0.35", "1.3.36.3.3.2.8.1.1.11"];

    [Theory]
    [MemberData(nameof(Curves))]
    public void Derived_keys_are_those_of_the_runtime(string oid)
    {
        var curve = ECCurve.CreateFromValue(oid);
        using var ours = new WarpECDiffieHellman(curve);
        using var same = ECDiffieHellman.Create(ours.ExportParameters(includePrivateParameters: true));
        using var other = ECDiffieHellman.Create(curve);
        byte[] seed = new byte[64], label = Encoding.ASCII.GetBytes("label");
        Assert.Equal(same.DeriveRawSecretAgreement(other.PublicKey), ours.DeriveRawSecretAgreement(other.PublicKey));
        Assert.Equal(same.DeriveKeyMaterial(other.PublicKey), ours.DeriveKeyMaterial(other.PublicKey));
        Assert.Equal(
            same.DeriveKeyFromHash(other.PublicKey, HashAlgorithmName.SHA384, [1], [2, 3]),
            ours.DeriveKeyFromHash(other.PublicKey, HashAlgorithmName.SHA384, [1], [2, 3]));
        foreach (byte[]? key in (byte[]?[])[null, [9, 9]])
        {
            Assert.Equal(
                same.DeriveKeyFromHmac(other.PublicKey, HashAlgorithmName.SHA256, key, null, [4]),
                ours.DeriveKeyFromHmac(other.PublicKey, HashAlgorithmName.SHA256, key, null, [4]));
        }

        Assert.Equal(same.DeriveKeyTls(other.PublicKey, label, seed), ours.DeriveKeyTls(other.PublicKey, label, seed));
        Assert.Equal(other.DeriveKeyMaterial(ours.PublicKey), ours.DeriveKeyMaterial(other.PublicKey));
        Assert.StartsWith("hisi_hpre", ours.LastReceipt.Device, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_asynchronous_secret_is_the_synchronous_one()
    {
        using var one = new WarpECDiffieHellman();
        using var other = new WarpECDiffieHellman();
        byte[][] secrets = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => one.DeriveRawSecretAgreementAsync(other.PublicKey).AsTask()));
        Assert.All(secrets, secret => Assert.Equal(other.DeriveRawSecretAgreement(one.PublicKey), secret));
    }

    [Fact]
    public void A_key_on_another_curve_and_a_point_off_the_curve_are_refused()
    {
        using var ours = new WarpECDiffieHellman();
        using var other = new WarpECDiffieHellman(ECCurve.NamedCurves.nistP384);
        Assert.Throws<ArgumentException>(() => ours.DeriveKeyMaterial(other.PublicKey));
        ECParameters off = ours.ExportParameters(includePrivateParameters: false);
        off.Q.X = new byte[32];
        Assert.ThrowsAny<CryptographicException>(() => ours.DeriveKeyMaterial(new ForeignKey(off)));
    }

    // RFC 7748 §6.1 and §6.2: private and public key of each party, and the secret.
    [Theory]
    [InlineData(
        XdhCurve.X25519,
        "77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a", "8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a",
        "5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb", "de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f",
        "4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742")]
    [InlineData(
        XdhCurve.X448,
        "9a8f4925d1519f5775cf46b04b5800d4ee9ee8bae8bc5565d498c28dd9c9baf574a9419744897391006382a6f127ab1d9ac2d8c0a598726b",
        "9b08f7cc31b7e3e67d22d5aea121074a273bd2b83de09c63faa73d2c22c5d9bbc836647241d953d40c5b12da88120d53177f80e532c41fa0",
        "1c306a7ac2a0e2e0990b294470cba339e6453772b075811d8fad0d1d6927c120bb5ee8972b0d3e21374c9c921b09d1b0366f10b65173992d",
        "3eb7a829b0cd20f5bcfc0b599b6feccf6da4627107bdb0d4f345b43027d8b972fc3e34fb4232a13ca706dcb57aec3dae07bdc1c67bf33609",
        "07fff4181ac6cc95ec1c16a94a0f74d12da232ce40a77552281d282bb60c0b56fd2464c335543936521c24403085d59a449a5037514a879d")]
    public async Task Agreements_of_RFC_7748_come_out(XdhCurve curve, string mine, string myPublic, string theirs, string theirPublic, string secret)
    {
        using XdhKey one = XdhKey.Import(curve, Convert.FromHexString(mine));
        using XdhKey other = XdhKey.Import(curve, Convert.FromHexString(theirs));
        Assert.Equal(Convert.FromHexString(myPublic), one.PublicKey.ToArray());
        Assert.Equal(Convert.FromHexString(theirPublic), other.PublicKey.ToArray());
        Assert.Equal(Convert.FromHexString(secret), one.Agree(other.PublicKey));
        Assert.Equal(Convert.FromHexString(secret), await other.AgreeAsync(one.PublicKey.ToArray()));
        Assert.StartsWith("hisi_hpre", one.LastReceipt.Device, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(XdhCurve.X25519)]
    [InlineData(XdhCurve.X448)]
    public void Keys_of_other_sizes_and_public_keys_of_no_secret_are_refused(XdhCurve curve)
    {
        using XdhKey one = XdhKey.Generate(curve);
        using XdhKey other = XdhKey.Generate(curve);
        Assert.Equal(one.Agree(other.PublicKey), other.Agree(one.PublicKey));
        Assert.Throws<ArgumentException>(() => XdhKey.Import(curve, new byte[one.Size - 1]));
        Assert.Throws<ArgumentException>(() => one.Agree(new byte[one.Size + 1]));
        Assert.Throws<CryptoRequestException>(() => one.Agree(new byte[one.Size]));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public async Task Both_sides_of_Diffie_Hellman_get_the_power(byte generator)
    {
        byte[] prime = Convert.FromHexString(Group14);
        byte[] exponent = RandomNumberGenerator.GetBytes(40);
        using DiffieHellmanKey one = DiffieHellmanKey.Import(prime, [generator], exponent);
        using DiffieHellmanKey other = DiffieHellmanKey.Generate(prime, [generator]);
        BigInteger power = BigInteger.ModPow(generator, Number(exponent), Number(prime));
        Assert.Equal(power, Number(one.PublicValue));
        Assert.Equal(one.Agree(other.PublicValue), await other.AgreeAsync(one.PublicValue.ToArray()));
        Assert.Equal(BigInteger.ModPow(Number(other.PublicValue), Number(exponent), Number(prime)), Number(one.Agree(other.PublicValue)));
        Assert.StartsWith("hisi_hpre", one.LastReceipt.Device, StringComparison.Ordinal);
    }

    [Fact]
    public void Values_that_give_the_secret_away_and_primes_of_other_sizes_are_refused()
    {
        byte[] prime = Convert.FromHexString(Group14);
        using DiffieHellmanKey one = DiffieHellmanKey.Generate(prime, [2]);
        byte[] minusOne = [.. prime[..^1], (byte)(prime[^1] - 1)];
        foreach (byte[] value in (byte[][])[[], [0], [1], minusOne, prime, [.. prime, 0]])
        {
            Assert.Throws<CryptographicException>(() => one.Agree(value));
        }

        Assert.Throws<CryptographicException>(() => DiffieHellmanKey.Generate(prime, [1]));
        Assert.Contains("512", Assert.Throws<CryptographicException>(() => DiffieHellmanKey.Generate(prime.AsSpan(0, 64), [2])).Message, StringComparison.Ordinal);
    }

    private static BigInteger Number(ReadOnlySpan<byte> bytes) => new(bytes, isUnsigned: true, isBigEndian: true);

    private sealed class ForeignKey(ECParameters parameters) : ECDiffieHellmanPublicKey
    {
        public override ECParameters ExportParameters() => parameters;

        public override ECParameters ExportExplicitParameters() => parameters;
    }
}
