using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using WarpDrive.Hisilicon.Hpre;
using WarpDrive.Hisilicon.Tests.Zip;
using WarpDrive.Testing;
using WarpDrive.Uacce.PublicKey;

namespace WarpDrive.Hisilicon.Tests.Hpre;

/// <summary>What the device makes of descriptors, laid out by hand from hisi-hpre.md §2, §3 and §7; no driver takes part.</summary>
public sealed class HpreDeviceTests
{
    private static readonly EllipticCurve s_curve = EllipticCurve.Secp256r1;

    private static byte[] P => s_curve.Prime.ToArray();

    private static byte[] A => s_curve.A.ToArray();

    private static byte[] B => s_curve.B.ToArray();

    private static byte[] N => s_curve.Order.ToArray();

    private static byte[] Gx => s_curve.BaseX.ToArray();

    private static byte[] Gy => s_curve.BaseY.ToArray();

    [Fact]
    public void A_processed_descriptor_is_echoed_but_for_the_first_word()
    {
        using var device = new HpreDeviceHand();
        byte[] n = HpreData.Rsa(1024).Modulus!;
        byte[] message = HpreData.Below(n, 3);

        byte[] done = device.Execute(0x00, 15, [.. HpreData.Bytes(65537, 128), .. n], message, 128);

        byte[] expected = new byte[64];
        expected[3] = 0xC0;   // done = 3, no error
        expected[4] = 15;
        MemoryMarshal.Write(expected.AsSpan(0x08), MemoryMarshal.Read<ulong>(done.AsSpan(0x08)));
        MemoryMarshal.Write(expected.AsSpan(0x10), MemoryMarshal.Read<ulong>(done.AsSpan(0x10)));
        MemoryMarshal.Write(expected.AsSpan(0x18), device.Out);
        MemoryMarshal.Write(expected.AsSpan(0x20), 0x1122334455667788UL);
        Assert.Equal(expected, done);
        Assert.Equal(
            BigInteger.ModPow(HpreData.Number(message), 65537, HpreData.Number(n)), HpreData.Number(Arena.At(device.Out, 128)));
        Assert.Equal("libcrypto", HpreEngineNames.Describe(device.Outcome.Engine));
    }

    [Fact]
    public void The_crt_block_is_dq_dp_q_p_qinv_and_key_generation_takes_e_p_q()
    {
        using var device = new HpreDeviceHand();
        RSAParameters rsa = HpreData.Rsa(1024);
        byte[] message = HpreData.Below(rsa.Modulus!, 4);

        device.Execute(0x01, 15, [.. rsa.DQ!, .. rsa.DP!, .. rsa.Q!, .. rsa.P!, .. rsa.InverseQ!], message, 128);
        Assert.Equal(
            BigInteger.ModPow(HpreData.Number(message), HpreData.Number(rsa.D), HpreData.Number(rsa.Modulus)), HpreData.Number(Arena.At(device.Out, 128)));

        device.Execute(0x03, 15, [.. HpreData.Bytes(65537, 128), .. rsa.P!, .. rsa.Q!], [], 448);
        byte[] made = Arena.At(device.Out, 448).ToArray();
        Assert.Equal([.. rsa.Modulus!, .. rsa.InverseQ!, .. rsa.DQ!, .. rsa.DP!], made[128..]);
    }

    [Fact]
    public void Point_multiplication_reads_four_numbers_and_ignores_the_fifth()
    {
        using var device = new HpreDeviceHand();
        byte[] key = HpreDeviceHand.Block(32, P, A, [2], B);

        byte[] kernel = device.Execute(0x0D, 3, [.. key, .. Gx], HpreDeviceHand.Block(32, Gx, Gy), 64);
        byte[] doubled = Arena.At(device.Out, 64).ToArray();
        byte[] user = device.Execute(0x0D, 3, [.. key, .. N], HpreDeviceHand.Block(32, Gx, Gy), 64);

        Assert.Equal((0, 0), (HpreDeviceHand.Error(kernel), HpreDeviceHand.Error(user)));
        Assert.Equal(doubled, Arena.At(device.Out, 64).ToArray());
        using ECDsa second = Known([2]);
        ECPoint point = second.ExportParameters(false).Q;
        Assert.Equal([.. point.X!, .. point.Y!], doubled);
    }

    [Fact]
    public void Ecdsa_gives_the_known_answer_and_takes_s_before_r()
    {
        using var device = new HpreDeviceHand();
        ECPoint q = PublicPoint(HpreData.D);

        byte[] signed = device.Execute(0x0E, 3, HpreDeviceHand.Block(32, P, A, HpreData.D, B, N, Gx, Gy), [.. HpreData.E, .. HpreData.K], 64);
        Assert.Equal(0, HpreDeviceHand.Error(signed));
        Assert.Equal([.. HpreData.EcdsaR, .. HpreData.EcdsaS], Arena.At(device.Out, 64).ToArray());

        byte[] key = HpreDeviceHand.Block(32, P, A, B, N, Gx, Gy, q.X!, q.Y!);
        AssertAnswer(device.Execute(0x0F, 3, key, [.. HpreData.E, .. HpreData.EcdsaS, .. HpreData.EcdsaR], 0), 0, 2);
        AssertAnswer(device.Execute(0x0F, 3, key, [.. HpreData.E, .. HpreData.EcdsaR, .. HpreData.EcdsaS], 0), 0, 0);
    }

    [Fact]
    public void No_bit_of_a_stale_address_is_left_in_an_answer()
    {
        using var device = new HpreDeviceHand();
        ECPoint q = PublicPoint(HpreData.D);
        byte[] key = HpreDeviceHand.Block(32, P, A, B, N, Gx, Gy, q.X!, q.Y!);
        byte[] wrong = [.. HpreData.E, .. HpreData.EcdsaR, .. HpreData.EcdsaS];

        AssertAnswer(device.Execute(0x0F, 3, key, [.. HpreData.E, .. new byte[32], .. HpreData.EcdsaR], 0), 0, 0);   // s = 0 is a bad signature
        AssertAnswer(device.Execute(0x0F, 3, key, [.. HpreData.E, .. HpreData.EcdsaS, .. N], 0), 0, 0);              // r = n too
        AssertAnswer(device.Execute(0x0F, 4, key, wrong, 0), (int)HpreError.BadLength, 0);
        AssertAnswer(device.Execute(0x13, 5, key, wrong, 0), (int)HpreError.BadLength, 0);
        AssertAnswer(device.Execute(0x0F, 3, HpreDeviceHand.Block(32, P, A, B, N, Gx, Gy, q.X!, [5]), wrong, 0), (int)HpreError.BadOperand, 0);
        byte[] nowhere = device.Execute(0x0F, 3, key, wrong, 0);
        MemoryMarshal.Write(nowhere.AsSpan(0x10), device.Arena.End);
        MemoryMarshal.Write(nowhere.AsSpan(0x18), ulong.MaxValue);
        byte[] done = device.Execute(nowhere);
        AssertAnswer(done, 0, 0);
        Assert.Equal(0x20, done[2]);   // etype1 bit 5
    }

    [Theory]
    [InlineData(0x06, 15, false, (int)HpreError.UnknownAlgorithm)]
    [InlineData(0x0C, 15, false, (int)HpreError.UnknownAlgorithm)]
    [InlineData(0x16, 3, true, (int)HpreError.UnknownAlgorithm)]
    [InlineData(0x1F, 3, true, (int)HpreError.UnknownAlgorithm)]
    [InlineData(0x00, 15, true, (int)HpreError.UnknownAlgorithm)]    // RSA on a curve queue
    [InlineData(0x0E, 3, false, (int)HpreError.UnknownAlgorithm)]
    [InlineData(0x00, 11, false, (int)HpreError.BadLength)]          // 768 bits are for DH
    [InlineData(0x00, 14, false, (int)HpreError.BadLength)]
    [InlineData(0x05, 255, false, (int)HpreError.BadLength)]
    [InlineData(0x0D, 4, true, (int)HpreError.BadLength)]
    [InlineData(0x10, 5, true, (int)HpreError.BadLength)]
    [InlineData(0x12, 8, true, (int)HpreError.BadLength)]
    [InlineData(0x00, 15, false, (int)HpreError.NullAddress)]
    [InlineData(0x0F, 3, true, (int)HpreError.NullAddress)]
    public void Malformed_descriptors_are_named_by_their_bits(byte code, byte length, bool elliptic, int error)
    {
        using var device = new HpreDeviceHand();
        byte[] sqe = new byte[64];
        sqe[0] = code;
        sqe[4] = length;
        MemoryMarshal.Write(sqe.AsSpan(0x18), 0xFFFF_FFFF_FFFF_FFFFUL);

        byte[] done = device.Execute(sqe, elliptic);

        Assert.Equal(error, HpreDeviceHand.Error(done));
        Assert.Equal(3, done[3] >> 6);
        Assert.NotEqual(HpreReason.None, device.Outcome.Reason);
        Assert.Equal(code is 0x0F ? 0UL : ulong.MaxValue, MemoryMarshal.Read<ulong>(done.AsSpan(0x18)));
    }

    [Fact]
    public void Generation_2_has_no_curves()
    {
        using var device = new HpreDeviceHand(generation: 2);

        byte[] done = device.Execute(0x0E, 3, new byte[224], new byte[64], 64);

        Assert.Equal((int)HpreError.UnknownAlgorithm, HpreDeviceHand.Error(done));
        Assert.Equal(HpreReason.WrongGeneration, device.Outcome.Reason);
    }

    [Theory]
    [InlineData(0x08)]
    [InlineData(0x10)]
    [InlineData(0x18)]
    public void A_block_that_is_not_there_is_a_fault_with_its_address_and_nothing_is_written(int field)
    {
        using var device = new HpreDeviceHand();
        byte[] n = HpreData.Rsa(1024).Modulus!;
        byte[] sqe = device.Execute(0x00, 15, [.. HpreData.Bytes(65537, 128), .. n], HpreData.Below(n, 3), 128);
        Arena.At(device.Out, 128).Fill(0xEE);
        sqe[3] = 0x40;
        MemoryMarshal.Write(sqe.AsSpan(field), device.Arena.End - 64);   // half of it is there, or less

        byte[] done = device.Execute(sqe);

        Assert.Equal(0, HpreDeviceHand.Error(done));
        Assert.Equal((0xE0, 0x08), (done[3] | 0x20, done[7]));   // done 3; sva_status 1 in bits 30–27
        Assert.Equal(0x20, done[2]);                            // etype1 bit 5
        Assert.Equal(device.Arena.End, device.Outcome.FaultAddress);
        Assert.Equal(-1, Arena.At(device.Out, 128).IndexOfAnyExcept((byte)0xEE));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100)]
    public void Staged_windows_give_the_same_result(int window)
    {
        using var device = new HpreDeviceHand();
        byte[] n = HpreData.Rsa(1024).Modulus!;
        byte[] message = HpreData.Below(n, 3);
        byte[] sqe = device.Execute(0x00, 15, [.. HpreData.Bytes(65537, 128), .. n], message, 128);
        byte[] expected = Arena.At(device.Out, 128).ToArray();
        Arena.At(device.Out, 128).Clear();

        byte[] done = device.Execute(sqe, space: new FaultyAddressSpace(device.Arena) { WindowSize = window });

        Assert.Equal(0, HpreDeviceHand.Error(done));
        Assert.Equal(expected, Arena.At(device.Out, 128).ToArray());
        done = device.Execute(sqe, space: new FaultyAddressSpace(device.Arena) { WindowSize = window, FailCommits = true });
        Assert.Equal(0x20, done[2]);
        Assert.Equal(device.Out, device.Outcome.FaultAddress);
    }

    [Fact]
    public void Noise_is_answered_descriptor_by_descriptor()
    {
        using var device = new HpreDeviceHand();
        var random = new Random(20);
        random.NextBytes(device.Arena.Bytes);
        ReadOnlySpan<byte> codes = [0, 1, 2, 3, 4, 5, 0x0D, 0x0E, 0x0F, 0x10, 0x11, 0x12, 0x13, 0x14, 0x15];
        ReadOnlySpan<byte> lengths = [3, 3, 3, 3, 5, 8, 15, 11];
        byte[] sqe = new byte[64];
        for (int i = 0; i < 100_000; i++)
        {
            random.NextBytes(sqe);
            bool shaped = i % 20 == 0;
            if (shaped)
            {
                // Plausible, with noise for operands: these reach the engine.
                sqe[0] = codes[random.Next(codes.Length)];
                sqe[1] = sqe[2] = 0;
                sqe[4] = lengths[random.Next(lengths.Length)];
                for (int field = 0x08; field <= 0x18; field += 8)
                {
                    MemoryMarshal.Write(sqe.AsSpan(field), device.Arena.Address + (ulong)random.Next(1 << 16));
                }
            }

            ulong tag = MemoryMarshal.Read<ulong>(sqe.AsSpan(0x20));
            byte[] done = device.Execute(sqe);

            Assert.Equal(3, done[3] >> 6);
            Assert.Equal(sqe[0] & 0x1F, done[0] & 0x1F);
            Assert.Equal(tag, MemoryMarshal.Read<ulong>(done.AsSpan(0x20)));
            if ((sqe[0] & 0x1F) is 0x0F or 0x13)
            {
                Assert.True(MemoryMarshal.Read<ulong>(done.AsSpan(0x18)) is 0 or 2);
            }
        }
    }

    private static void AssertAnswer(byte[] done, int error, ulong answer)
    {
        Assert.Equal(error, HpreDeviceHand.Error(done));
        Assert.Equal(answer, MemoryMarshal.Read<ulong>(done.AsSpan(0x18)));
    }

    private static ECDsa Known(byte[] d) => ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = HpreData.Bytes(HpreData.Number(d), 32) });

    private static ECPoint PublicPoint(byte[] d)
    {
        using ECDsa key = Known(d);
        return key.ExportParameters(false).Q;
    }
}
