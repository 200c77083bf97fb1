using System.Numerics;
using System.Security.Cryptography;
using WarpDrive.Engines.PublicKey;
using WarpDrive.Testing;

namespace WarpDrive.Engines.Tests.PublicKey;

public sealed class EcdsaTests : IDisposable
{
    private readonly PublicKeyEngine _engine = new();
    private readonly PreparedKeyCache _keys = new();

    public static TheoryData<string> Curves => TestCurve.Names;

    public void Dispose()
    {
        _engine.Dispose();
        _keys.Dispose();
    }

    [Fact]
    public void The_known_answer_of_the_device_page_comes_out()
    {
        // hisi-hpre.md section 12: d = 01..20, k = 21..40, e = 41..60.
        var curve = TestCurve.Of("secp256r1");
        byte[] output = new byte[64];

        Assert.Equal(
            PublicKeyStatus.Ok,
            _engine.EcdsaSign(_keys, curve.PrivateBlock(Sequence(1)), [.. curve.Block(Sequence(0x41)), .. curve.Block(Sequence(0x21))], output));

        Assert.Equal(
            Bytes.Hex("1f140146bfb1b251f84f4ddbe0d4cdcfd77afd984a9520e35794021f8312bb9e e353a316f91a8e6da730d1791f884839fedd2d405ecb018cec12506cb8312aad"),
            output);
    }

    [Theory]
    [InlineData(
        "secp256r1", "sample",
        "C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721",
        "A6E3C57DD01ABE90086538398355DD4C3B17AA873382B0F24D6129493D8AAD60",
        "EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716",
        "F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8")]
    [InlineData(
        "secp256r1", "test",
        "C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721",
        "D16B6AE827F17175E040871A1C7EC3500192C4C92677336EC2537ACAEE0008E0",
        "F1ABB023518351CD71D881567B1EA663ED3EFCF6C5132B354F28D3B0B7D38367",
        "019F4113742A2B14BD25926B49C649155F267E60D3814B4C0CC84250E46F0083")]
    [InlineData(
        "secp384r1", "sample",
        "6B9D3DAD2E1B8C1C05B19875B6659F4DE23C3B667BF297BA9AA47740787137D896D5724E4C70A825F872C9EA60D2EDF5",
        "94ED910D1A099DAD3254E9242AE85ABDE4BA15168EAF0CA87A555FD56D10FBCA2907E3E83BA95368623B8C4686915CF9",
        "94EDBB92A5ECB8AAD4736E56C691916B3F88140666CE9FA73D64C4EA95AD133C81A648152E44ACF96E36DD1E80FABE46",
        "99EF4AEB15F178CEA1FE40DB2603138F130E740A19624526203B6351D0A3A94FA329C145786E679E7B82C71A38628AC8")]
    [InlineData(
        "secp521r1", "sample",
        "0FAD06DAA62BA3B25D2FB40133DA757205DE67F5BB0018FEE8C86E1B68C7E75CAA896EB32F1F47C70855836A6D16FCC1466F6D8FBEC67DB89EC0C08B0E996B83538",
        "1DAE2EA071F8110DC26882D4D5EAE0621A3256FC8847FB9022E2B7D28E6F10198B1574FDD03A9053C08A1854A168AA5A57470EC97DD5CE090124EF52A2F7ECBFFD3",
        "0C328FAFCBD79DD77850370C46325D987CB525569FB63C5D3BC53950E6D4C5F174E25A1EE9017B5D450606ADD152B534931D7D4E8455CC91F9B15BF05EC36E377FA",
        "0617CCE7CF5064806C467F678D3B4080D6F1CC50AF26CA209417308281B68AF282623EAA63E5B5C0723D8B8C37FF0777B1A20F8CCB1DCCC43997F1EE0E44DA4A67A")]
    public void The_signatures_of_RFC_6979_come_out(string name, string message, string d, string k, string r, string s)
    {
        var curve = TestCurve.Of(name);
        byte[] text = System.Text.Encoding.ASCII.GetBytes(message);
        byte[] digest = curve.Slot == 32 ? SHA256.HashData(text) : curve.Slot == 48 ? SHA384.HashData(text) : SHA512.HashData(text);
        byte[] output = new byte[2 * curve.Slot];

        Assert.Equal(
            PublicKeyStatus.Ok,
            _engine.EcdsaSign(_keys, curve.PrivateBlock(TestCurve.Number(d)), curve.Block(TestCurve.Number(digest), TestCurve.Number(k)), output));

        Assert.Equal(curve.Block(TestCurve.Number(r), TestCurve.Number(s)), output);
    }

    [Theory]
    [MemberData(nameof(Curves))]
    public void What_is_signed_verifies_and_what_is_tampered_with_does_not(string name)
    {
        var curve = TestCurve.Of(name);
        for (int seed = 0; seed < 3; seed++)
        {
            (byte[] open, BigInteger e, BigInteger r, BigInteger s) = Sign(curve, seed);
            Assert.True(IsValid(open, curve.Block(e, s, r)));
            Assert.True(IsValid(open, curve.Block(e, curve.N - s, r)));   // the other of the two signatures
            Assert.False(IsValid(open, curve.Block(e + 1, s, r)));
            Assert.False(IsValid(open, curve.Block(e, s, (r % (curve.N - 1)) + 1)));
            Assert.False(IsValid(open, curve.Block(e, (s % (curve.N - 1)) + 1, r)));
            Assert.False(IsValid(open, curve.Block(e, r, s)));
        }
    }

    [Theory]
    [MemberData(nameof(Curves))]
    public void A_signature_fulfils_the_formula(string name)
    {
        var curve = TestCurve.Of(name);
        BigInteger d = curve.Scalar(21);
        BigInteger k = curve.Scalar(22);
        BigInteger e = TestCurve.Number(Bytes.Random(curve.Slot, 23));   // as wide as the slot: more than n
        BigInteger r = curve.Multiply(k, (curve.Gx, curve.Gy))!.Value.X % curve.N;
        BigInteger s = TestCurve.Inverse(k, curve.N) * (e + (r * d)) % curve.N;
        byte[] output = new byte[2 * curve.Slot];

        Assert.Equal(PublicKeyStatus.Ok, _engine.EcdsaSign(_keys, curve.PrivateBlock(d), curve.Block(e, k), output));

        Assert.Equal(curve.Block(r, s), output);
    }

    [Theory]
    [MemberData(nameof(Curves))]
    public void Numbers_of_a_signature_outside_their_range_are_no_error_and_not_valid(string name)
    {
        var curve = TestCurve.Of(name);
        (byte[] open, BigInteger e, BigInteger r, BigInteger s) = Sign(curve, 4);
        BigInteger top = (BigInteger.One << (8 * curve.Slot)) - 1;

        foreach (BigInteger bad in new[] { 0, curve.N, top })
        {
            Assert.False(IsValid(open, curve.Block(e, s, bad)));
            Assert.False(IsValid(open, curve.Block(e, bad, r)));
        }
    }

    [Theory]
    [MemberData(nameof(Curves))]
    public void Keys_and_nonces_outside_their_range_are_refused(string name)
    {
        var curve = TestCurve.Of(name);
        byte[] output = new byte[2 * curve.Slot];
        byte[] good = curve.PrivateBlock(curve.Scalar(1));
        foreach (BigInteger bad in new[] { 0, curve.N, curve.N + 1 })
        {
            Assert.Equal(PublicKeyStatus.BadOperand, _engine.EcdsaSign(_keys, curve.PrivateBlock(bad), curve.Block(5, 7), output));
            Assert.Equal(PublicKeyStatus.BadOperand, _engine.EcdsaSign(_keys, good, curve.Block(5, bad), output));
        }

        Assert.Equal(PublicKeyStatus.BadOperand, _engine.EcdsaVerify(_keys, curve.PublicBlock(curve.Gx, curve.Gy + 1), curve.Block(1, 1, 1), out _));
        Assert.Equal(PublicKeyStatus.BadOperand, _engine.EcdsaVerify(_keys, curve.PublicBlock(0, 0), curve.Block(1, 1, 1), out _));
        Assert.Equal(PublicKeyStatus.BadOperand, _engine.EcdsaVerify(_keys, good, curve.Block(1, 1, 1), out _));
        Assert.Equal(PublicKeyStatus.BadOperand, _engine.EcdsaSign(_keys, good, curve.Block(5), output));
        Assert.Equal(new byte[2 * curve.Slot], output);
    }

    [Theory]
    [MemberData(nameof(Curves))]
    public void A_zero_in_the_result_is_undefined(string name)
    {
        // e = -rd makes s zero.
        var curve = TestCurve.Of(name);
        BigInteger d = curve.Scalar(1);
        BigInteger k = curve.Scalar(2);
        BigInteger r = curve.Multiply(k, (curve.Gx, curve.Gy))!.Value.X % curve.N;
        BigInteger e = TestCurve.Modulo(-r * d, curve.N);
        byte[] output = new byte[2 * curve.Slot];

        Assert.Equal(PublicKeyStatus.Undefined, _engine.EcdsaSign(_keys, curve.PrivateBlock(d), curve.Block(e, k), output));
        Assert.Equal(new byte[2 * curve.Slot], output);
    }

    [Fact]
    public void An_even_order_and_a_generator_off_the_curve_are_refused()
    {
        var curve = TestCurve.Of("secp256r1");
        byte[] output = new byte[64];

        byte[] even = curve.Block(curve.P, curve.A, 5, curve.B, curve.N - 1, curve.Gx, curve.Gy);
        byte[] off = curve.Block(curve.P, curve.A, 5, curve.B, curve.N, curve.Gx, curve.Gy + 1);
        Assert.Equal(PublicKeyStatus.BadOperand, _engine.EcdsaSign(_keys, even, curve.Block(5, 7), output));
        Assert.Equal(PublicKeyStatus.BadOperand, _engine.EcdsaSign(_keys, off, curve.Block(5, 7), output));
    }

    [Theory]
    [InlineData("secp256r1", "1.2.840.10045.3.1.7", 32)]
    [InlineData("secp384r1", "1.3.132.0.34", 48)]
    [InlineData("secp521r1", "1.3.132.0.35", 66)]
    public void The_runtime_and_the_engine_accept_each_other(string name, string oid, int size)
    {
        var curve = TestCurve.Of(name);
        using var other = ECDsa.Create(ECCurve.CreateFromValue(oid));
        ECParameters key = other.ExportParameters(true);
        byte[] hash = SHA256.HashData([1, 2, 3]);
        byte[] output = new byte[2 * curve.Slot];
        byte[] block = curve.PrivateBlock(TestCurve.Number(key.D));
        byte[] open = curve.PublicBlock(TestCurve.Number(key.Q.X), TestCurve.Number(key.Q.Y));

        Assert.Equal(PublicKeyStatus.Ok, _engine.EcdsaSign(_keys, block, curve.Block(TestCurve.Number(hash), curve.Scalar(9)), output));
        byte[] packed = [.. output[(curve.Slot - size)..curve.Slot], .. output[(2 * curve.Slot - size)..]];
        Assert.True(other.VerifyHash(hash, packed));

        byte[] theirs = other.SignHash(hash);
        Assert.True(IsValid(open, curve.Block(TestCurve.Number(hash), TestCurve.Number(theirs.AsSpan(size)), TestCurve.Number(theirs.AsSpan(0, size)))));
    }

    [Theory]
    [InlineData("secp256r1")]
    [InlineData("unnamed384")]
    public void Warm_signatures_allocate_nothing(string name)
    {
        var curve = TestCurve.Of(name);
        byte[] key = curve.PrivateBlock(curve.Scalar(6));
        byte[] input = curve.Block(5, curve.Scalar(7));
        byte[] output = new byte[2 * curve.Slot];
        (byte[] open, BigInteger e, BigInteger r, BigInteger s) = Sign(curve, 4);
        byte[] signed = curve.Block(e, s, r);
        _engine.EcdsaSign(_keys, key, input, output);
        IsValid(open, signed);

        Assert.Equal(0, Allocations.Least(10, _ =>
        {
            _engine.EcdsaSign(_keys, key, input, output);
            _engine.EcdsaVerify(_keys, open, signed, out bool _);
        }));
    }

    private static BigInteger Sequence(byte first) => TestCurve.Number([.. Enumerable.Range(first, 32).Select(i => (byte)i)]);

    private (byte[] Public, BigInteger E, BigInteger R, BigInteger S) Sign(TestCurve curve, int seed)
    {
        BigInteger d = curve.Scalar((10 * seed) + 1);
        BigInteger e = curve.Scalar((10 * seed) + 2);
        byte[] output = new byte[2 * curve.Slot];
        byte[] point = new byte[2 * curve.Slot];
        Assert.Equal(PublicKeyStatus.Ok, _engine.EcdsaSign(_keys, curve.PrivateBlock(d), curve.Block(e, curve.Scalar((10 * seed) + 3)), output));
        Assert.Equal(PublicKeyStatus.Ok, _engine.PointMultiply(_keys, curve.PointBlock(d), curve.Generator, point));
        byte[] open = [.. curve.PublicBlock(0, 0).AsSpan(0, 6 * curve.Slot), .. point];
        return (open, e, TestCurve.Number(output.AsSpan(0, curve.Slot)), TestCurve.Number(output.AsSpan(curve.Slot)));
    }

    private bool IsValid(byte[] key, byte[] input)
    {
        Assert.Equal(PublicKeyStatus.Ok, _engine.EcdsaVerify(_keys, key, input, out bool valid));
        return valid;
    }
}
