using System.Security.Cryptography;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Digests;
using WarpDrive.Uacce.PublicKey;

namespace WarpDrive.Hisilicon.Tests.Hpre;

/// <summary>SM2 through driver and device: the known answers of hisi-hpre.md §12, and messages that the driver finishes.</summary>
public sealed class HpreSm2Tests
{
    private static readonly byte[] s_abc = "abc"u8.ToArray();

    [Theory]
    [InlineData(QueueDriving.Inline, true)]
    [InlineData(QueueDriving.Served, false)]
    public void The_known_answers_come_out(QueueDriving driving, bool sva)
    {
        using var fixture = new HpreFixture(sva: sva);
        using RequestQueue<PublicKeyRequest, Completion> queue = fixture.Open(driving: driving);
        using PublicKeyMaterial secret = PublicKeyMaterial.FromCurve(EllipticCurve.Sm2, HpreData.D);
        using PublicKeyMaterial open = PublicKeyMaterial.FromCurve(EllipticCurve.Sm2, [], HpreData.Sm2X, HpreData.Sm2Y);
        byte[] signature = [.. HpreData.Sm2R, .. HpreData.Sm2S];
        byte[] cipher = [.. HpreData.Sm2C1, .. HpreData.Sm2C2, .. HpreData.Sm2C3];

        Assert.Equal([.. HpreData.Sm2X, .. HpreData.Sm2Y], HpreFixture.Do(queue, PublicKeyOperation.PointMultiply, secret, []));
        Assert.Equal(signature, HpreFixture.Do(queue, PublicKeyOperation.Sm2Sign, secret, [.. HpreData.E, .. HpreData.K], hasNonce: true));
        Assert.True(HpreFixture.Verify(queue, PublicKeyOperation.Sm2Verify, open, HpreData.E, signature));
        Assert.False(HpreFixture.Verify(queue, PublicKeyOperation.Sm2Verify, open, HpreData.K, signature));
        Assert.Equal(cipher, HpreFixture.Do(queue, PublicKeyOperation.Sm2Encrypt, open, [.. HpreData.K, .. s_abc], hasNonce: true));
        Assert.Equal(s_abc, HpreFixture.Do(queue, PublicKeyOperation.Sm2Decrypt, secret, cipher));
    }

    [Fact]
    public void The_device_draws_what_it_is_not_given()
    {
        using var fixture = new HpreFixture();
        using RequestQueue<PublicKeyRequest, Completion> queue = fixture.Open();
        using PublicKeyMaterial none = PublicKeyMaterial.FromCurve(EllipticCurve.Sm2, []);
        byte[] made = HpreFixture.Do(queue, PublicKeyOperation.Sm2KeyGen, none, []);
        Assert.NotEqual(made, HpreFixture.Do(queue, PublicKeyOperation.Sm2KeyGen, none, []));
        using PublicKeyMaterial pair = PublicKeyMaterial.FromCurve(EllipticCurve.Sm2, made.AsSpan(64), made.AsSpan(0, 32), made.AsSpan(32, 32));
        Assert.Equal(made[..64], HpreFixture.Do(queue, PublicKeyOperation.PointMultiply, pair, []));

        byte[] one = HpreFixture.Do(queue, PublicKeyOperation.Sm2Sign, pair, HpreData.E);
        byte[] two = HpreFixture.Do(queue, PublicKeyOperation.Sm2Sign, pair, HpreData.E);
        Assert.NotEqual(one, two);
        Assert.True(HpreFixture.Verify(queue, PublicKeyOperation.Sm2Verify, pair, HpreData.E, one));
        Assert.True(HpreFixture.Verify(queue, PublicKeyOperation.Sm2Verify, pair, HpreData.E, two));
        byte[] cipher = HpreFixture.Do(queue, PublicKeyOperation.Sm2Encrypt, pair, s_abc);
        Assert.NotEqual(cipher, HpreFixture.Do(queue, PublicKeyOperation.Sm2Encrypt, pair, s_abc));
        Assert.Equal(s_abc, HpreFixture.Do(queue, PublicKeyOperation.Sm2Decrypt, pair, cipher));
    }

    [Theory]
    [InlineData(1, DigestAlgorithm.Sm3)]
    [InlineData(511, DigestAlgorithm.Sm3)]
    [InlineData(512, DigestAlgorithm.Sm3)]
    [InlineData(513, DigestAlgorithm.Sm3)]
    [InlineData(5000, DigestAlgorithm.Sm3)]
    [InlineData(100, DigestAlgorithm.Md5)]
    [InlineData(100, DigestAlgorithm.Sha1)]
    [InlineData(100, DigestAlgorithm.Sha224)]
    [InlineData(3000, DigestAlgorithm.Sha256)]
    [InlineData(100, DigestAlgorithm.Sha384)]
    [InlineData(700, DigestAlgorithm.Sha512)]
    public void Messages_of_every_length_and_digest_come_back(int length, DigestAlgorithm hash)
    {
        using var fixture = new HpreFixture(sva: length % 2 == 0);
        using RequestQueue<PublicKeyRequest, Completion> queue = fixture.Open(driving: length > 512 ? QueueDriving.Served : QueueDriving.Inline);
        using PublicKeyMaterial pair = PublicKeyMaterial.FromCurve(EllipticCurve.Sm2, HpreData.D, HpreData.Sm2X, HpreData.Sm2Y);
        byte[] message = new byte[length];
        new Random(length).NextBytes(message);

        byte[] cipher = HpreFixture.Do(queue, PublicKeyOperation.Sm2Encrypt, pair, message, hash: hash);
        byte[] given = HpreFixture.Do(queue, PublicKeyOperation.Sm2Encrypt, pair, [.. HpreData.K, .. message], hasNonce: true, hash: hash);

        Assert.Equal(64 + length + PublicKeySizes.Digest(hash), cipher.Length);
        Assert.Equal(HpreData.Sm2C1, given[..64]);
        Assert.Equal(message, HpreFixture.Do(queue, PublicKeyOperation.Sm2Decrypt, pair, cipher, hash: hash));
        Assert.Equal(message, HpreFixture.Do(queue, PublicKeyOperation.Sm2Decrypt, pair, given, hash: hash));
        foreach (int at in new[] { 64, 64 + length - 1, 64 + length, cipher.Length - 1 })
        {
            byte[] damaged = [.. cipher];
            damaged[at] ^= 0x40;
            Assert.Equal(RequestStatus.CheckFailed, HpreFixture.Run(queue, PublicKeyOperation.Sm2Decrypt, pair, damaged, out _, hash: hash).Status);
        }

        cipher[63] ^= 1;   // C1 off the curve
        Assert.Equal(RequestStatus.BadOperand, HpreFixture.Run(queue, PublicKeyOperation.Sm2Decrypt, pair, cipher, out _, hash: hash).Status);
        Assert.Equal(0, queue.InFlight);
    }

    [Fact]
    public void What_the_driver_finishes_agrees_with_the_runtime_and_with_the_device()
    {
        using var fixture = new HpreFixture();
        using RequestQueue<PublicKeyRequest, Completion> queue = fixture.Open();
        using PublicKeyMaterial pair = PublicKeyMaterial.FromCurve(EllipticCurve.Sm2, HpreData.D, HpreData.Sm2X, HpreData.Sm2Y);
        using PublicKeyMaterial nonce = PublicKeyMaterial.FromCurve(EllipticCurve.Sm2, HpreData.K);
        byte[] point = HpreFixture.Do(queue, PublicKeyOperation.PointMultiply, nonce, [.. HpreData.Sm2X, .. HpreData.Sm2Y]);
        byte[] message = [.. Enumerable.Range(0, 600).Select(i => (byte)i)];

        // SHA-256 by the runtime: GB/T 32918.4 with another digest.
        byte[] stream = [.. Enumerable.Range(1, 19).SelectMany(i => SHA256.HashData([.. point, 0, 0, 0, (byte)i])).Take(600)];
        byte[] expected =
        [
            .. HpreData.Sm2C1, .. message.Zip(stream, (m, t) => (byte)(m ^ t)), .. SHA256.HashData([.. point[..32], .. message, .. point[32..]]),
        ];
        Assert.Equal(
            expected, HpreFixture.Do(queue, PublicKeyOperation.Sm2Encrypt, pair, [.. HpreData.K, .. message], hasNonce: true, hash: DigestAlgorithm.Sha256));

        // SM3: the stream of a long message begins as that of a short one, which the device makes.
        byte[] whole = HpreFixture.Do(queue, PublicKeyOperation.Sm2Encrypt, pair, [.. HpreData.K, .. message.AsSpan(0, 512)], hasNonce: true);
        byte[] split = HpreFixture.Do(queue, PublicKeyOperation.Sm2Encrypt, pair, [.. HpreData.K, .. message], hasNonce: true);
        Assert.Equal(whole[..576], split[..576]);
    }
}
