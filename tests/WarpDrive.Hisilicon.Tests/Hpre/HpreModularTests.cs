using System.Numerics;
using System.Security.Cryptography;
using WarpDrive.Uacce;
using WarpDrive.Uacce.PublicKey;

namespace WarpDrive.Hisilicon.Tests.Hpre;

/// <summary>RSA and DH through driver and device; the runtime and big integers as second opinion.</summary>
public sealed class HpreModularTests
{
    public static TheoryData<int, QueueDriving, int, bool> Rsas => new()
    {
        { 1024, QueueDriving.Inline, 2, true },
        { 1024, QueueDriving.Inline, 3, false },
        { 2048, QueueDriving.Served, 3, true },
        { 2048, QueueDriving.Inline, 2, false },
        { 3072, QueueDriving.Inline, 3, true },
        { 4096, QueueDriving.Served, 2, true },
    };

    [Theory]
    [MemberData(nameof(Rsas))]
    public void All_three_rsa_powers_agree_with_big_integers(int bits, QueueDriving driving, int generation, bool sva)
    {
        RSAParameters rsa = HpreData.Rsa(bits);
        using PublicKeyMaterial key = PublicKeyMaterial.FromRsa(in rsa);
        using var fixture = new HpreFixture(generation, sva);
        using RequestQueue<PublicKeyRequest, Completion> queue = fixture.Open(PublicKeyFamily.Modular, driving);
        byte[] message = HpreData.Below(rsa.Modulus!, bits);
        BigInteger n = HpreData.Number(rsa.Modulus);
        byte[] signed = HpreData.Bytes(BigInteger.ModPow(HpreData.Number(message), HpreData.Number(rsa.D), n), bits / 8);

        Assert.Equal(signed, HpreFixture.Do(queue, PublicKeyOperation.RsaPrivateCrt, key, message));
        Assert.Equal(signed, HpreFixture.Do(queue, PublicKeyOperation.RsaPrivate, key, message));
        Assert.Equal(message, HpreFixture.Do(queue, PublicKeyOperation.RsaPublic, key, signed));
    }

    [Theory]
    [InlineData(1024, true)]
    [InlineData(2048, false)]
    [InlineData(4096, true)]
    public void A_key_is_made_from_its_primes(int bits, bool sva)
    {
        RSAParameters rsa = HpreData.Rsa(bits);
        int k = bits / 8;
        using var fixture = new HpreFixture(sva: sva);
        using RequestQueue<PublicKeyRequest, Completion> queue = fixture.Open(PublicKeyFamily.Modular);
        byte[] e = HpreData.Bytes(HpreData.Number(rsa.Exponent), k);
        byte[] input = [.. e, .. rsa.P!, .. rsa.Q!];
        BigInteger p1 = HpreData.Number(rsa.P) - 1;
        BigInteger q1 = HpreData.Number(rsa.Q) - 1;

        byte[] standard = HpreFixture.Do(queue, PublicKeyOperation.RsaKeyGen, null, input);
        byte[] crt = HpreFixture.Do(queue, PublicKeyOperation.RsaKeyGenCrt, null, input);

        Assert.Equal(standard, crt[..(2 * k)]);
        Assert.Equal(rsa.Modulus, standard[k..]);
        BigInteger d = HpreData.Number(standard.AsSpan(0, k));
        Assert.Equal(BigInteger.One, d * HpreData.Number(e) % (p1 * q1));
        Assert.Equal([.. rsa.InverseQ!, .. rsa.DQ!, .. rsa.DP!], crt[(2 * k)..]);
    }

    [Theory]
    [InlineData(QueueDriving.Inline, true)]
    [InlineData(QueueDriving.Served, false)]
    public void Two_sides_agree_by_dh(QueueDriving driving, bool sva)
    {
        using var fixture = new HpreFixture(generation: 2, sva: sva);
        using RequestQueue<PublicKeyRequest, Completion> queue = fixture.Open(PublicKeyFamily.Modular, driving);
        byte[] x1 = HpreData.Below(HpreData.Group14, 1);
        byte[] x2 = HpreData.Below(HpreData.Group14, 2);
        using PublicKeyMaterial one = PublicKeyMaterial.FromDh(HpreData.Group14, x1);
        using PublicKeyMaterial two = PublicKeyMaterial.FromDh(HpreData.Group14, x2);
        byte[] g = HpreData.Bytes(2, 256);

        byte[] y1 = HpreFixture.Do(queue, PublicKeyOperation.DhBase2, one, []);
        byte[] y2 = HpreFixture.Do(queue, PublicKeyOperation.Dh, two, g);

        Assert.Equal(y1, HpreFixture.Do(queue, PublicKeyOperation.Dh, one, g));
        Assert.Equal(BigInteger.ModPow(2, HpreData.Number(x2), HpreData.Number(HpreData.Group14)), HpreData.Number(y2));
        Assert.Equal(HpreFixture.Do(queue, PublicKeyOperation.Dh, one, y2), HpreFixture.Do(queue, PublicKeyOperation.Dh, two, y1));
    }

    [Theory]
    [InlineData(768)]
    [InlineData(1536)]
    [InlineData(3072)]
    [InlineData(4096)]
    public void Dh_has_the_sizes_of_the_table(int bits)
    {
        byte[] modulus = new byte[bits / 8];
        new Random(bits).NextBytes(modulus);
        modulus[0] |= 0x80;
        modulus[^1] |= 1;
        byte[] x = [0x12, 0x34, 0x56, 0x78, 0x9A];
        byte[] y = HpreData.Below(modulus, 5);
        using PublicKeyMaterial key = PublicKeyMaterial.FromDh(modulus, x);
        using var fixture = new HpreFixture();
        using RequestQueue<PublicKeyRequest, Completion> queue = fixture.Open(PublicKeyFamily.Modular);

        byte[] shared = HpreFixture.Do(queue, PublicKeyOperation.Dh, key, y);

        Assert.Equal(HpreData.Bytes(BigInteger.ModPow(HpreData.Number(y), HpreData.Number(x), HpreData.Number(modulus)), bits / 8), shared);
    }

    [Fact]
    public void What_the_device_cannot_compute_fails_alone()
    {
        RSAParameters rsa = HpreData.Rsa(1024);
        using PublicKeyMaterial key = PublicKeyMaterial.FromRsa(in rsa);
        var even = new RSAParameters { Modulus = [.. rsa.Modulus!], Exponent = rsa.Exponent };
        even.Modulus[^1] &= 0xFE;
        using PublicKeyMaterial evenKey = PublicKeyMaterial.FromRsa(in even);
        using var fixture = new HpreFixture();
        using RequestQueue<PublicKeyRequest, Completion> queue = fixture.Open(PublicKeyFamily.Modular);
        byte[] one = HpreData.Bytes(1, 128);
        byte[] two = HpreData.Bytes(2, 128);

        Assert.Equal(RequestStatus.BadOperand, HpreFixture.Run(queue, PublicKeyOperation.RsaPublic, key, rsa.Modulus!, out _).Status);
        Assert.Equal(RequestStatus.BadOperand, HpreFixture.Run(queue, PublicKeyOperation.RsaPublic, evenKey, one, out _).Status);
        Assert.Equal(RequestStatus.NoResult, HpreFixture.Run(queue, PublicKeyOperation.RsaKeyGen, null, [.. two, .. rsa.P!, .. rsa.Q!], out _).Status);
        Assert.Equal(one, HpreFixture.Do(queue, PublicKeyOperation.RsaPrivateCrt, key, one));
    }
}
