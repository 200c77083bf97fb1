using System.Security.Cryptography;
using WarpDrive.Engines.Ciphers;
using WarpDrive.Testing;

namespace WarpDrive.Engines.Tests.Ciphers;

/// <summary>What every path of <see cref="AeadEngine"/> has to do. A path that lacks a cipher, a length or streams hands them on, with the same result.</summary>
public abstract class AeadContract : IDisposable
{
    private const string GcmPlain =
        "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39";

    private const string GcmAssociated = "feedfacedeadbeeffeedfacedeadbeefabaddad2";

    private const string Sm4Plain =
        "aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbccccccccccccccccddddddddddddddddeeeeeeeeeeeeeeeeffffffffffffffffeeeeeeeeeeeeeeeeaaaaaaaaaaaaaaaa";

    private readonly CipherPath _path;
    private readonly AeadEngine _engine;

    protected AeadContract(CipherPath path)
    {
        string reason = CipherPaths.ReasonAgainst(path);
        Assert.SkipUnless(reason.Length == 0, reason);
        _path = path;
        _engine = new AeadEngine(path);
    }

    public static TheoryData<string, AeadKind, string, string, string, string, string, string> Vectors => new()
    {
        {
            "GCM specification, test case 1", AeadKind.AesGcm, "00000000000000000000000000000000", "000000000000000000000000", "", "", "",
            "58e2fccefa7e3061367f1d57a4e7455a"
        },
        {
            "GCM specification, test case 4", AeadKind.AesGcm, "feffe9928665731c6d6a8f9467308308", "cafebabefacedbaddecaf888", GcmAssociated,
            GcmPlain,
            "42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e21d514b25466931c7d8f6a5aac84aa051ba30b396a0aac973d58e091",
            "5bc94fbc3221a5db94fae95ae7121a47"
        },
        {
            "GCM specification, test case 16", AeadKind.AesGcm, "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308",
            "cafebabefacedbaddecaf888", GcmAssociated, GcmPlain,
            "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662",
            "76fc6ece0f4e1768cddf8853bb2d551b"
        },
        {
            "SP 800-38C, example 1", AeadKind.AesCcm, "404142434445464748494a4b4c4d4e4f", "10111213141516", "0001020304050607", "20212223",
            "7162015b", "4dac255d"
        },
        {
            "SP 800-38C, example 2", AeadKind.AesCcm, "404142434445464748494a4b4c4d4e4f", "1011121314151617",
            "000102030405060708090a0b0c0d0e0f", "202122232425262728292a2b2c2d2e2f", "d2a1f0e051ea5f62081a7792073d593d", "1fc64fbfaccd"
        },
        {
            "SP 800-38C, example 3", AeadKind.AesCcm, "404142434445464748494a4b4c4d4e4f", "101112131415161718191a1b",
            "000102030405060708090a0b0c0d0e0f10111213", "202122232425262728292a2b2c2d2e2f3031323334353637",
            "e3b201a9f5b71a7a9b1ceaeccd97e70b6176aad9a4428aa5", "484392fbc1b09951"
        },
        {
            "RFC 8998, A.1", AeadKind.Sm4Gcm, "0123456789abcdeffedcba9876543210", "00001234567800000000abcd", GcmAssociated, Sm4Plain,
            "17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735d82710ca5c22f0ccfa7cbf93d496ac15a56834cbcf98c397b4024a2691233b8d",
            "83de3541e4c2b58177e065a9bf7b62ec"
        },
        {
            "RFC 8998, A.2", AeadKind.Sm4Ccm, "0123456789abcdeffedcba9876543210", "00001234567800000000abcd", GcmAssociated, Sm4Plain,
            "48af93501fa62adbcd414cce6034d895dda1bf8f132f042098661572e7483094fd12e518ce062c98acee28d95df4416bed31a2f04476c18bb40c84a74b97dc5b",
            "16842d4fa186f56ab33256971fa110f4"
        },
    };

    public static TheoryData<AeadKind, int> Kinds => new()
    {
        { AeadKind.AesGcm, 16 },
        { AeadKind.AesGcm, 24 },
        { AeadKind.AesGcm, 32 },
        { AeadKind.AesCcm, 16 },
        { AeadKind.AesCcm, 24 },
        { AeadKind.AesCcm, 32 },
        { AeadKind.Sm4Gcm, 16 },
        { AeadKind.Sm4Ccm, 16 },
    };

    public void Dispose()
    {
        _engine?.Dispose();
        GC.SuppressFinalize(this);
    }

    [Theory]
    [MemberData(nameof(Vectors))]
    public void The_answers_of_the_standards_are_met(
        string source, AeadKind kind, string key, string iv, string associated, string plain, string cipher, string tag)
    {
        byte[] k = Convert.FromHexString(key);
        byte[] n = Convert.FromHexString(iv);
        byte[] a = Convert.FromHexString(associated);
        byte[] t = Convert.FromHexString(tag);
        var encryption = new AeadCase(kind, false, k, n, a, Convert.FromHexString(plain), new byte[t.Length]);
        var decryption = new AeadCase(kind, true, k, n, a, Convert.FromHexString(cipher), t);
        AeadCase.Run(_engine, encryption, decryption);
        Assert.True(cipher.Equals(Convert.ToHexString(encryption.Result), StringComparison.OrdinalIgnoreCase), $"{source} by {encryption.Job.Path}");
        Assert.Equal(tag, Convert.ToHexStringLower(encryption.Tag));
        Assert.False(decryption.Job.TagMismatch);
        Assert.Equal(plain, Convert.ToHexStringLower(decryption.Result));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_length_gives_what_the_standard_says_in_place_and_beside(AeadKind kind, int keyLength)
    {
        bool isGcm = kind is AeadKind.AesGcm or AeadKind.Sm4Gcm;
        var random = new Random(23);
        for (int length = 0; length <= 300; length++)
        {
            byte[] key = Bytes(random, keyLength);
            byte[] iv = Bytes(random, isGcm ? 12 : random.Next(7, 14));
            byte[] associated = Bytes(random, random.Next(3) == 0 ? 0 : random.Next(1, 70));
            byte[] plain = Bytes(random, length);
            int tagLength = isGcm ? random.Next(8, 17) : 2 * random.Next(2, 9);
            (byte[] cipher, byte[] tag) = ReferenceAead.Encrypt(kind, key, iv, associated, plain, tagLength);
            bool inPlace = random.Next(2) == 0;
            int offset = random.Next(16);
            var encryption = new AeadCase(kind, false, key, iv, associated, plain, new byte[tagLength], inPlace, offset);
            var decryption = new AeadCase(kind, true, key, iv, associated, cipher, tag, !inPlace, offset);
            AeadCase.Run(_engine, encryption, decryption);
            string what = $"{length} bytes, {associated.Length} beside, nonce {iv.Length}, tag {tagLength}, by {encryption.Job.Path}";
            Assert.True(cipher.AsSpan().SequenceEqual(encryption.Result), what);
            Assert.True(tag.AsSpan().SequenceEqual(encryption.Tag), what);
            Assert.False(decryption.Job.TagMismatch, what);
            Assert.True(plain.AsSpan().SequenceEqual(decryption.Result), what);
            if (_path is CipherPath.Managed or CipherPath.LibCrypto && AeadEngine.IsAvailable(_path, kind))
            {
                Assert.Equal(_path, encryption.Job.Path);
            }
        }
    }

    [Fact]
    public void Gcm_and_ccm_agree_with_the_runtime_at_larger_sizes()
    {
        var random = new Random(29);
        foreach (int length in new[] { 1023, 1024, 4095, 8191, 8192, 8193, 16384, 65264, 65280, 65296, 65520, 65536, 65537, 131072 })
        {
            byte[] key = Bytes(random, 16);
            byte[] iv = Bytes(random, 12);
            byte[] associated = Bytes(random, length % 2 == 0 ? random.Next(40) : random.Next(70000));
            byte[] plain = Bytes(random, length);
            byte[] cipher = new byte[length];
            byte[] tag = new byte[16];
            var gcm = new AesGcm(key, 16);
            gcm.Encrypt(iv, plain, cipher, tag, associated);
            Check(AeadKind.AesGcm);
            var ccm = new AesCcm(key);
            ccm.Encrypt(iv, plain, cipher, tag, associated);
            Check(AeadKind.AesCcm);

            void Check(AeadKind kind)
            {
                var encryption = new AeadCase(kind, false, key, iv, associated, plain, new byte[16]);
                var decryption = new AeadCase(kind, true, key, iv, associated, cipher, tag, inPlace: true);
                AeadCase.Run(_engine, encryption, decryption);
                Assert.Equal(tag, encryption.Tag);
                Assert.Equal(cipher, encryption.Result);
                Assert.False(decryption.Job.TagMismatch);
                Assert.Equal(plain, decryption.Result);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_wrong_bit_anywhere_is_found_and_no_plaintext_comes_out(AeadKind kind, int keyLength)
    {
        var random = new Random(31);
        byte[] key = Bytes(random, keyLength);
        byte[] iv = Bytes(random, 12);
        byte[] associated = Bytes(random, 20);
        (byte[] cipher, byte[] tag) = ReferenceAead.Encrypt(kind, key, iv, associated, Bytes(random, 100), 16);
        var cases = new List<AeadCase>();
        for (int i = 0; i < 60; i++)
        {
            byte[] c = [.. cipher];
            byte[] a = [.. associated];
            byte[] t = [.. tag];
            byte[] n = [.. iv];
            byte[] damaged = (i % 4) switch { 0 => c, 1 => a, 2 => t, _ => n };
            damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
            cases.Add(new AeadCase(kind, true, key, n, a, c, t, inPlace: i % 2 == 0));
            cases.Add(new AeadCase(kind, true, key, iv, associated, cipher, tag));
        }

        AeadCase.Run(_engine, [.. cases]);
        for (int i = 0; i < cases.Count; i++)
        {
            Assert.Equal(i % 2 == 0, cases[i].Job.TagMismatch);
            Assert.Equal(i % 2 == 0, cases[i].Result.All(b => b == 0));
        }
    }

    [Fact]
    public void The_known_stream_of_gcm_is_met()
    {
        // hisi-sec.md, section 13: state after the first part, state and counter after the middle, rest and tag at the end.
        byte[] key = [.. Enumerable.Range(0, 16).Select(i => (byte)(7 * i + 1))];
        byte[] iv = [.. Enumerable.Range(3, 12).Select(i => (byte)i)];
        byte[] associated = [.. Enumerable.Range(0, 20).Select(i => (byte)(i ^ 0x5A))];
        byte[] plain = [.. Enumerable.Range(0, 77).Select(i => (byte)(3 * i))];
        var parts = new GcmStream(_engine, AeadKind.AesGcm, false, key, iv);
        parts.First(associated);
        Assert.Equal("2b65a4c021606910dd262f8aafc21c6b", Convert.ToHexStringLower(parts.State));
        byte[] middle = parts.Middle(plain[..64]);
        Assert.Equal("b10962c10664d33b717d6faf87c803fd", Convert.ToHexStringLower(parts.State));
        byte[] tag = new byte[16];
        byte[] rest = parts.Last(plain[64..], tag, out _);
        Assert.Equal("e1073c65fff6bdd8a44368c0f2", Convert.ToHexStringLower(rest));
        Assert.Equal("aff31dd3a2ac3e6c7c7b6b95d2bc2ee0", Convert.ToHexStringLower(tag));
        (byte[] whole, _) = ReferenceAead.Encrypt(AeadKind.AesGcm, key, iv, associated, plain, 16);
        Assert.Equal(whole, middle.Concat(rest));
    }

    [Theory]
    [InlineData(AeadKind.AesGcm, 16)]
    [InlineData(AeadKind.AesGcm, 24)]
    [InlineData(AeadKind.AesGcm, 32)]
    [InlineData(AeadKind.Sm4Gcm, 16)]
    public void Any_split_of_a_stream_equals_the_whole_message(AeadKind kind, int keyLength)
    {
        var random = new Random(37);
        for (int round = 0; round < 60; round++)
        {
            byte[] key = Bytes(random, keyLength);
            byte[] iv = Bytes(random, 12);
            byte[] associated = Bytes(random, random.Next(1, 100));
            byte[] plain = Bytes(random, random.Next(round < 5 ? 40000 : 600));
            var whole = new AeadCase(kind, false, key, iv, associated, plain, new byte[16]);
            AeadCase.Run(_engine, whole);

            foreach (bool decrypt in new[] { false, true })
            {
                bool damaged = decrypt && round % 3 == 0;
                byte[] input = decrypt ? whole.Result : plain;
                byte[] tag = decrypt ? whole.Tag : new byte[16];
                tag[round % 16] ^= (byte)(damaged ? 1 : 0);
                var stream = new GcmStream(_engine, kind, decrypt, key, iv);
                stream.First(associated);
                var output = new List<byte>();
                int at = 0;
                while (input.Length - at >= 16 && random.Next(4) != 0)
                {
                    int bytes = 16 * random.Next(1, (input.Length - at) / 16 + 1);
                    output.AddRange(stream.Middle(input[at..(at + bytes)]));
                    at += bytes;
                }

                byte[] end = stream.Last(input[at..], tag, out bool mismatch);
                Assert.Equal(damaged, mismatch);
                Assert.Equal(decrypt ? plain[..at] : whole.Result[..at], output);
                Assert.Equal(damaged ? new byte[end.Length] : decrypt ? plain[at..] : whole.Result[at..], end);
                if (!decrypt)
                {
                    Assert.Equal(whole.Tag, tag);
                }
            }
        }
    }

    [Fact]
    public void Batches_of_all_kinds_and_many_keys_equal_the_standard()
    {
        var random = new Random(41);
        var cases = new List<AeadCase>();
        var expected = new List<(byte[] Output, byte[] Tag)>();
        for (int i = 0; i < 900; i++)
        {
            var kind = (AeadKind)random.Next(4);
            bool isGcm = kind is AeadKind.AesGcm or AeadKind.Sm4Gcm;
            byte[] key = Bytes(random, kind is AeadKind.AesGcm or AeadKind.AesCcm ? 16 + 8 * random.Next(3) : 16);
            byte[] iv = Bytes(random, isGcm ? 12 : 13);
            byte[] associated = Bytes(random, random.Next(50));
            byte[] plain = Bytes(random, random.Next(200));
            (byte[] cipher, byte[] tag) = ReferenceAead.Encrypt(kind, key, iv, associated, plain, 16);
            bool decrypt = random.Next(2) == 0;
            cases.Add(new AeadCase(kind, decrypt, key, iv, associated, decrypt ? cipher : plain, decrypt ? tag : new byte[16]));
            expected.Add((decrypt ? plain : cipher, tag));
        }

        AeadCase.Run(_engine, [.. cases]);
        for (int i = 0; i < cases.Count; i++)
        {
            Assert.False(cases[i].Job.TagMismatch);
            Assert.Equal(expected[i].Output, cases[i].Result);
            Assert.Equal(expected[i].Tag, cases[i].Tag);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_warm_engine_allocates_nothing(AeadKind kind, int keyLength)
    {
        var random = new Random(2);
        AeadCase[] cases =
        [
            .. Enumerable.Range(0, 20).Select(
                i => new AeadCase(kind, i % 2 == 0, Bytes(random, keyLength), Bytes(random, 12), Bytes(random, i), Bytes(random, 50 * i), new byte[16]))
        ];
        AeadJob[] jobs = [.. cases.Select(c => c.Job)];
        for (int i = 0; i < 40; i++)
        {
            _engine.Run(jobs);
        }

        Assert.Equal(0, Allocations.Least(20, _ => _engine.Run(jobs)));
        GC.KeepAlive(cases);   // the jobs point into them
    }

    private static byte[] Bytes(Random random, int length)
    {
        byte[] bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }
}
