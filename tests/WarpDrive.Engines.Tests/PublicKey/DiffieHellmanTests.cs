using System.Numerics;
using WarpDrive.Engines.PublicKey;
using WarpDrive.Testing;

namespace WarpDrive.Engines.Tests.PublicKey;

public sealed class DiffieHellmanTests : IDisposable
{
    // RFC 2409 section 6.1: the first Oakley group, 768 bits.
    private static readonly byte[] s_prime = Bytes.Hex(
        "FFFFFFFF FFFFFFFF C90FDAA2 2168C234 C4C6628B 80DC1CD1 29024E08 8A67CC74 020BBEA6 3B139B22 514A0879 8E3404DD "
        + "EF9519B3 CD3A431B 302B0A6D F25F1437 4FE1356D 6D51C245 E485B576 625E7EC6 F44C42E9 A63A3620 FFFFFFFF FFFFFFFF");

    private readonly PublicKeyEngine _engine = new();
    private readonly PreparedKeyCache _keys = new();

    public void Dispose()
    {
        _engine.Dispose();
        _keys.Dispose();
    }

    [Theory]
    [InlineData(96)]
    [InlineData(128)]
    [InlineData(192)]
    [InlineData(256)]
    [InlineData(384)]
    [InlineData(512)]
    public void A_power_is_what_big_integers_say(int size)
    {
        byte[] p = size == 96 ? s_prime : Bytes.Random(size, size);
        p[0] |= 0x80;
        p[^1] |= 1;
        byte[] x = Bytes.Random(size, 3);
        byte[] basis = Bytes.Below(p, 4);
        byte[] output = new byte[size];

        Assert.Equal(PublicKeyStatus.Ok, _engine.DhPower(_keys, [.. x, .. p], basis, output));
        Assert.Equal(Power(basis, x, p), output);
        Assert.Equal(PublicKeyStatus.Ok, _engine.DhPower(_keys, [.. x, .. p], default, output));
        Assert.Equal(Power([2], x, p), output);
    }

    [Fact]
    public void Two_sides_agree()
    {
        byte[] mine = Bytes.Random(96, 1);
        byte[] theirs = Bytes.Random(96, 2);
        byte[][] values = [new byte[96], new byte[96], new byte[96], new byte[96]];

        _engine.DhPower(_keys, [.. mine, .. s_prime], default, values[0]);
        _engine.DhPower(_keys, [.. theirs, .. s_prime], Bytes.Wide([2], 96), values[1]);
        _engine.DhPower(_keys, [.. mine, .. s_prime], values[1], values[2]);
        _engine.DhPower(_keys, [.. theirs, .. s_prime], values[0], values[3]);

        Assert.NotEqual(values[0], values[1]);
        Assert.Equal(values[2], values[3]);
        Assert.NotEqual(new byte[96], values[2]);
    }

    [Fact]
    public void Bad_operands_are_refused_and_the_output_stays()
    {
        byte[] x = Bytes.Random(96, 1);
        byte[] even = (byte[])s_prime.Clone();
        even[^1] = 0xFE;
        byte[] output = new byte[96];
        output.AsSpan().Fill(0x5A);

        Assert.Equal(PublicKeyStatus.BadOperand, _engine.DhPower(_keys, [.. x, .. even], default, output));
        Assert.Equal(PublicKeyStatus.BadOperand, _engine.DhPower(_keys, [.. x, .. new byte[96]], default, output));
        Assert.Equal(PublicKeyStatus.BadOperand, _engine.DhPower(_keys, [.. x, .. s_prime], s_prime, output));
        Assert.Equal(PublicKeyStatus.BadOperand, _engine.DhPower(_keys, [.. x, .. s_prime], new byte[96], output));
        Assert.Equal(PublicKeyStatus.BadOperand, _engine.DhPower(_keys, [.. x, .. s_prime], new byte[95], output));
        Assert.Equal(PublicKeyStatus.BadOperand, _engine.DhPower(_keys, x, default, output));
        Assert.False(output.AsSpan().ContainsAnyExcept((byte)0x5A));
    }

    [Fact]
    public void Warm_powers_allocate_nothing()
    {
        byte[] key = [.. Bytes.Random(96, 1), .. s_prime];
        byte[] output = new byte[96];
        _engine.DhPower(_keys, key, default, output);

        Assert.Equal(0, Allocations.Least(20, _ => _engine.DhPower(_keys, key, default, output)));
    }

    private static byte[] Power(ReadOnlySpan<byte> basis, ReadOnlySpan<byte> exponent, ReadOnlySpan<byte> modulus)
    {
        BigInteger power = BigInteger.ModPow(
            new BigInteger(basis, isUnsigned: true, isBigEndian: true),
            new BigInteger(exponent, isUnsigned: true, isBigEndian: true),
            new BigInteger(modulus, isUnsigned: true, isBigEndian: true));
        return Bytes.Wide(power.ToByteArray(isUnsigned: true, isBigEndian: true), modulus.Length);
    }
}
