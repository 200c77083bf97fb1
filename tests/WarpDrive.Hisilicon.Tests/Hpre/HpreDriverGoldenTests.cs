using System.Runtime.InteropServices;
using System.Security.Cryptography;
using WarpDrive.Hisilicon.Hpre;
using WarpDrive.Uacce;
using WarpDrive.Uacce.PublicKey;

namespace WarpDrive.Hisilicon.Tests.Hpre;

/// <summary>What the driver puts into descriptors and operand blocks, laid out by hand from hisi-hpre.md §2–§4; no device takes part.</summary>
public sealed unsafe class HpreDriverGoldenTests
{
    private const int Slots = 4;
    private const uint Slot = 1;

    [Fact]
    public void A_descriptor_has_64_bytes() => Assert.Equal(64, Marshal.SizeOf<HpreSqe>());

    [Theory]
    [InlineData(PublicKeyOperation.RsaPublic, 0x00)]
    [InlineData(PublicKeyOperation.RsaPrivate, 0x00)]
    [InlineData(PublicKeyOperation.RsaPrivateCrt, 0x01)]
    public void Rsa_is_a_code_a_length_and_three_blocks(PublicKeyOperation operation, byte code)
    {
        RSAParameters rsa = HpreData.Rsa(2048);
        using PublicKeyMaterial key = PublicKeyMaterial.FromRsa(in rsa);
        using var slots = new HpreSlots(Slots, elliptic: false, null);
        byte[] message = HpreData.Below(rsa.Modulus!, 1);

        HpreSqe sqe = Encode(slots, false, operation, key, message, out HprePending pending);

        Assert.Equal(Descriptor(code, 31, sqe.Key, slots.InAddress(Slot), slots.OutAddress(Slot)), Bytes(in sqe));
        Assert.Equal(0UL, sqe.Key % 64);
        byte[] e = HpreData.Bytes(65537, 256);
        byte[] expected = operation switch
        {
            PublicKeyOperation.RsaPublic => [.. e, .. rsa.Modulus!],
            PublicKeyOperation.RsaPrivate => [.. rsa.D!, .. rsa.Modulus!],
            _ => [.. rsa.DQ!, .. rsa.DP!, .. rsa.Q!, .. rsa.P!, .. rsa.InverseQ!],
        };
        Assert.Equal(expected, At(sqe.Key, expected.Length));
        Assert.Equal(message, At(sqe.In, 256));
        Assert.Equal(256, pending.Produced);
    }

    [Theory]
    [InlineData(1024, 15)]
    [InlineData(2048, 31)]
    [InlineData(3072, 47)]
    [InlineData(4096, 63)]
    public void Key_generation_sends_e_p_q_and_no_input(int bits, byte length)
    {
        RSAParameters rsa = HpreData.Rsa(bits);
        byte[] input = [.. HpreData.Bytes(65537, bits / 8), .. rsa.P!, .. rsa.Q!];
        using var slots = new HpreSlots(Slots, elliptic: false, null);

        HpreSqe standard = Encode(slots, false, PublicKeyOperation.RsaKeyGen, null, input, out HprePending pending);
        Assert.Equal(Descriptor(0x02, length, slots.KeyAddress(Slot), 0, slots.OutAddress(Slot)), Bytes(in standard));
        Assert.Equal(bits / 8 * 2, pending.Produced);
        Assert.Equal(input, At(standard.Key, input.Length));
        HpreSqe crt = Encode(slots, false, PublicKeyOperation.RsaKeyGenCrt, null, input, out pending);
        Assert.Equal(Descriptor(0x03, length, slots.KeyAddress(Slot), 0, slots.OutAddress(Slot)), Bytes(in crt));
        Assert.Equal(bits / 8 * 7 / 2, pending.Produced);
    }

    [Fact]
    public void Dh_sends_x_before_p_and_base_2_sends_no_input()
    {
        byte[] x = [7, 8, 9];
        using PublicKeyMaterial key = PublicKeyMaterial.FromDh(HpreData.Group14, x);
        using var slots = new HpreSlots(Slots, elliptic: false, null);

        HpreSqe base2 = Encode(slots, false, PublicKeyOperation.DhBase2, key, [], out _);
        HpreSqe any = Encode(slots, false, PublicKeyOperation.Dh, key, HpreData.Bytes(5, 256), out _);

        Assert.Equal(Descriptor(0x04, 31, base2.Key, 0, slots.OutAddress(Slot)), Bytes(in base2));
        Assert.Equal(Descriptor(0x05, 31, any.Key, slots.InAddress(Slot), slots.OutAddress(Slot)), Bytes(in any));
        Assert.Equal([.. HpreData.Bytes(HpreData.Number(x), 256), .. HpreData.Group14], At(any.Key, 512));
    }

    [Theory]
    [InlineData("secp128r1", 32, 3)]
    [InlineData("secp192k1", 32, 3)]
    [InlineData("secp224r1", 32, 3)]
    [InlineData("secp256r1", 32, 3)]
    [InlineData("brainpoolP320r1", 48, 5)]
    [InlineData("secp384r1", 48, 5)]
    [InlineData("secp521r1", 72, 8)]
    public void Numbers_of_curves_are_right_aligned_and_the_secret_is_third(string name, int h, byte length)
    {
        EllipticCurve curve = EllipticCurve.All.Single(curve => curve.Name == name);
        byte[] d = [2, 3, 4];
        using PublicKeyMaterial key = PublicKeyMaterial.FromCurve(curve, d, curve.BaseX, curve.BaseY);
        using var slots = new HpreSlots(Slots, elliptic: true, null);
        byte[] e = HpreData.Bytes(0x1234, curve.Size);
        byte[] nonce = HpreData.Bytes(0x5678, curve.Size);

        HpreSqe sign = Encode(slots, true, PublicKeyOperation.EcdsaSign, key, [.. e, .. nonce], out _, hasNonce: true);
        Assert.Equal(Descriptor(0x0E, length, sign.Key, slots.InAddress(Slot), slots.OutAddress(Slot)), Bytes(in sign));
        Assert.Equal(
            Block(h, curve.Prime.ToArray(), curve.A.ToArray(), d, curve.B.ToArray(), curve.Order.ToArray(), curve.BaseX.ToArray(), curve.BaseY.ToArray()),
            At(sign.Key, 7 * h));
        Assert.Equal(Block(h, e, nonce), At(sign.In, 2 * h));

        HpreSqe verify = Encode(slots, true, PublicKeyOperation.EcdsaVerify, key, [.. e, .. HpreData.Bytes(11, curve.Size), .. HpreData.Bytes(22, curve.Size)], out HprePending pending);
        Assert.Equal(Descriptor(0x0F, length, verify.Key, slots.InAddress(Slot), slots.InAddress(Slot)), Bytes(in verify));
        Assert.Equal(0, (byte)verify.Out & 2);
        Assert.True(pending.IsVerification);
        byte[] x = curve.BaseX.ToArray();
        byte[] y = curve.BaseY.ToArray();
        Assert.Equal(Block(h, curve.Prime.ToArray(), curve.A.ToArray(), curve.B.ToArray(), curve.Order.ToArray(), x, y, x, y), At(verify.Key, 8 * h));
        Assert.Equal(Block(h, e, [22], [11]), At(verify.In, 3 * h));   // s before r
    }

    [Theory]
    [InlineData("secp256r1", 3, true)]
    [InlineData("secp256r1", 2, false)]
    [InlineData("secp256k1", 3, false)]
    [InlineData("secp384r1", 3, false)]
    public void The_fast_core_bit_is_for_secp256r1_alone(string name, int generation, bool fast)
    {
        EllipticCurve named = EllipticCurve.All.Single(curve => curve.Name == name);
        EllipticCurve curve = EllipticCurve.Create(named.Prime, named.A, named.B, named.Order, named.BaseX, named.BaseY);   // the numbers count, not the name
        using PublicKeyMaterial key = PublicKeyMaterial.FromCurve(curve, [2]);
        using var slots = new HpreSlots(Slots, elliptic: true, null);
        int h = curve.Size;

        HpreSqe sqe = Encode(slots, true, PublicKeyOperation.PointMultiply, key, [], out _, generation: generation);

        byte[] expected = Descriptor(0x0D, (byte)((h / 8) - 1), sqe.Key, slots.InAddress(Slot), slots.OutAddress(Slot));
        expected[7] = (byte)(fast ? 0x80 : 0);
        Assert.Equal(expected, Bytes(in sqe));
        Assert.Equal(Block(h, curve.Prime.ToArray(), curve.A.ToArray(), [2], curve.B.ToArray(), curve.Order.ToArray()), At(sqe.Key, 5 * h));
        Assert.Equal(Block(h, curve.BaseX.ToArray(), curve.BaseY.ToArray()), At(sqe.In, 2 * h));
    }

    [Fact]
    public void Scalars_are_clamped_at_fixed_places_of_the_slot()
    {
        using PublicKeyMaterial x25519 = PublicKeyMaterial.FromCurve(EllipticCurve.X25519, [.. Enumerable.Repeat((byte)0xFF, 32)]);
        using PublicKeyMaterial x448 = PublicKeyMaterial.FromCurve(EllipticCurve.X448, [0xFF]);   // 55 leading zeros
        using var slots = new HpreSlots(Slots, elliptic: true, null);

        HpreSqe low = Encode(slots, true, PublicKeyOperation.X25519, x25519, [], out _);
        Assert.Equal(Descriptor(0x10, 3, low.Key, slots.InAddress(Slot), slots.OutAddress(Slot)), Bytes(in low));
        Assert.Equal(
            Block(32, EllipticCurve.X25519.Prime.ToArray(), HpreData.Bytes(121665, 4), [0x7F, .. Enumerable.Repeat((byte)0xFF, 30), 0xF8]), At(low.Key, 96));
        Assert.Equal(Block(32, [9]), At(low.In, 32));

        HpreSqe high = Encode(slots, true, PublicKeyOperation.X448, x448, [], out _);
        Assert.Equal(Descriptor(0x10, 8, high.Key, slots.InAddress(Slot), slots.OutAddress(Slot)), Bytes(in high));
        Assert.Equal(
            Block(72, EllipticCurve.X448.Prime.ToArray(), HpreData.Bytes(39081, 4), [0x80, .. new byte[54], 0xFC]), At(high.Key, 216));
        Assert.Equal(Block(72, [5]), At(high.In, 72));
    }

    [Fact]
    public void Sm2_has_its_own_codes_and_asks_the_device_for_a_nonce_by_a_bit()
    {
        EllipticCurve curve = EllipticCurve.Sm2;
        using PublicKeyMaterial key = PublicKeyMaterial.FromCurve(curve, HpreData.D, HpreData.Sm2X, HpreData.Sm2Y);
        using var slots = new HpreSlots(Slots, elliptic: true, null);
        byte[] p = curve.Prime.ToArray();
        byte[] a = curve.A.ToArray();
        byte[] b = curve.B.ToArray();
        byte[] n = curve.Order.ToArray();
        byte[] x = curve.BaseX.ToArray();
        byte[] y = curve.BaseY.ToArray();

        HpreSqe made = Encode(slots, true, PublicKeyOperation.Sm2KeyGen, key, [], out _);
        Assert.Equal(Descriptor(0x11, 3, made.Key, slots.InAddress(Slot), slots.OutAddress(Slot)), Bytes(in made));
        Assert.Equal(Block(32, p, a, b, n, x, y, [0], [0]), At(made.Key, 256));
        Assert.Equal(Block(32, x, y), At(made.In, 64));

        HpreSqe sign = Encode(slots, true, PublicKeyOperation.Sm2Sign, key, HpreData.E, out _);
        byte[] expected = Descriptor(0x12, 3, sign.Key, slots.InAddress(Slot), slots.OutAddress(Slot));
        expected[7] = 0x02;   // bit 25: sm2_ksel
        Assert.Equal(expected, Bytes(in sign));
        Assert.Equal(Block(32, p, a, HpreData.D, b, n, x, y), At(sign.Key, 224));
        Assert.Equal(Block(32, HpreData.E, [0]), At(sign.In, 64));

        HpreSqe verify = Encode(slots, true, PublicKeyOperation.Sm2Verify, key, [.. HpreData.E, .. HpreData.Sm2R, .. HpreData.Sm2S], out _);
        Assert.Equal(Descriptor(0x13, 3, verify.Key, slots.InAddress(Slot), slots.InAddress(Slot)), Bytes(in verify));
        Assert.Equal(Block(32, HpreData.E, HpreData.Sm2S, HpreData.Sm2R), At(verify.In, 96));

        HpreSqe encrypt = Encode(slots, true, PublicKeyOperation.Sm2Encrypt, key, [.. HpreData.K, .. "abc"u8], out HprePending pending, hasNonce: true);
        expected = Descriptor(0x14, 3, encrypt.Key, slots.InAddress(Slot), slots.OutAddress(Slot));
        expected[0x28] = 2;   // sm2_mlen: bytes − 1
        Assert.Equal(expected, Bytes(in encrypt));
        Assert.Equal([.. HpreData.K, .. "abc"u8], At(encrypt.In, 35));
        Assert.Equal(99, pending.Produced);

        HpreSqe decrypt = Encode(slots, true, PublicKeyOperation.Sm2Decrypt, key, new byte[96 + 512], out _);
        expected = Descriptor(0x15, 3, decrypt.Key, slots.InAddress(Slot), slots.OutAddress(Slot));
        expected[0x28] = 0xFF;
        expected[0x29] = 0x01;
        Assert.Equal(expected, Bytes(in decrypt));
    }

    [Fact]
    public void A_device_without_shared_addresses_gets_a_copy_of_the_key()
    {
        using PublicKeyMaterial key = PublicKeyMaterial.FromCurve(EllipticCurve.Secp256r1, HpreData.D);
        using var slots = new HpreSlots(Slots, elliptic: true, null);
        var encoder = new HpreRequestEncoder(slots, elliptic: true, hasSva: false, generation: 3);

        HpreSqe sqe = Encode(slots, encoder, PublicKeyOperation.EcdsaSign, key, HpreData.E, out HprePending pending, hasNonce: false);

        Assert.Equal(slots.KeyAddress(Slot), sqe.Key);
        Assert.Equal(HpreData.D, At(sqe.Key + 64, 32));
        encoder.Release(Slot, ref pending);
        Assert.Equal(new byte[224], At(sqe.Key, 224));   // and takes it away again
        Assert.Equal(new byte[64], At(sqe.In, 64));
    }

    [Theory]
    [InlineData(0x00000000u, 0ul, RequestStatus.DeviceError, false)]         // untouched
    [InlineData(0x4000000Eu, 2ul, RequestStatus.DeviceError, false)]         // done = 1
    [InlineData(0xC000000Eu, 0ul, RequestStatus.Ok, false)]
    [InlineData(0xC000000Fu, 2ul, RequestStatus.Ok, true)]
    [InlineData(0xC000008Fu, 2ul, RequestStatus.BadOperand, false)]          // etype bit 2
    [InlineData(0xC000010Fu, 2ul, RequestStatus.NoResult, false)]            // bit 3
    [InlineData(0xC000020Fu, 2ul, RequestStatus.CheckFailed, false)]         // bit 4
    [InlineData(0xC000002Fu, 2ul, RequestStatus.BadRequest, false)]          // bit 0
    [InlineData(0xC020000Fu, 2ul, RequestStatus.BadAddress, false)]          // etype1 bit 5
    [InlineData(0xC001000Fu, 2ul, RequestStatus.DeviceError, false)]         // another bit of etype1
    public void Completions_are_read_by_done_etype_and_etype1(uint head, ulong answer, RequestStatus status, bool valid)
    {
        using var slots = new HpreSlots(Slots, elliptic: true, null);
        using var decoder = new HpreCompletionDecoder(slots, isModel: true);
        using var hardware = new HpreCompletionDecoder(slots, isModel: false);
        var sqe = new HpreSqe { Head = head, Out = answer };
        var pending = new HprePending { Tag = 5, IsVerification = true };

        Assert.True(decoder.Decode(in sqe, Slot, in pending, default, out Completion completion));

        Assert.Equal((5u, status, valid), (completion.Tag, completion.Status, completion.IsValid));
        hardware.Decode(in sqe, Slot, in pending, default, out completion);
        bool known = status is RequestStatus.Ok or RequestStatus.BadAddress || head >> 30 != 3;
        Assert.Equal(known ? status : RequestStatus.BadOperand, completion.Status);
    }

    [Fact]
    public void A_result_that_is_wider_than_its_number_is_not_handed_out()
    {
        byte* output = stackalloc byte[56];
        using var slots = new HpreSlots(Slots, elliptic: true, null);
        using var decoder = new HpreCompletionDecoder(slots, isModel: true);
        var sqe = new HpreSqe { Head = 0xC0000010 };
        var pending = new HprePending { Output = (ulong)output, Produced = 56, SlotSize = 72, NumberSize = 56, OutLength = 72 };
        slots.Out(Slot, 72).Clear();
        slots.Out(Slot, 72)[71] = 5;
        decoder.Decode(in sqe, Slot, in pending, default, out Completion completion);
        Assert.Equal((RequestStatus.Ok, 5), (completion.Status, output[55]));

        slots.Out(Slot, 72)[15] = 1;
        decoder.Decode(in sqe, Slot, in pending, default, out completion);

        Assert.Equal((RequestStatus.DeviceError, 0), (completion.Status, completion.Produced));
    }

    private static HpreSqe Encode(
        HpreSlots slots, bool elliptic, PublicKeyOperation operation, PublicKeyMaterial? key, byte[] input, out HprePending pending, bool hasNonce = false,
        int generation = 3) =>
        Encode(slots, new HpreRequestEncoder(slots, elliptic, hasSva: true, generation), operation, key, input, out pending, hasNonce);

    private static HpreSqe Encode(
        HpreSlots slots, HpreRequestEncoder encoder, PublicKeyOperation operation, PublicKeyMaterial? key, byte[] input, out HprePending pending, bool hasNonce)
    {
        byte[] output = new byte[4096];
        fixed (byte* from = input, to = output)
        {
            var request = new PublicKeyRequest
            {
                Operation = operation,
                Key = key,
                HasNonce = hasNonce,
                Input = (ulong)from,
                InputLength = input.Length,
                Output = (ulong)to,
                OutputLength = output.Length,
            };
            Assert.Null(encoder.Encode(in request, Slot, out HpreSqe sqe, out pending));
            key?.ReleaseReference();
            pending.Key = null;
            return sqe;
        }
    }

    private static byte[] Descriptor(byte code, byte length, ulong key, ulong input, ulong output)
    {
        byte[] bytes = new byte[64];
        bytes[0] = code;
        bytes[3] = 0x40;   // done = 1
        bytes[4] = length;
        MemoryMarshal.Write(bytes.AsSpan(0x08), key);
        MemoryMarshal.Write(bytes.AsSpan(0x10), input);
        MemoryMarshal.Write(bytes.AsSpan(0x18), output);
        return bytes;
    }

    private static byte[] Block(int h, params byte[][] numbers) => [.. numbers.SelectMany(number => HpreData.Bytes(HpreData.Number(number), h))];

    private static byte[] Bytes(in HpreSqe sqe) => MemoryMarshal.AsBytes(new ReadOnlySpan<HpreSqe>(in sqe)).ToArray();

    private static byte[] At(ulong address, int length) => new ReadOnlySpan<byte>((void*)address, length).ToArray();
}
