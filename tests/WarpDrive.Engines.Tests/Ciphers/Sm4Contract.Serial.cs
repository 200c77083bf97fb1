using WarpDrive.Engines.Ciphers;

namespace WarpDrive.Engines.Tests.Ciphers;

public abstract unsafe partial class Sm4Contract
{
    [Theory]
    [InlineData(Sm4SerialModeName.CbcEncrypt, "78EBB11CC40B0A48312AAEB2040244CB4CB7016951909226979B0D15DC6A8F6D")]
    [InlineData(Sm4SerialModeName.CfbEncrypt, "AC3236CB861DD316E6413B4E3C7524B769D4C54ED433B9A0346009BEB37B2B3F")]
    [InlineData(Sm4SerialModeName.Ofb, "AC3236CB861DD316E6413B4E3C7524B71D01ACA2487CA582CBF5463E6698539B")]
    public void Serial_modes_give_the_examples_of_the_draft_alone_and_side_by_side(Sm4SerialModeName mode, string expected)
    {
        SkipWithoutInstructions();

        // draft-ribose-cfrg-sm4-10 appendices A.2.2, A.2.3 and A.2.4, first examples.
        byte[] plain = Convert.FromHexString("AAAAAAAABBBBBBBBCCCCCCCCDDDDDDDDEEEEEEEEFFFFFFFFAAAAAAAABBBBBBBB");
        byte[] iv = Convert.FromHexString("000102030405060708090A0B0C0D0E0F");
        foreach (int count in (int[])[1, 2, 70])
        {
            SerialMessage[] messages = [.. Enumerable.Range(0, count).Select(_ => new SerialMessage(Key, iv, plain))];
            RunSerial(messages, (Sm4SerialMode)mode, Path);
            Assert.All(messages, message => Assert.Equal(expected, Convert.ToHexString(message.Output)));
        }
    }

    [Theory]
    [InlineData(Sm4SerialModeName.CbcEncrypt)]
    [InlineData(Sm4SerialModeName.CfbEncrypt)]
    [InlineData(Sm4SerialModeName.Ofb)]
    [InlineData(Sm4SerialModeName.CbcMac)]
    public void Messages_of_unequal_lengths_and_keys_side_by_side_equal_the_reference(Sm4SerialModeName mode)
    {
        SkipWithoutInstructions();
        var random = new Random(17964);
        foreach (int count in (int[])[0, 1, 2, 3, 4, 5, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65, 150])
        {
            SerialMessage[] messages = new SerialMessage[count];
            SerialMessage[] expected = new SerialMessage[count];
            for (int i = 0; i < count; i++)
            {
                byte[] key = s_data.AsSpan(random.Next(1000), 16).ToArray();
                byte[] iv = s_data.AsSpan(random.Next(1000), 16).ToArray();
                byte[] data = s_data.AsSpan(random.Next(10_000), 16 * random.Next(i % 3 == 0 ? 3 : 25)).ToArray();
                messages[i] = new SerialMessage(key, iv, data);
                expected[i] = new SerialMessage(key, iv, data);
            }

            int together = RunSerial(messages, (Sm4SerialMode)mode, Path, inPlace: count % 2 == 1);
            RunSerial(expected, (Sm4SerialMode)mode, Sm4Path.Scalar);
            Assert.InRange(together, 0, Math.Max(1, count));
            for (int i = 0; i < count; i++)
            {
                Assert.Equal(expected[i].Chain, messages[i].Chain);
                Assert.Equal(expected[i].Output, messages[i].Output);
            }
        }
    }

    [Theory]
    [InlineData(Sm4SerialModeName.CbcEncrypt, "EVP_sm4_cbc")]
    [InlineData(Sm4SerialModeName.CfbEncrypt, "EVP_sm4_cfb128")]
    [InlineData(Sm4SerialModeName.Ofb, "EVP_sm4_ofb")]
    public void The_system_libcrypto_agrees_on_serial_modes(Sm4SerialModeName mode, string cipher)
    {
        SkipWithoutInstructions();
        Assert.SkipUnless(SystemSm4.IsAvailable, "no libcrypto with SM4 is installed");
        SerialMessage[] messages =
            [.. Enumerable.Range(0, 90).Select(i => new SerialMessage(s_data[i..(i + 16)], s_data[(i + 40)..(i + 56)], s_data[i..(i + (i % 20 * 16))]))];
        byte[][] expected = [.. messages.Select(message => SystemSm4.Run(cipher, true, message.RawKey, message.Chain, message.Output))];
        RunSerial(messages, (Sm4SerialMode)mode, Path, inPlace: true);
        for (int i = 0; i < messages.Length; i++)
        {
            Assert.Equal(expected[i], messages[i].Output);
        }
    }

    private static int RunSerial(SerialMessage[] messages, Sm4SerialMode mode, Sm4Path path, bool inPlace = true)
    {
        var lanes = new Sm4Lane[messages.Length];
        for (int i = 0; i < messages.Length; i++)
        {
            SerialMessage message = messages[i];
            lanes[i] = new Sm4Lane
            {
                Keys = message.Key.Encryption,
                Chain = Address(message.Chain),
                Source = Address(inPlace ? message.Output : message.Input),
                Destination = Address(message.Output),
                Blocks = message.Input.Length / 16,
            };
        }

        int together = Sm4Kernels.Serial(lanes, mode, path);
        foreach (SerialMessage message in messages)
        {
            message.Key.Dispose();
        }

        return together;
    }

    // Pinned arrays: see SerialMessage.
    private static byte* Address(byte[] pinned) =>
        (byte*)System.Runtime.CompilerServices.Unsafe.AsPointer(ref System.Runtime.InteropServices.MemoryMarshal.GetArrayDataReference(pinned));

    /// <summary>The kernels' modes under names that public tests may take.</summary>
    public enum Sm4SerialModeName : byte
    {
        CbcEncrypt = (byte)Sm4SerialMode.CbcEncrypt,
        CfbEncrypt = (byte)Sm4SerialMode.CfbEncrypt,
        Ofb = (byte)Sm4SerialMode.Ofb,
        CbcMac = (byte)Sm4SerialMode.CbcMac,
    }

    private sealed class SerialMessage(byte[] key, byte[] iv, byte[] data)
    {
        internal byte[] RawKey { get; } = key;

        internal Sm4Key Key { get; } = new(key);

        internal byte[] Chain { get; } = Pin(iv);

        internal byte[] Input { get; } = Pin(data);

        internal byte[] Output { get; } = Pin(data);

        private static byte[] Pin(byte[] bytes)
        {
            byte[] pinned = GC.AllocateArray<byte>(bytes.Length, pinned: true);
            bytes.CopyTo(pinned, 0);
            return pinned;
        }
    }
}
