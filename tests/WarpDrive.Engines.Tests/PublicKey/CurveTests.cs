using System.Numerics;
using System.Security.Cryptography;
using WarpDrive.Engines.PublicKey;
using WarpDrive.Testing;

namespace WarpDrive.Engines.Tests.PublicKey;

public sealed class CurveTests : IDisposable
{
    private readonly PublicKeyEngine _engine = new();
    private readonly PreparedKeyCache _keys = new();

    public static TheoryData<string> Curves => TestCurve.Names;

    public void Dispose()
    {
        _engine.Dispose();
        _keys.Dispose();
    }

    [Theory]
    [MemberData(nameof(Curves))]
    public void A_product_is_what_the_textbook_says(string name)
    {
        var curve = TestCurve.Of(name);
        byte[] output = new byte[2 * curve.Slot];
        BigInteger[] scalars = [1, 2, 3, curve.N - 1, curve.Scalar(1), curve.Scalar(2)];
        foreach (BigInteger scalar in scalars)
        {
            Assert.Equal(PublicKeyStatus.Ok, _engine.PointMultiply(_keys, curve.PointBlock(scalar), curve.Generator, output));
            (BigInteger x, BigInteger y) = curve.Multiply(scalar, (curve.Gx, curve.Gy))!.Value;
            Assert.Equal(curve.Block(x, y), output);
        }
    }

    [Theory]
    [MemberData(nameof(Curves))]
    public void Scalars_beyond_the_order_wrap_and_multiples_of_it_are_undefined(string name)
    {
        var curve = TestCurve.Of(name);
        byte[] output = new byte[2 * curve.Slot];
        BigInteger top = (BigInteger.One << (8 * curve.Slot)) - 1;
        BigInteger wrapped = top % curve.N;
        (BigInteger x, BigInteger y) = curve.Multiply(wrapped, (curve.Gx, curve.Gy))!.Value;

        Assert.Equal(PublicKeyStatus.Ok, _engine.PointMultiply(_keys, curve.PointBlock(top), curve.Generator, output));
        Assert.Equal(curve.Block(x, y), output);

        byte[] kept = (byte[])output.Clone();
        Assert.Equal(PublicKeyStatus.Undefined, _engine.PointMultiply(_keys, curve.PointBlock(curve.N), curve.Generator, output));
        Assert.Equal(PublicKeyStatus.Undefined, _engine.PointMultiply(_keys, curve.PointBlock(0), curve.Generator, output));
        Assert.Equal(kept, output);
    }

    [Theory]
    [MemberData(nameof(Curves))]
    public void Points_off_the_curve_and_infinity_are_refused(string name)
    {
        var curve = TestCurve.Of(name);
        byte[] key = curve.PointBlock(curve.Scalar(3));
        byte[] output = new byte[2 * curve.Slot];
        byte[] untouched = new byte[2 * curve.Slot];
        BigInteger limit = BigInteger.One << (8 * curve.Slot);

        Assert.Equal(PublicKeyStatus.BadOperand, _engine.PointMultiply(_keys, key, curve.Block(curve.Gx, curve.Gy + 1), output));
        Assert.Equal(PublicKeyStatus.BadOperand, _engine.PointMultiply(_keys, key, curve.Block(0, 0), output));
        Assert.Equal(PublicKeyStatus.BadOperand, _engine.PointMultiply(_keys, key, curve.Block(limit - 1, curve.Gy), output));
        if (curve.Gx + curve.P < limit)
        {
            Assert.Equal(PublicKeyStatus.BadOperand, _engine.PointMultiply(_keys, key, curve.Block(curve.Gx + curve.P, curve.Gy), output));
        }

        Assert.Equal(PublicKeyStatus.BadOperand, _engine.PointMultiply(_keys, key, curve.Generator.AsSpan(1), output));
        Assert.Equal(PublicKeyStatus.BadOperand, _engine.PointMultiply(_keys, key.AsSpan(4), curve.Generator, output));
        Assert.Equal(PublicKeyStatus.BadOperand, _engine.PointMultiply(_keys, key, curve.Generator, output.AsSpan(1)));
        Assert.Equal(untouched, output);
    }

    [Theory]
    [MemberData(nameof(Curves))]
    public void Two_sides_agree_on_a_point(string name)
    {
        var curve = TestCurve.Of(name);
        byte[] mine = curve.PointBlock(curve.Scalar(4));
        byte[] theirs = curve.PointBlock(curve.Scalar(5));
        byte[][] points = [.. Enumerable.Range(0, 4).Select(_ => new byte[2 * curve.Slot])];

        _engine.PointMultiply(_keys, mine, curve.Generator, points[0]);
        _engine.PointMultiply(_keys, theirs, curve.Generator, points[1]);
        _engine.PointMultiply(_keys, mine, points[1], points[2]);
        _engine.PointMultiply(_keys, theirs, points[0], points[3]);

        Assert.NotEqual(points[0], points[1]);
        Assert.NotEqual(new byte[2 * curve.Slot], points[2]);
        Assert.Equal(points[2], points[3]);
    }

    [Fact]
    public void Bad_curves_are_refused()
    {
        var curve = TestCurve.Of("secp256r1");
        byte[] output = new byte[64];

        Refused(curve.Block(curve.P + 1, curve.A, 5, curve.B));        // even
        Refused(curve.Block(0, curve.A, 5, curve.B));
        Refused(curve.Block(1, 0, 5, 0));
        Refused(curve.Block(curve.P, curve.P, 5, curve.B));            // a = p
        Refused(curve.Block(curve.P, curve.A, 5, curve.P));            // b = p

        void Refused(byte[] key) => Assert.Equal(PublicKeyStatus.BadOperand, _engine.PointMultiply(_keys, key, curve.Generator, output));
    }

    [Theory]
    [InlineData("secp256r1", "1.2.840.10045.3.1.7", 32)]
    [InlineData("secp384r1", "1.3.132.0.34", 48)]
    [InlineData("secp521r1", "1.3.132.0.35", 66)]
    public void The_runtime_derives_the_same_secret(string name, string oid, int size)
    {
        var curve = TestCurve.Of(name);
        using var mine = ECDiffieHellman.Create(ECCurve.CreateFromValue(oid));
        using var theirs = ECDiffieHellman.Create(ECCurve.CreateFromValue(oid));
        ECParameters key = mine.ExportParameters(true);
        ECParameters peer = theirs.ExportParameters(false);
        byte[] point = [.. Bytes.Wide(peer.Q.X!, curve.Slot), .. Bytes.Wide(peer.Q.Y!, curve.Slot)];
        byte[] output = new byte[2 * curve.Slot];

        Assert.Equal(PublicKeyStatus.Ok, _engine.PointMultiply(_keys, curve.PointBlock(TestCurve.Number(key.D)), point, output));

        Assert.Equal(mine.DeriveRawSecretAgreement(theirs.PublicKey), output[(curve.Slot - size)..curve.Slot]);
    }

    [Theory]
    [InlineData("secp256r1")]
    [InlineData("unnamed256")]
    public void Warm_products_allocate_nothing(string name)
    {
        var curve = TestCurve.Of(name);
        byte[] key = curve.PointBlock(curve.Scalar(6));
        byte[] point = curve.Generator;
        byte[] output = new byte[64];
        _engine.PointMultiply(_keys, key, point, output);

        Assert.Equal(0, Allocations.Least(10, _ => _engine.PointMultiply(_keys, key, point, output)));
    }
}
