using System.Buffers.Binary;
using System.Security.Cryptography;

namespace WarpDrive.Hisilicon.Tests.Sec;

/// <summary>AEAD of the device by hand-made descriptors (hisi-sec.md §7, §13).</summary>
public sealed class DeviceAeadTests
{
    private const int Aes = 2;
    private const int Sm4 = 3;
    private const int Ccm = 5;
    private const int Gcm = 6;

    private static readonly byte[] s_key = [.. Enumerable.Range(0, 16).Select(i => (byte)((7 * i) + 1))];
    private static readonly byte[] s_iv = [.. Enumerable.Range(3, 12).Select(i => (byte)i)];
    private static readonly byte[] s_associated = [.. Enumerable.Range(0, 20).Select(i => (byte)(i ^ 0x5A))];
    private static readonly byte[] s_payload = [.. Enumerable.Range(0, 77).Select(i => (byte)(3 * i))];

    [Theory]
    [InlineData(2, false)]
    [InlineData(3, false)]
    [InlineData(3, true)]
    public void The_worked_gcm_stream_comes_out(int type, bool direct)
    {
        using var bench = new SecBench(direct: direct);
        ulong key = bench.Arena.Put(s_key);
        ulong iv = bench.Arena.Put([.. s_iv, 0, 0, 0, 0]);
        ulong associated = bench.Arena.Put(s_associated);
        ulong payload = bench.Arena.Put(s_payload);
        ulong output = bench.Arena.Take(80);
        ulong mac = bench.Arena.Take(16);

        Assert.Equal(0, bench.Run(First(type, 0x22, key, associated, 20, mac)).Error);
        Assert.Equal("2b65a4c021606910dd262f8aafc21c6b", Hex(bench, mac));

        SetCounter(bench, iv, 1);
        SecAnswer answer = bench.Run(Middle(type, 1, Aes, key, iv, payload, output, 64, mac));
        Assert.Equal((0, 3, 0), (answer.Error, answer.Flag, answer.Icv));
        Assert.Equal("b10962c10664d33b717d6faf87c803fd", Hex(bench, mac));

        SetCounter(bench, iv, 5);
        ulong slot = bench.Arena.Put([.. s_iv, 0, 0, 0, 1, .. new byte[16], .. bench.Read(mac, 16), .. new byte[16]]);
        Assert.Equal(0, bench.Run(Last(type, 1, Aes, key, iv, payload + 64, output + 64, 13, slot, mac, 20, 77)).Error);
        Assert.Equal("e1073c65fff6bdd8a44368c0f2", Convert.ToHexStringLower(bench.Read(output + 64, 13)));
        Assert.Equal("aff31dd3a2ac3e6c7c7b6b95d2bc2ee0", Hex(bench, mac));

        // The tail back, with the right tag and with a wrong one.
        Assert.Equal((0, 0), Verdict(bench.Run(Last(type, 2, Aes, key, iv, output + 64, payload, 13, slot, mac, 20, 77))));
        Assert.Equal(s_payload[64..], bench.Read(payload, 13));
        bench.Arena.Bytes[(int)(mac - bench.Arena.Address) + 15] ^= 1;
        Assert.Equal((0, 2), Verdict(bench.Run(Last(type, 2, Aes, key, iv, output + 64, payload, 13, slot, mac, 20, 77))));
        Assert.Equal(new byte[13], bench.Read(payload, 13));
    }

    [Theory]
    [InlineData(Aes, 0)]
    [InlineData(Sm4, 0)]
    [InlineData(Aes, 6)]
    public void A_stream_sent_without_waiting_equals_the_message_in_one_piece(int algorithm, int window)
    {
        using var bench = new SecBench(window: window);
        ulong key = bench.Arena.Put(s_key);
        ulong whole = bench.Arena.Take(100);
        ulong tag = bench.Arena.Take(16);
        ulong input = bench.Arena.Put([.. s_associated, .. s_payload]);
        Assert.Equal(0, bench.Run(Whole(3, 1, algorithm, Gcm, key, bench.Arena.Put(s_iv), 0, input, whole, 20, 77, tag, 16)).Error);

        ulong output = bench.Arena.Take(80);
        ulong state = bench.Arena.Take(16);
        ulong[] ivs = [.. new[] { 1, 3 }.Select(counter => bench.Arena.Put([.. s_iv, 0, 0, 0, (byte)counter]))];
        bench.Submit(First(3, algorithm == Sm4 ? 0x31 : 0x22, key, input, 20, state));
        bench.Submit(Middle(3, 1, algorithm, key, ivs[0], input + 20, output, 32, state));
        int last = bench.Submit(Middle(3, 1, algorithm, key, ivs[1], input + 52, output + 32, 32, state));
        Assert.Equal(3, bench.Step());
        Assert.Equal((0, 0), Verdict(bench.Answer(last)));
        ulong slot = bench.Arena.Put([.. s_iv, 0, 0, 0, 1, .. new byte[16], .. bench.Read(state, 16), .. new byte[16]]);
        Assert.Equal(0, bench.Run(Last(3, 1, algorithm, key, bench.Arena.Put([.. s_iv, 0, 0, 0, 5]), input + 84, output + 64, 13, slot, state, 20, 77)).Error);

        Assert.Equal(bench.Read(whole + 20, 77), bench.Read(output, 77));
        Assert.Equal(bench.Read(tag, 16), bench.Read(state, 16));
    }

    [Theory]
    [InlineData(2, 0, false)]
    [InlineData(3, 0, false)]
    [InlineData(3, 0, true)]
    [InlineData(3, 9, false)]
    public void Gcm_and_ccm_equal_the_runtime(int type, int window, bool direct)
    {
        using var bench = new SecBench(window: window, direct: direct);
        var random = new Random(3301);
        for (int i = 0; i < 200; i++)
        {
            bench.Arena.Rewind();
            int keyLength = 16 + (8 * random.Next(3));
            byte[] key = new byte[keyLength];
            byte[] associated = new byte[random.Next(3) == 0 ? 0 : random.Next(100)];
            byte[] payload = new byte[random.Next(type == 2 || associated.Length == 0 ? 1 : 0, 200)];
            random.NextBytes(key);
            random.NextBytes(associated);
            random.NextBytes(payload);
            bool isCcm = i % 2 == 0;
            byte[] nonce = new byte[isCcm ? random.Next(7, 14) : 12];
            random.NextBytes(nonce);
            byte[] tag = new byte[isCcm ? 2 * random.Next(2, 9) : random.Next(12, 17)];
            byte[] expected = new byte[payload.Length];
            if (isCcm)
            {
                using var peer = new AesCcm(key);
                peer.Encrypt(nonce, payload, expected, tag, associated);
            }
            else
            {
                using var peer = new AesGcm(key, tag.Length);
                peer.Encrypt(nonce, payload, expected, tag, associated);
            }

            ulong secret = bench.Arena.Put(key);
            ulong mac = bench.Arena.Put(Enumerable.Repeat((byte)0xEE, 17).ToArray());
            ulong input = bench.Arena.Put([.. associated, .. payload]);
            ulong output = bench.Arena.Put(Enumerable.Repeat((byte)0xEE, associated.Length + payload.Length + 1).ToArray());
            ulong iv = bench.Arena.Put(isCcm ? CounterBlock(nonce) : nonce);
            ulong first = isCcm ? bench.Arena.Put(FirstBlock(nonce, tag.Length, associated.Length, payload.Length)) : 0;
            Bd Make(int action, ulong source, ulong target) => Whole(
                type, action, Aes, isCcm ? Ccm : Gcm, secret, iv, first, source, target, associated.Length, payload.Length, mac, tag.Length).KeyCode((keyLength - 16) / 8);

            SecAnswer answer = bench.Run(Make(1, input, output));
            Assert.Equal((0, 0, 3), (answer.Error, answer.Icv, answer.Flag));
            Assert.Equal(expected, bench.Read(output + (ulong)associated.Length, payload.Length));
            Assert.Equal([.. tag, 0xEE], bench.Read(mac, tag.Length + 1));
            Assert.True(bench.Read(output, associated.Length).All(b => b == 0xEE));   // associated data is not copied
            Assert.Equal(0xEE, bench.Read(output + (ulong)(associated.Length + payload.Length), 1)[0]);

            associated.CopyTo(Zip.Arena.At(output, associated.Length));
            Assert.Equal((0, 0), Verdict(bench.Run(Make(2, output, input))));
            Assert.Equal(payload, bench.Read(input + (ulong)associated.Length, payload.Length));

            // A wrong tag releases nothing.
            bench.Arena.Bytes[(int)(mac - bench.Arena.Address) + random.Next(tag.Length)] ^= (byte)(1 << random.Next(8));
            Assert.Equal((0, 2), Verdict(bench.Run(Make(2, output, input))));
            Assert.Equal([.. associated, .. new byte[payload.Length]], bench.Read(input, associated.Length + payload.Length));
        }
    }

    [Theory]
    [InlineData(2, 0, false)]
    [InlineData(3, 0, false)]
    [InlineData(3, 0, true)]
    [InlineData(3, 11, false)]
    public void Cbc_with_hmac_equals_the_runtime(int type, int window, bool direct)
    {
        using var bench = new SecBench(window: window, direct: direct);
        var random = new Random(3302);
        foreach ((int code, int size) in (ReadOnlySpan<(int, int)>)[(0x00, 20), (0x01, 32), (0x05, 64)])
        {
            for (int i = 0; i < 40; i++)
            {
                bench.Arena.Rewind();
                byte[] key = new byte[16 + (8 * random.Next(3))];
                byte[] authKey = new byte[4 * random.Next(1, 17)];
                byte[] iv = new byte[16];
                byte[] associated = new byte[random.Next(60)];
                byte[] payload = new byte[16 * random.Next(1, 20)];
                Array.ForEach([key, authKey, iv, associated, payload], random.NextBytes);
                int words = random.Next(1, (size / 4) + 1);
                using var peer = System.Security.Cryptography.Aes.Create();
                peer.Key = key;
                byte[] cipher = peer.EncryptCbc(payload, iv, PaddingMode.None);
                byte[] tag = Algorithms.Digest(code, [.. associated, .. cipher], authKey)[..(words * 4)];
                ulong mac = bench.Arena.Take(64);
                ulong input = bench.Arena.Put([.. associated, .. payload]);
                ulong output = bench.Arena.Take(associated.Length + payload.Length);
                ulong[] keys = [bench.Arena.Put(key), bench.Arena.Put(iv), bench.Arena.Put(authKey)];
                bool isScattered = random.Next(2) == 0;
                Bd Make(int action, ulong source, ulong target)
                {
                    int total = associated.Length + payload.Length;
                    int cut = random.Next(1, total);
                    Bd bd = Composed(type, action, code + 0x10, words, keys, associated.Length, payload.Length, mac, authKey.Length).KeyCode((key.Length - 16) / 8);
                    return isScattered
                        ? bd.SourceList(SecLists.Over(bench.Arena, 2, (source, cut), (source + (ulong)cut, total - cut)))
                            .DestinationList(SecLists.Over(bench.Arena, 1, (target, total - cut), (target + (ulong)(total - cut), cut)))
                        : bd.Source(source).Destination(target);
                }

                SecAnswer answer = bench.Run(Make(1, input, output));
                Assert.Equal((0, 0, 3), (answer.Error, answer.Icv, answer.Flag));
                Assert.Equal(cipher, bench.Read(output + (ulong)associated.Length, payload.Length));
                Assert.Equal(tag, bench.Read(mac, tag.Length));

                associated.CopyTo(Zip.Arena.At(output, associated.Length));
                Zip.Arena.At(input, associated.Length + payload.Length).Fill(0xEE);
                Assert.Equal((0, 0), Verdict(bench.Run(Make(2, output, input))));
                Assert.Equal(payload, bench.Read(input + (ulong)associated.Length, payload.Length));

                bench.Arena.Bytes[(int)(mac - bench.Arena.Address) + tag.Length - 1] ^= 0x80;
                Assert.Equal((0, 2), Verdict(bench.Run(Make(2, output, input))));
                Assert.Equal(new byte[payload.Length], bench.Read(input + (ulong)associated.Length, payload.Length));
            }
        }
    }

    [Theory]
    [InlineData(2, false)]
    [InlineData(3, false)]
    [InlineData(3, true)]
    public void Associated_data_that_reaches_into_the_payload_is_not_read_behind_its_piece_of_a_list(int type, bool direct)
    {
        using var bench = new SecBench(direct: direct);
        byte[] data = [.. Enumerable.Range(0, 64).Select(i => (byte)i)];
        byte[] cipher = new byte[48];
        byte[] tag = new byte[16];
        using (var peer = new AesGcm(s_key, 16))
        {
            peer.Encrypt(s_iv, data.AsSpan(16), cipher, tag, data);
        }

        ulong payload = bench.Arena.Put(data.AsSpan(16));
        ulong front = bench.Arena.Put(data.AsSpan(0, 16));
        bench.Arena.Put([.. Enumerable.Repeat((byte)0xEE, 64)]);   // of others
        ulong target = bench.Arena.Take(64);
        ulong mac = bench.Arena.Take(16);
        Bd bd = Bd.OfType(type, 1).Action(1).CipherAlgorithm(2).Mode(Gcm).AuthLength(64).CipherOffset(16).CipherLength(48).TagBytes(16)
            .CipherKey(bench.Arena.Put(s_key)).CipherIv(bench.Arena.Put(s_iv)).Mac(mac)
            .SourceList(SecLists.Over(bench.Arena, 2, (front, 16), (payload, 48))).Destination(target);

        Assert.Equal((0, 0), Verdict(bench.Run(bd.KeyCode((s_key.Length - 16) / 8))));
        Assert.Equal(cipher, bench.Read(target + 16, 48));
        Assert.Equal(tag, bench.Read(mac, 16));
    }

    [Fact]
    public void Macs_equal_their_standards()
    {
        using var bench = new SecBench();
        byte[] key = Convert.FromHexString("2b7e151628aed2a6abf7158809cf4f3c");          // SP 800-38B, D.1
        byte[] message = Convert.FromHexString("6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e5130c81c46a35ce411");
        ulong mac = bench.Arena.Take(16);
        Bd Make(int algorithm, byte[] secret, byte[] data, int words) =>
            Bd.Digest(3, algorithm, bench.Arena.Put(data), data.Length, mac, words).AuthKey(bench.Arena.Put(secret)).AuthKeyWords(secret.Length / 4);

        SecAnswer answer = bench.Run(Make(0x21, key, message, 4));
        Assert.Equal((0, 1), (answer.Error, answer.Flag));
        Assert.Equal("dfa66747de9ae63030ca32611497c827", Hex(bench, mac));

        // RFC 3566, test case 4: 20 bytes.
        byte[] counting = [.. Enumerable.Range(0, 20).Select(i => (byte)i)];
        Assert.Equal(0, bench.Run(Make(0x20, counting[..16], counting, 4)).Error);
        Assert.Equal("47f51b4564966215b8985c63055ed308", Hex(bench, mac));
        bench.Read(mac, 16);
        Zip.Arena.At(mac, 16).Clear();
        Assert.Equal(0, bench.Run(Make(0x20, counting[..16], counting, 3)).Error);
        Assert.Equal("47f51b4564966215b8985c6300000000", Hex(bench, mac));

        // GMAC is GCM without a payload.
        byte[] tag = new byte[16];
        using (var peer = new AesGcm(s_key, 16))
        {
            peer.Encrypt(s_iv, default, default(Span<byte>), tag, s_associated);
        }

        Assert.Equal(0, bench.Run(Make(0x22, s_key, s_associated, 4).AuthIvSource(1).AuthIv(bench.Arena.Put([.. s_iv, 9, 9, 9, 9]))).Error);
        Assert.Equal(tag, bench.Read(mac, 16));
        ulong aead = bench.Arena.Take(16);
        ulong source = bench.Arena.Put(s_associated);
        Assert.Equal(0, bench.Run(Whole(3, 1, Sm4, Gcm, bench.Arena.Put(s_key), bench.Arena.Put(s_iv), 0, source, source, 20, 0, aead, 16)).Error);
        Assert.Equal(0, bench.Run(Make(0x31, s_key, s_associated, 4).AuthIvSource(1).AuthIv(bench.Arena.Put([.. s_iv, 0, 0, 0, 0]))).Error);
        Assert.Equal(bench.Read(aead, 16), bench.Read(mac, 16));
    }

    [Fact]
    public void Sm4_gcm_and_ccm_equal_rfc_8998()
    {
        using var bench = new SecBench();
        byte[] key = Convert.FromHexString("0123456789abcdeffedcba9876543210");
        byte[] nonce = Convert.FromHexString("00001234567800000000abcd");
        byte[] associated = Convert.FromHexString("feedfacedeadbeeffeedfacedeadbeefabaddad2");
        byte[] payload = Convert.FromHexString(
            "aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbccccccccccccccccddddddddddddddddeeeeeeeeeeeeeeeeffffffffffffffffeeeeeeeeeeeeeeeeaaaaaaaaaaaaaaaa");
        ulong input = bench.Arena.Put([.. associated, .. payload]);
        ulong output = bench.Arena.Take(100);
        ulong mac = bench.Arena.Take(16);
        ulong secret = bench.Arena.Put(key);

        Assert.Equal(0, bench.Run(Whole(3, 1, Sm4, Gcm, secret, bench.Arena.Put(nonce), 0, input, output, 20, 64, mac, 16)).Error);
        Assert.Equal("83de3541e4c2b58177e065a9bf7b62ec", Hex(bench, mac));
        ulong first = bench.Arena.Put(FirstBlock(nonce, 16, 20, 64));
        Assert.Equal(0, bench.Run(Whole(3, 1, Sm4, Ccm, secret, bench.Arena.Put(CounterBlock(nonce)), first, input, output, 20, 64, mac, 16)).Error);
        Assert.Equal("16842d4fa186f56ab33256971fa110f4", Hex(bench, mac));
    }

    internal static Bd Whole(
        int type, int action, int algorithm, int mode, ulong key, ulong iv, ulong first, ulong source, ulong target, int associated, int payload, ulong mac, int tag) =>
        Bd.Cipher(type, action, algorithm, mode, 0, source, target, payload, key, iv)
            .AuthLength(associated).CipherOffset(associated).AuthIv(first).Mac(mac).TagBytes(tag);

    internal static Bd Composed(int type, int action, int code, int words, ulong[] keys, int associated, int payload, ulong mac, int authKey)
    {
        Bd bd = Bd.Cipher(type, action, Aes, 1, 0, 0, 0, payload, keys[0], keys[1]).Auth(action).AuthAlgorithm(code).MacWords(words)
            .AuthKey(keys[2]).AuthKeyWords(authKey / 4).AuthLength(associated + payload).CipherOffset(associated).Mac(mac);
        return action == 2 ? bd.AuthFirst() : bd;
    }

    internal static byte[] CounterBlock(byte[] nonce) => [(byte)(14 - nonce.Length), .. nonce, .. new byte[14 - nonce.Length], 1];

    internal static byte[] FirstBlock(byte[] nonce, int tag, int associated, int payload)
    {
        byte[] block = [(byte)((14 - nonce.Length) | ((tag - 2) / 2 << 3) | (associated > 0 ? 0x40 : 0)), .. nonce, .. new byte[15 - nonce.Length]];
        BinaryPrimitives.WriteUInt16BigEndian(block.AsSpan(14), (ushort)payload);
        return block;
    }

    private static Bd First(int type, int code, ulong key, ulong source, int length, ulong state)
    {
        Bd bd = Bd.OfType(type, 7).Auth(1).AuthAlgorithm(code).AuthKey(key).AuthKeyWords(4).AuthLength(length).CipherOffset(length)
            .MacWords(4).Padding(1).Source(source).Mac(state);
        return type == 3 ? bd.Mode(6).Put(0x6C, 5, 1, 1) : bd;
    }

    private static Bd Middle(int type, int action, int algorithm, ulong key, ulong iv, ulong source, ulong target, int length, ulong state) =>
        Part(type, action, algorithm, key, iv, source, target, length).Padding(1).AuthIv(state).Mac(state);

    private static Bd Last(
        int type, int action, int algorithm, ulong key, ulong iv, ulong source, ulong target, int length, ulong slot, ulong mac, ulong associated, ulong total) =>
        Part(type, action, algorithm, key, iv, source, target, length).AuthIv(slot).Mac(mac).TagBytes(16).TotalLength(associated | (total << 24));

    private static Bd Part(int type, int action, int algorithm, ulong key, ulong iv, ulong source, ulong target, int length)
    {
        Bd bd = Bd.OfType(type, 7).Action(action).CipherAlgorithm(algorithm).Mode(Gcm).CipherLength(length).AuthIvSource(1).AuthKeyWords(4)
            .AuthKey(key).CipherKey(key).CipherIv(iv).Source(source).Destination(target);
        return type == 3 ? bd.Put(0x6C, 5, 1, 1) : bd;
    }

    private static (int Error, int Icv) Verdict(SecAnswer answer) => (answer.Error, answer.Icv);

    private static string Hex(SecBench bench, ulong address) => Convert.ToHexStringLower(bench.Read(address, 16));

    private static void SetCounter(SecBench bench, ulong iv, uint counter)
    {
        Assert.Equal(s_iv, bench.Read(iv, 12));
        BinaryPrimitives.WriteUInt32BigEndian(Zip.Arena.At(iv + 12, 4), counter);
    }
}
