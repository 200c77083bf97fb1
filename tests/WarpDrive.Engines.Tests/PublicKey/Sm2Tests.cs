using System.Numerics;
using System.Text;
using WarpDrive.Engines.PublicKey;
using WarpDrive.Testing;

namespace WarpDrive.Engines.Tests.PublicKey;

public sealed class Sm2Tests : IDisposable
{
    // GB/T 32918.5-2017 annexes A and C: one key, one nonce.
    private static readonly BigInteger s_d = TestCurve.Number("3945208F7B2144B13F36E38AC6D39F95889393692860B51A42FB81EF4DF7C5B8");
    private static readonly BigInteger s_k = TestCurve.Number("59276E27D506861A16680F3AD9C02DCCEF3CC1FA3CDBE4CE6D54B80DEAC1BC21");
    private static readonly BigInteger s_x = TestCurve.Number("09F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020");
    private static readonly BigInteger s_y = TestCurve.Number("CCEA490CE26775A52DC6EA718CC1AA600AED05FBF35E084A6632F6072DA9AD13");

    private static readonly TestCurve s_curve = TestCurve.Of("sm2p256v1");

    private readonly PublicKeyEngine _engine = new();
    private readonly PreparedKeyCache _keys = new();

    public void Dispose()
    {
        _engine.Dispose();
        _keys.Dispose();
    }

    [Fact]
    public void The_signature_of_the_standard_comes_out_and_verifies()
    {
        BigInteger e = TestCurve.Number("F0B43E94BA45ACCAACE692ED534382EB17E6AB5A19CE7B31F4486FDFC0D28640");
        BigInteger r = TestCurve.Number("F5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3");
        BigInteger s = TestCurve.Number("B1B6AA29DF212FD8763182BC0D421CA1BB9038FD1F7F42D4840B69C485BBC1AA");
        byte[] output = new byte[64];

        Assert.Equal(PublicKeyStatus.Ok, _engine.Sm2Sign(_keys, s_curve.PrivateBlock(s_d), s_curve.Block(e, s_k), false, output));

        Assert.Equal(s_curve.Block(r, s), output);
        Assert.True(IsValid(s_curve.PublicBlock(s_x, s_y), e, s, r));
    }

    [Fact]
    public void The_ciphertext_of_the_standard_comes_out_and_opens()
    {
        byte[] message = Encoding.ASCII.GetBytes("encryption standard");
        byte[] expected = Bytes.Hex(
            "04EBFC718E8D1798620432268E77FEB6415E2EDE0E073C0F4F640ECD2E149A73 E858F9D81E5430A57B36DAAB8F950A3C64E6EE6A63094D99283AFF767E124DF0 "
            + "21886CA989CA9C7D58087307CA93092D651EFA 59983C18F809E262923C53AEC295D30383B54E39D609D160AFCB1908D0BD8766");
        byte[] cipher = new byte[expected.Length];
        byte[] opened = new byte[message.Length];

        Assert.Equal(
            PublicKeyStatus.Ok, _engine.Sm2Encrypt(_keys, s_curve.PublicBlock(s_x, s_y), [.. s_curve.Block(s_k), .. message], false, cipher));
        Assert.Equal(expected, cipher);
        Assert.Equal(PublicKeyStatus.Ok, _engine.Sm2Decrypt(_keys, s_curve.PrivateBlock(s_d), cipher, opened));
        Assert.Equal(message, opened);
    }

    [Fact]
    public void The_known_answers_of_the_device_page_come_out()
    {
        // hisi-hpre.md section 12: d = 01..20, k = 21..40, e = 41..60.
        byte[] key = s_curve.PrivateBlock(Sequence(1));
        byte[] open = new byte[64];
        byte[] signature = new byte[64];
        byte[] cipher = new byte[64 + 3 + 32];

        Assert.Equal(PublicKeyStatus.Ok, _engine.PointMultiply(_keys, s_curve.PointBlock(Sequence(1)), s_curve.Generator, open));
        Assert.Equal(
            Bytes.Hex("46d1086f6e5c938447f05280db707c279a7b459c38f19e4d9a30ad2dadf9f28a f45fc1dc5b377736b57e97e7e0563ccca24c97f440e1d137e5941d84d2eb43c9"),
            open);
        Assert.Equal(PublicKeyStatus.Ok, _engine.Sm2Sign(_keys, key, s_curve.Block(Sequence(0x41), Sequence(0x21)), false, signature));
        Assert.Equal(
            Bytes.Hex("d7c24e6f3904d395c2e98fcdc8cfdf8d646d6b744cc72f5d3c44075968fef3cf f0a21f85ae2e3059db0910205e1c6374da48b07da94b5e178512648c4b803678"),
            signature);
        byte[] publicBlock = s_curve.PublicBlock(TestCurve.Number(open.AsSpan(0, 32)), TestCurve.Number(open.AsSpan(32)));
        Assert.Equal(PublicKeyStatus.Ok, _engine.Sm2Encrypt(_keys, publicBlock, [.. s_curve.Block(Sequence(0x21)), .. "abc"u8], false, cipher));
        Assert.Equal(
            Bytes.Hex(
                "96800b2af3be8c4d799f44817b81903d131b181ff770d804e2e9abfd0ba0946f eecc97e211ae182290cbf0880855b63d38185d007db5f9b1a0a408615003f4e4 "
                + "7d5ee4 803105045b90ff0d6f91e57067a2311785ee04590cf5dca339dbb2004231d388"),
            cipher);
    }

    [Fact]
    public void Drawn_keys_sign_verify_encrypt_and_decrypt()
    {
        byte[] made = new byte[96];
        var seen = new HashSet<string>();
        byte[] signature = new byte[64];
        for (int i = 0; i < 5; i++)
        {
            Assert.Equal(PublicKeyStatus.Ok, _engine.Sm2KeyGen(s_curve.PublicBlock(0, 0), s_curve.Generator, made));
            BigInteger x = TestCurve.Number(made.AsSpan(0, 32));
            BigInteger y = TestCurve.Number(made.AsSpan(32, 32));
            BigInteger d = TestCurve.Number(made.AsSpan(64));
            Assert.Equal((x, y), s_curve.Multiply(d, (s_curve.Gx, s_curve.Gy)));
            Assert.True(seen.Add(Convert.ToHexString(made)));

            BigInteger e = s_curve.Scalar(i);
            Assert.Equal(PublicKeyStatus.Ok, _engine.Sm2Sign(_keys, s_curve.PrivateBlock(d), s_curve.Block(e, 0), true, signature));
            Assert.True(seen.Add(Convert.ToHexString(signature)));
            BigInteger r = TestCurve.Number(signature.AsSpan(0, 32));
            BigInteger s = TestCurve.Number(signature.AsSpan(32));
            byte[] open = s_curve.PublicBlock(x, y);
            Assert.True(IsValid(open, e, s, r));
            Assert.False(IsValid(open, e + 1, s, r));
            Assert.False(IsValid(open, e, s + 1, r));
            Assert.False(IsValid(open, e, s, r + 1));
            Assert.False(IsValid(open, e, r, s));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(33)]
    [InlineData(100)]
    [InlineData(512)]
    public void Messages_of_every_length_go_round_and_a_changed_ciphertext_is_refused(int length)
    {
        byte[] message = Bytes.Random(length, length);
        byte[] cipher = new byte[64 + length + 32];
        byte[] opened = new byte[length];
        byte[] key = s_curve.PrivateBlock(s_d);
        Assert.Equal(
            PublicKeyStatus.Ok, _engine.Sm2Encrypt(_keys, s_curve.PublicBlock(s_x, s_y), [.. new byte[32], .. message], true, cipher));
        Assert.Equal(PublicKeyStatus.Ok, _engine.Sm2Decrypt(_keys, key, cipher, opened));
        Assert.Equal(message, opened);

        opened.AsSpan().Clear();
        foreach (int at in new[] { 64, 64 + length - 1, 64 + length, cipher.Length - 1 })
        {
            cipher[at] ^= 1;
            Assert.Equal(PublicKeyStatus.CheckFailed, _engine.Sm2Decrypt(_keys, key, cipher, opened));
            cipher[at] ^= 1;
        }

        cipher[5] ^= 1;
        Assert.Equal(PublicKeyStatus.BadOperand, _engine.Sm2Decrypt(_keys, key, cipher, opened));
        cipher.AsSpan(0, 64).Clear();
        Assert.Equal(PublicKeyStatus.BadOperand, _engine.Sm2Decrypt(_keys, key, cipher, opened));
        Assert.Equal(new byte[length], opened);
    }

    [Fact]
    public void A_key_stream_of_zeros_is_refused_when_the_nonce_is_given()
    {
        // For a message of one byte one nonce in 256 has it; the ciphertext would be the message.
        byte[] open = s_curve.PublicBlock(s_x, s_y);
        byte[] cipher = new byte[64 + 1 + 32];
        int refused = 0;
        for (int k = 1; k < 4000 && refused == 0; k++)
        {
            cipher.AsSpan().Clear();
            PublicKeyStatus status = _engine.Sm2Encrypt(_keys, open, [.. s_curve.Block(k), 0xA5], false, cipher);
            if (status == PublicKeyStatus.CheckFailed)
            {
                refused = k;
                Assert.False(cipher.AsSpan().ContainsAnyExcept((byte)0));
            }
            else
            {
                Assert.Equal(PublicKeyStatus.Ok, status);
                Assert.NotEqual(0xA5, cipher[64]);
            }
        }

        Assert.NotEqual(0, refused);
    }

    [Fact]
    public void Numbers_out_of_range_are_refused_or_not_valid()
    {
        byte[] output = new byte[64];
        byte[] key = s_curve.PrivateBlock(s_d);
        byte[] open = s_curve.PublicBlock(s_x, s_y);
        foreach (BigInteger bad in new[] { 0, s_curve.N, s_curve.N + 1 })
        {
            Assert.Equal(PublicKeyStatus.BadOperand, _engine.Sm2Sign(_keys, s_curve.PrivateBlock(bad), s_curve.Block(5, 7), false, output));
            Assert.Equal(PublicKeyStatus.BadOperand, _engine.Sm2Sign(_keys, key, s_curve.Block(5, bad), false, output));
            Assert.Equal(PublicKeyStatus.BadOperand, _engine.Sm2Encrypt(_keys, open, [.. s_curve.Block(bad), 1], false, new byte[97]));
            Assert.False(IsValid(open, 5, bad, 7));
            Assert.False(IsValid(open, 5, 7, bad));
        }

        Assert.False(IsValid(open, 5, 7, s_curve.N - 7));    // r + s = n
        Assert.Equal(PublicKeyStatus.BadOperand, _engine.Sm2Sign(_keys, s_curve.PrivateBlock(s_curve.N - 1), s_curve.Block(5, 7), false, output));
        Assert.Equal(PublicKeyStatus.BadOperand, _engine.Sm2Verify(_keys, s_curve.PublicBlock(s_x, s_y + 1), s_curve.Block(5, 7, 9), out _));
        Assert.Equal(PublicKeyStatus.BadOperand, _engine.Sm2KeyGen(s_curve.PublicBlock(0, 0), s_curve.Block(s_curve.Gx, s_curve.Gy + 1), new byte[96]));
        Assert.Equal(PublicKeyStatus.BadOperand, _engine.Sm2KeyGen(s_curve.PublicBlock(0, 0), s_curve.Generator, new byte[95]));
        Assert.Equal(PublicKeyStatus.BadOperand, _engine.Sm2Encrypt(_keys, open, s_curve.Block(5), false, new byte[96]));
        Assert.Equal(PublicKeyStatus.BadOperand, _engine.Sm2Encrypt(_keys, open, new byte[32 + 513], true, new byte[96 + 513]));
        Assert.Equal(new byte[64], output);
    }

    [Fact]
    public void A_zero_in_a_signature_is_undefined()
    {
        // e = -x1 makes r zero; e = -x1 - k makes r + k zero; e = k/d - x1 makes s zero.
        BigInteger x1 = s_curve.Multiply(s_k, (s_curve.Gx, s_curve.Gy))!.Value.X;
        byte[] output = new byte[64];
        foreach (BigInteger e in new[] { -x1, -x1 - s_k, (s_k * TestCurve.Inverse(s_d, s_curve.N)) - x1 })
        {
            byte[] input = s_curve.Block(TestCurve.Modulo(e, s_curve.N), s_k);
            Assert.Equal(PublicKeyStatus.Undefined, _engine.Sm2Sign(_keys, s_curve.PrivateBlock(s_d), input, false, output));
        }

        Assert.Equal(new byte[64], output);
    }

    [Fact]
    public void A_curve_made_up_by_a_client_ends_as_undefined_and_not_as_a_loop()
    {
        // n = 3 is not the order of the generator: few nonces, and none may lead to a result.
        byte[] key = s_curve.Block(s_curve.P, s_curve.A, 1, s_curve.B, 3, s_curve.Gx, s_curve.Gy);

        PublicKeyStatus status = _engine.Sm2Sign(_keys, key, s_curve.Block(2, 0), true, new byte[64]);

        Assert.True(status is PublicKeyStatus.Undefined or PublicKeyStatus.Ok);
    }

    [Fact]
    public void Warm_operations_allocate_nothing()
    {
        byte[] key = s_curve.PrivateBlock(s_d);
        byte[] open = s_curve.PublicBlock(s_x, s_y);
        byte[] input = s_curve.Block(5, s_k);
        byte[] output = new byte[64];
        byte[] cipher = new byte[64 + 32 + 32];
        byte[] plain = new byte[32];
        Action<int> once = _ =>
        {
            _engine.Sm2Sign(_keys, key, input, true, output);
            _engine.Sm2Verify(_keys, open, new ReadOnlySpan<byte>(cipher, 0, 96), out bool _);
            _engine.Sm2Encrypt(_keys, open, input, true, cipher);
            _engine.Sm2Decrypt(_keys, key, cipher, plain);
        };
        once(0);

        Assert.Equal(0, Allocations.Least(3, once));
    }

    private static BigInteger Sequence(byte first) => TestCurve.Number([.. Enumerable.Range(first, 32).Select(i => (byte)i)]);

    private bool IsValid(byte[] key, BigInteger e, BigInteger s, BigInteger r)
    {
        Assert.Equal(PublicKeyStatus.Ok, _engine.Sm2Verify(_keys, key, s_curve.Block(e, s, r), out bool valid));
        return valid;
    }
}
