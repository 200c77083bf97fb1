using WarpDrive.Engines.Ciphers;
using WarpDrive.Testing;

namespace WarpDrive.Engines.Tests.Ciphers;

/// <summary>What every path of <see cref="MacEngine"/> has to do. A path that lacks an algorithm or a length hands it on, with the same result.</summary>
public abstract class MacContract : IDisposable
{
    private const string Message =
        "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e5130c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710";

    private const string Key128 = "2b7e151628aed2a6abf7158809cf4f3c";
    private const string Key192 = "8e73b0f7da0e6452c810f32b809079e562f8ead2522c6b7b";
    private const string Key256 = "603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4";
    private const string XcbcKey = "000102030405060708090a0b0c0d0e0f";
    private const string Counting = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f2021";

    private readonly MacEngine _engine;

    protected MacContract(CipherPath path)
    {
        string reason = CipherPaths.ReasonAgainst(path);
        Assert.SkipUnless(reason.Length == 0, reason);
        _engine = new MacEngine(path);
    }

    public static TheoryData<MacKind, string, string, string> Vectors => new()
    {
        // SP 800-38B, D.1 to D.3.
        { MacKind.AesCmac, Key128, "", "bb1d6929e95937287fa37d129b756746" },
        { MacKind.AesCmac, Key128, Message[..32], "070a16b46b4d4144f79bdd9dd04a287c" },
        { MacKind.AesCmac, Key128, Message[..80], "dfa66747de9ae63030ca32611497c827" },
        { MacKind.AesCmac, Key128, Message, "51f0bebf7e3b9d92fc49741779363cfe" },
        { MacKind.AesCmac, Key192, "", "d17ddf46adaacde531cac483de7a9367" },
        { MacKind.AesCmac, Key192, Message[..80], "8a1de5be2eb31aad089a82e6ee908b0e" },
        { MacKind.AesCmac, Key256, "", "028962f61b7bf89efc6b551f4667d983" },
        { MacKind.AesCmac, Key256, Message, "e1992190549f6ed5696a2c056c315410" },

        // RFC 3566, section 4.6.
        { MacKind.AesXcbc, XcbcKey, "", "75f0251d528ac01c4573dfd584d79f29" },
        { MacKind.AesXcbc, XcbcKey, Counting[..6], "5b376580ae2f19afe7219ceef172756f" },
        { MacKind.AesXcbc, XcbcKey, Counting[..32], "d2a246fa349b68a79998a4394ff7a263" },
        { MacKind.AesXcbc, XcbcKey, Counting[..40], "47f51b4564966215b8985c63055ed308" },
        { MacKind.AesXcbc, XcbcKey, Counting[..64], "f54f0ec8d2b9f3d36807734bd5283fd4" },
        { MacKind.AesXcbc, XcbcKey, Counting, "becbb3bccdb518a30677d5481fb6b4d8" },
        { MacKind.AesXcbc, XcbcKey, new string('0', 2000), "f0dafee895db30253761103b5d84528f" },
    };

    public static TheoryData<MacKind, int> Kinds => new()
    {
        { MacKind.AesCmac, 16 },
        { MacKind.AesCmac, 24 },
        { MacKind.AesCmac, 32 },
        { MacKind.AesXcbc, 16 },
        { MacKind.AesGmac, 16 },
        { MacKind.AesGmac, 24 },
        { MacKind.AesGmac, 32 },
        { MacKind.Sm4Gmac, 16 },
    };

    public void Dispose()
    {
        _engine?.Dispose();
        GC.SuppressFinalize(this);
    }

    [Theory]
    [MemberData(nameof(Vectors))]
    public void The_answers_of_the_standards_are_met(MacKind kind, string key, string message, string code)
    {
        var one = new MacCase(kind, Convert.FromHexString(key), [], Convert.FromHexString(message));
        MacCase.Run(_engine, one);
        Assert.Equal(code, Convert.ToHexStringLower(one.Code));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Batches_of_every_length_give_what_the_standard_says(MacKind kind, int keyLength)
    {
        var random = new Random(43);
        byte[][] keys = [.. Enumerable.Range(0, 40).Select(_ => Bytes(random, keyLength))];
        var cases = new List<MacCase>();
        var expected = new List<byte[]>();
        for (int length = 0; length <= 300; length++)
        {
            byte[] key = keys[random.Next(keys.Length)];
            byte[] iv = kind is MacKind.AesGmac or MacKind.Sm4Gmac ? Bytes(random, 12) : [];
            byte[] message = Bytes(random, length);
            cases.Add(new MacCase(kind, key, iv, message, random.Next(16)));
            expected.Add(kind switch
            {
                MacKind.AesCmac => ReferenceMac.Cmac(key, message),
                MacKind.AesXcbc => ReferenceMac.Xcbc(key, message),
                MacKind.AesGmac => ReferenceAead.Encrypt(AeadKind.AesGcm, key, iv, message, [], 16).Tag,
                _ => ReferenceAead.Encrypt(AeadKind.Sm4Gcm, key, iv, message, [], 16).Tag,
            });
        }

        MacCase.Run(_engine, [.. cases]);
        for (int i = 0; i < cases.Count; i++)
        {
            Assert.True(expected[i].AsSpan().SequenceEqual(cases[i].Code), $"{i} bytes by {cases[i].Job.Path}");
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Lengths_beyond_16_bits_give_what_the_standard_says(MacKind kind, int keyLength)
    {
        var random = new Random(47);
        byte[] key = Bytes(random, keyLength);
        byte[] iv = Bytes(random, 12);
        byte[][] messages = [.. new[] { 65519, 65520, 65521, 65534, 65536, 65537, 100000 }.Select(length => Bytes(random, length))];
        MacCase[] cases = [.. messages.Select(message => new MacCase(kind, key, iv, message))];
        MacCase.Run(_engine, cases);
        for (int i = 0; i < cases.Length; i++)
        {
            byte[] expected = kind switch
            {
                MacKind.AesCmac => ReferenceMac.Cmac(key, messages[i]),
                MacKind.AesXcbc => ReferenceMac.Xcbc(key, messages[i]),
                MacKind.AesGmac => ReferenceAead.Encrypt(AeadKind.AesGcm, key, iv, messages[i], [], 16).Tag,
                _ => ReferenceAead.Encrypt(AeadKind.Sm4Gcm, key, iv, messages[i], [], 16).Tag,
            };
            Assert.True(expected.AsSpan().SequenceEqual(cases[i].Code), $"{messages[i].Length} bytes by {cases[i].Job.Path}");
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_warm_engine_allocates_nothing(MacKind kind, int keyLength)
    {
        var random = new Random(2);
        MacCase[] cases =
        [
            .. Enumerable.Range(0, 20).Select(i => new MacCase(kind, Bytes(random, keyLength), Bytes(random, 12), Bytes(random, 50 * i)))
        ];
        MacJob[] jobs = [.. cases.Select(c => c.Job)];
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
