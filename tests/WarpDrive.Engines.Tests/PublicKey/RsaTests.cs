using System.Security.Cryptography;
using WarpDrive.Engines.PublicKey;
using WarpDrive.Testing;

namespace WarpDrive.Engines.Tests.PublicKey;

public sealed class RsaTests : IDisposable
{
    private readonly PublicKeyEngine _engine = new();
    private readonly PreparedKeyCache _keys = new();

    public void Dispose()
    {
        _engine.Dispose();
        _keys.Dispose();
    }

    [Theory]
    [InlineData(1024)]
    [InlineData(2048)]
    [InlineData(3072)]
    [InlineData(4096)]
    public void The_private_power_is_the_signature_that_the_runtime_makes(int bits)
    {
        RSA rsa = RsaKeys.Of(bits);
        RSAParameters key = rsa.ExportParameters(true);
        byte[] data = Bytes.Random(200, bits);
        byte[] signature = rsa.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        byte[] padded = new byte[bits / 8];
        byte[] opened = new byte[bits / 8];

        Assert.Equal(PublicKeyStatus.Ok, _engine.ModPower(_keys, Public(key), signature, padded));
        Assert.Equal(1, padded[1]);   // 00 01 FF.. : PKCS #1 padding of a signature
        Assert.Equal(PublicKeyStatus.Ok, _engine.CrtPower(_keys, Crt(key), padded, opened));
        Assert.Equal(signature, opened);
        opened.AsSpan().Clear();
        Assert.Equal(PublicKeyStatus.Ok, _engine.ModPower(_keys, Private(key), padded, opened));
        Assert.Equal(signature, opened);
    }

    [Theory]
    [InlineData(1024)]
    [InlineData(2048)]
    public void What_the_runtime_encrypts_the_private_power_opens(int bits)
    {
        RSA rsa = RsaKeys.Of(bits);
        RSAParameters key = rsa.ExportParameters(true);
        byte[] message = Bytes.Random(30, 7);
        byte[] padded = new byte[bits / 8];

        Assert.Equal(PublicKeyStatus.Ok, _engine.CrtPower(_keys, Crt(key), rsa.Encrypt(message, RSAEncryptionPadding.Pkcs1), padded));

        Assert.Equal(message, padded[^30..]);
        Assert.Equal(2, padded[1]);
    }

    [Theory]
    [InlineData(1024)]
    [InlineData(2048)]
    [InlineData(4096)]
    public void A_key_made_from_primes_is_the_key_of_those_primes(int bits)
    {
        RSA rsa = RsaKeys.Of(bits);
        RSAParameters key = rsa.ExportParameters(true);
        int size = bits / 8;
        byte[] input = [.. Bytes.Wide(key.Exponent!, size), .. key.P!, .. key.Q!];
        byte[] made = new byte[size * 7 / 2];
        byte[] standard = new byte[size * 2];

        Assert.Equal(PublicKeyStatus.Ok, _engine.RsaKeyGen(input, made));
        Assert.Equal(PublicKeyStatus.Ok, _engine.RsaKeyGen(input, standard));

        Assert.Equal(made[..(2 * size)], standard);
        Assert.Equal(key.Modulus, made[size..(2 * size)]);
        Assert.Equal(key.InverseQ, made[(2 * size)..(5 * size / 2)]);
        Assert.Equal(key.DQ, made[(5 * size / 2)..(3 * size)]);
        Assert.Equal(key.DP, made[(3 * size)..]);

        // d is reduced by (p-1)(q-1) and the runtime's by the least common multiple: it must be a private exponent, whichever.
        byte[] message = Bytes.Below(key.Modulus!, 5);
        byte[] signed = new byte[size];
        byte[] back = new byte[size];
        Assert.Equal(PublicKeyStatus.Ok, _engine.ModPower(_keys, made.AsSpan(0, 2 * size), message, signed));
        Assert.Equal(PublicKeyStatus.Ok, _engine.ModPower(_keys, Public(key), signed, back));
        Assert.Equal(message, back);
    }

    [Fact]
    public void A_small_key_gives_the_numbers_worked_out_by_hand()
    {
        // p = 61, q = 53, e = 17: n = 3233, phi = 3120, d = 2753, qinv = 38, dq = 49, dp = 53.
        byte[] made = new byte[14];

        Assert.Equal(PublicKeyStatus.Ok, _engine.RsaKeyGen([0, 0, 0, 17, 0, 61, 0, 53], made));

        Assert.Equal([0, 0, 0x0A, 0xC1, 0, 0, 0x0C, 0xA1, 0, 38, 0, 49, 0, 53], made);

        byte[] power = new byte[4];
        Assert.Equal(PublicKeyStatus.Ok, _engine.ModPower(_keys, [0, 0, 0, 17, 0, 0, 0x0C, 0xA1], [0, 0, 0, 65], power));
        Assert.Equal([0, 0, 0x0A, 0xE6], power);   // 65^17 mod 3233 = 2790
        Assert.Equal(PublicKeyStatus.Ok, _engine.CrtPower(_keys, [0, 49, 0, 53, 0, 53, 0, 61, 0, 38], power, power));
        Assert.Equal([0, 0, 0, 65], power);
    }

    [Fact]
    public void A_public_exponent_longer_than_the_factors_is_found()
    {
        // e = 2017 > p-1, q-1: d = 1/2017 mod 3120 = 2113; dp = 2113 mod 60 = 13, dq = 2113 mod 52 = 33.
        byte[] power = new byte[4];

        Assert.Equal(PublicKeyStatus.Ok, _engine.CrtPower(_keys, [0, 33, 0, 13, 0, 53, 0, 61, 0, 38], [0, 0, 1, 0], power));

        byte[] back = new byte[4];
        Assert.Equal(PublicKeyStatus.Ok, _engine.ModPower(_keys, [0, 0, 0x07, 0xE1, 0, 0, 0x0C, 0xA1], power, back));
        Assert.Equal([0, 0, 1, 0], back);
    }

    [Fact]
    public void Leading_zeros_of_every_operand_are_legal()
    {
        RSA rsa = RsaKeys.Of(1024);
        RSAParameters key = rsa.ExportParameters(true);
        byte[] message = Bytes.Below(key.Modulus!, 11);
        byte[] narrow = new byte[128];
        byte[] wide = new byte[256];
        Assert.Equal(PublicKeyStatus.Ok, _engine.CrtPower(_keys, Crt(key), message, narrow));

        Assert.Equal(PublicKeyStatus.Ok, _engine.CrtPower(_keys, Crt(key, 128), Bytes.Wide(message, 256), wide));
        Assert.Equal(Bytes.Wide(narrow, 256), wide);

        byte[] block = [.. Bytes.Wide(key.D!, 256), .. Bytes.Wide(key.Modulus!, 256)];
        Assert.Equal(PublicKeyStatus.Ok, _engine.ModPower(_keys, block, Bytes.Wide(message, 256), wide));
        Assert.Equal(Bytes.Wide(narrow, 256), wide);
    }

    [Fact]
    public void Private_powers_are_blinded_and_public_ones_are_told_apart()
    {
        RSA rsa = RsaKeys.Of(1024);
        RSAParameters key = rsa.ExportParameters(true);
        using var scratch = new Scratch();

        Assert.Equal(PublicKeyStatus.Ok, PowerKey.Prepare(KeyClass.Power, Private(key), scratch, out PowerKey? secret));
        Assert.Equal(PublicKeyStatus.Ok, PowerKey.Prepare(KeyClass.Power, Public(key), scratch, out PowerKey? open));

        Assert.True(secret!.IsBlinded);
        Assert.False(secret.IsPublic);
        Assert.True(open!.IsPublic);
        secret.Release();
        open.Release();
    }

    [Fact]
    public void A_private_power_without_a_usual_public_exponent_still_works()
    {
        // e = 65539, a prime that nobody uses.
        RSA rsa = RsaKeys.Of(1024);
        RSAParameters key = rsa.ExportParameters(true);
        byte[] made = new byte[256];
        Assert.Equal(PublicKeyStatus.Ok, _engine.RsaKeyGen([.. Bytes.Wide([1, 0, 3], 128), .. key.P!, .. key.Q!], made));
        byte[] message = Bytes.Below(key.Modulus!, 13);
        byte[] signed = new byte[128];
        byte[] back = new byte[128];

        Assert.Equal(PublicKeyStatus.Ok, _engine.ModPower(_keys, made, message, signed));

        Assert.Equal(PublicKeyStatus.Ok, _engine.ModPower(_keys, [.. Bytes.Wide([1, 0, 3], 128), .. key.Modulus!], signed, back));
        Assert.Equal(message, back);
    }

    [Fact]
    public void Bad_operands_are_refused_and_the_output_stays()
    {
        RSA rsa = RsaKeys.Of(1024);
        RSAParameters key = rsa.ExportParameters(true);
        byte[] even = (byte[])key.Modulus!.Clone();
        even[^1] &= 0xFE;
        byte[] message = Bytes.Below(key.Modulus!, 3);
        byte[] exponent = Bytes.Wide(key.Exponent!, 128);
        byte[] zero = new byte[128];

        Refused(output => _engine.ModPower(_keys, [.. exponent, .. even], message, output));
        Refused(output => _engine.ModPower(_keys, [.. exponent, .. zero], message, output));
        Refused(output => _engine.ModPower(_keys, [.. exponent, .. Bytes.Wide([1], 128)], zero, output));
        Refused(output => _engine.ModPower(_keys, Public(key), key.Modulus, output));
        Refused(output => _engine.ModPower(_keys, Private(key), key.Modulus, output));
        Refused(output => _engine.CrtPower(_keys, Crt(key), key.Modulus, output));
        Refused(output => _engine.ModPower(_keys, Public(key), message.AsSpan(1), output));
        Refused(output => _engine.ModPower(_keys, Public(key), message, output.AsSpan(1)));
        Refused(output => _engine.CrtPower(_keys, Public(key), message, output));
    }

    [Fact]
    public void A_crt_block_that_is_not_one_key_is_refused()
    {
        RSA rsa = RsaKeys.Of(1024);
        RSAParameters key = rsa.ExportParameters(true);
        byte[] message = Bytes.Below(key.Modulus!, 3);
        for (int field = 0; field < 5; field++)
        {
            byte[] block = Crt(key);
            block[(64 * field) + 63] ^= 3;   // an exponent becomes even, a factor too
            Refused(output => _engine.CrtPower(_keys, block, message, output));
            block.AsSpan(64 * field, 64).Clear();
            Refused(output => _engine.CrtPower(_keys, block, message, output));
        }

        Assert.Equal(0, _keys.Count);
    }

    [Fact]
    public void A_public_exponent_without_an_inverse_is_undefined_and_even_factors_are_bad()
    {
        byte[] output = new byte[8];
        Assert.Equal(PublicKeyStatus.Undefined, _engine.RsaKeyGen([0, 0, 0, 3, 0, 61, 0, 53], output));    // 3 divides 60
        Assert.Equal(PublicKeyStatus.Undefined, _engine.RsaKeyGen([0, 0, 0, 0, 0, 61, 0, 53], output));
        Assert.Equal(PublicKeyStatus.Undefined, _engine.RsaKeyGen([0, 0, 0, 16, 0, 61, 0, 53], output));
        Assert.Equal(PublicKeyStatus.BadOperand, _engine.RsaKeyGen([0, 0, 0, 17, 0, 62, 0, 53], output));
        Assert.Equal(PublicKeyStatus.BadOperand, _engine.RsaKeyGen([0, 0, 0, 17, 0, 61, 0, 0], output));
        Assert.Equal(PublicKeyStatus.BadOperand, _engine.RsaKeyGen([0, 0, 0, 17, 0, 61, 0, 61], output));
        Assert.Equal(PublicKeyStatus.BadOperand, _engine.RsaKeyGen([0, 0, 0, 17, 0, 61, 0, 53], new byte[9]));
        Assert.Equal(new byte[8], output);
    }

    [Fact]
    public void Warm_powers_allocate_nothing()
    {
        RSA rsa = RsaKeys.Of(1024);
        RSAParameters key = rsa.ExportParameters(true);
        byte[] crt = Crt(key);
        byte[] open = Public(key);
        byte[] message = Bytes.Below(key.Modulus!, 3);
        byte[] output = new byte[128];
        _engine.CrtPower(_keys, crt, message, output);
        _engine.ModPower(_keys, open, message, output);

        Assert.Equal(0, Allocations.Least(20, _ =>
        {
            _engine.CrtPower(_keys, crt, message, output);
            _engine.ModPower(_keys, open, message, output);
        }));
    }

    private static void Refused(Func<byte[], PublicKeyStatus> call)
    {
        byte[] output = new byte[128];
        output.AsSpan().Fill(0x5A);
        Assert.Equal(PublicKeyStatus.BadOperand, call(output));
        Assert.False(output.AsSpan().ContainsAnyExcept((byte)0x5A));
    }

    private static byte[] Public(RSAParameters key) => [.. Bytes.Wide(key.Exponent!, key.Modulus!.Length), .. key.Modulus];

    private static byte[] Private(RSAParameters key) => [.. key.D!, .. key.Modulus!];

    private static byte[] Crt(RSAParameters key, int half = 0)
    {
        half = Math.Max(half, key.P!.Length);
        return
        [
            .. Bytes.Wide(key.DQ!, half), .. Bytes.Wide(key.DP!, half), .. Bytes.Wide(key.Q!, half),
            .. Bytes.Wide(key.P, half), .. Bytes.Wide(key.InverseQ!, half),
        ];
    }
}
