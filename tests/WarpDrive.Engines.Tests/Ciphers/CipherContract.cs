using System.Collections.Concurrent;
using System.Security.Cryptography;
using WarpDrive.Engines.Ciphers;
using WarpDrive.Testing;

namespace WarpDrive.Engines.Tests.Ciphers;

/// <summary>What every path of <see cref="CipherEngine"/> has to do. A path that lacks a mode hands it on, with the same result.</summary>
public abstract class CipherContract : IDisposable
{
    private static readonly ConcurrentDictionary<(CipherKind Kind, BlockMode Mode, int KeyLength), (byte[], byte[], byte[], byte[])[]> s_answers =
        new();

    private static readonly ConcurrentDictionary<BlockMode, (byte[] Key, byte[] Iv, byte[] Plain, byte[] Cipher)[]> s_longAnswers = new();

    private readonly CipherPath _path;
    private readonly CipherEngine _engine;

    protected CipherContract(CipherPath path)
    {
        string reason = CipherPaths.ReasonAgainst(path);
        Assert.SkipUnless(reason.Length == 0, reason);
        _path = path;
        _engine = new CipherEngine(path);
    }

    public static TheoryData<string, CipherKind, BlockMode, string, string, string, string> Vectors => CipherVectors.All;

    public static TheoryData<CipherKind, BlockMode, int> Modes
    {
        get
        {
            var data = new TheoryData<CipherKind, BlockMode, int>();
            foreach (BlockMode mode in Enum.GetValues<BlockMode>())
            {
                bool isXts = mode is BlockMode.Xts or BlockMode.XtsGb;
                data.Add(CipherKind.Sm4, mode, isXts ? 32 : 16);
                data.Add(CipherKind.Aes, mode, isXts ? 32 : 16);
                data.Add(CipherKind.Aes, mode, isXts ? 64 : 32);
                if (!isXts)
                {
                    data.Add(CipherKind.Aes, mode, 24);
                }
            }

            return data;
        }
    }

    public void Dispose()
    {
        _engine?.Dispose();
        GC.SuppressFinalize(this);
    }

    [Theory]
    [MemberData(nameof(Vectors))]
    public void The_answers_of_the_standards_are_met(
        string source, CipherKind kind, BlockMode mode, string key, string iv, string plain, string cipher)
    {
        byte[] keyBytes = Convert.FromHexString(key);
        byte[] ivBytes = Convert.FromHexString(iv);
        byte[] encrypted = CipherCase.Run(_engine, kind, mode, false, keyBytes, ivBytes, Convert.FromHexString(plain), out CipherPath path);
        Assert.True(cipher.Equals(Convert.ToHexString(encrypted), StringComparison.OrdinalIgnoreCase), $"{source} by {path}");

        byte[] decrypted = CipherCase.Run(_engine, kind, mode, true, keyBytes, ivBytes, Convert.FromHexString(cipher), out _);
        Assert.True(plain.Equals(Convert.ToHexString(decrypted), StringComparison.OrdinalIgnoreCase), $"{source}, back, by {path}");
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void Every_legal_length_gives_what_the_standard_says_in_place_and_beside(CipherKind kind, BlockMode mode, int keyLength)
    {
        var random = new Random(17 + (int)mode);
        foreach ((byte[] key, byte[] iv, byte[] plain, byte[] expected) in KnownAnswers(kind, mode, keyLength))
        {
            int length = plain.Length;
            foreach (bool inPlace in new[] { false, true })
            {
                int offset = random.Next(16);
                var encryption = new CipherCase(kind, mode, false, key, iv, plain, inPlace, offset);
                var decryption = new CipherCase(kind, mode, true, key, iv, expected, inPlace, offset);
                Span<CipherJob> jobs = [encryption.Job, decryption.Job];
                _engine.Run(jobs);
                Assert.True(expected.AsSpan().SequenceEqual(encryption.Result), $"{length} bytes by {jobs[0].Path}");
                Assert.True(plain.AsSpan().SequenceEqual(decryption.Result), $"{length} bytes back by {jobs[1].Path}");
                if (length > 0 && CipherEngine.IsAvailable(_path, kind, mode) && _path != CipherPath.Auto)
                {
                    // libIPSec_MB leaves the wrap of a short counter to others.
                    Assert.True(jobs[0].Path == _path || (mode == BlockMode.Ctr && _path == CipherPath.IpsecMb), jobs[0].Path.ToString());
                }
            }
        }
    }

    [Theory]
    [InlineData(BlockMode.Ecb)]
    [InlineData(BlockMode.Cbc)]
    [InlineData(BlockMode.Cfb)]
    [InlineData(BlockMode.Ofb)]
    [InlineData(BlockMode.Ctr)]
    [InlineData(BlockMode.Xts)]
    [InlineData(BlockMode.CbcCs3)]
    public void Lengths_beyond_16_bits_give_what_the_standard_says(BlockMode mode)
    {
        (byte[] Key, byte[] Iv, byte[] Plain, byte[] Cipher)[] answers = s_longAnswers.GetOrAdd(mode, static mode =>
        {
            var random = new Random(53);
            return
            [
                .. new[] { 65504, 65520, 65536, 65552, 131088 + (mode >= BlockMode.Cfb ? 5 : 0), 300000 + (mode >= BlockMode.Cfb ? 9 : 0) }.Select(length =>
                {
                    byte[] key = Bytes(random, mode == BlockMode.Xts ? 32 : 16);
                    byte[] iv = Bytes(random, 16);
                    byte[] plain = Bytes(random, length);
                    return (key, iv, plain, ReferenceModes.Encrypt(CipherKind.Aes, mode, key, iv, plain));
                })
            ];
        });

        // All together, so that those whose blocks wait for each other go side by side.
        CipherCase[] encryptions = [.. answers.Select(a => new CipherCase(CipherKind.Aes, mode, false, a.Key, a.Iv, a.Plain))];
        CipherCase[] decryptions = [.. answers.Select(a => new CipherCase(CipherKind.Aes, mode, true, a.Key, a.Iv, a.Cipher))];
        CipherJob[] jobs = [.. encryptions.Concat(decryptions).Select(c => c.Job)];
        _engine.Run(jobs);
        for (int i = 0; i < answers.Length; i++)
        {
            Assert.True(answers[i].Cipher.AsSpan().SequenceEqual(encryptions[i].Result), $"{answers[i].Plain.Length} bytes by {jobs[i].Path}");
            Assert.True(
                answers[i].Plain.AsSpan().SequenceEqual(decryptions[i].Result),
                $"{answers[i].Plain.Length} bytes back by {jobs[answers.Length + i].Path}");
        }
    }

    [Fact]
    public void Des_of_lengths_beyond_16_bits_agrees_with_the_runtime()
    {
        var random = new Random(59);
        byte[] key = Bytes(random, 24);
        byte[] iv = Bytes(random, 8);
        byte[][] plain = [.. new[] { 65512, 65528, 65536, 65544, 65536, 70000, 131080 }.Select(length => Bytes(random, length))];
        CipherCase[] cases = [.. plain.Select(p => new CipherCase(CipherKind.TripleDes, BlockMode.Cbc, false, key, iv, p))];
        _engine.Run([.. cases.Select(c => c.Job)]);
        for (int i = 0; i < plain.Length; i++)
        {
            Assert.Equal(RuntimeDes(BlockMode.Cbc, key, iv, plain[i]), cases[i].Result);
        }
    }

    [Theory]
    [InlineData(16)]
    [InlineData(24)]
    public void Triple_des_agrees_with_the_runtime(int keyLength)
    {
        var random = new Random(3 + keyLength);
        for (int length = 0; length <= 304; length += 8)
        {
            byte[] key = Bytes(random, keyLength);
            byte[] iv = Bytes(random, 8);
            byte[] plain = Bytes(random, length);
            foreach (BlockMode mode in new[] { BlockMode.Ecb, BlockMode.Cbc })
            {
                byte[] encrypted = CipherCase.Run(_engine, CipherKind.TripleDes, mode, false, key, iv, plain, out _);
                byte[] expected = RuntimeDes(mode, key, iv, plain);
                Assert.Equal(expected, encrypted);
                Assert.Equal(plain, CipherCase.Run(_engine, CipherKind.TripleDes, mode, true, key, iv, encrypted, out _));
            }
        }
    }

    [Theory]
    [InlineData("00112233445566778899aabbffffffff")]
    [InlineData("00112233445566778899aabbfffffff9")]
    [InlineData("0011223344556677ffffffffffffffff")]
    [InlineData("fffffffffffffffffffffffffffffffe")]
    public void A_counter_carries_through_all_its_bytes(string counter)
    {
        var random = new Random(5);
        byte[] iv = Convert.FromHexString(counter);
        byte[] key = Bytes(random, 16);
        byte[] plain = Bytes(random, 700);
        foreach (CipherKind kind in new[] { CipherKind.Aes, CipherKind.Sm4 })
        {
            byte[] expected = ReferenceModes.Encrypt(kind, BlockMode.Ctr, key, iv, plain);
            Assert.Equal(expected, CipherCase.Run(_engine, kind, BlockMode.Ctr, false, key, iv, plain, out _));
        }
    }

    [Fact]
    public void Batches_of_all_kinds_and_many_keys_equal_single_jobs()
    {
        var random = new Random(11);
        var cases = new List<CipherCase>();
        var expected = new List<byte[]>();
        byte[][] keys = [.. Enumerable.Range(0, 700).Select(_ => Bytes(random, 64))];
        using var single = new CipherEngine(CipherPath.Managed);
        for (int i = 0; i < 2000; i++)
        {
            BlockMode mode = (BlockMode)random.Next(10);
            bool isXts = mode is BlockMode.Xts or BlockMode.XtsGb;
            CipherKind kind = mode == BlockMode.XtsGb ? CipherKind.Sm4 : (CipherKind)random.Next(mode <= BlockMode.Cbc ? 4 : 2);
            int keyLength = kind switch
            {
                CipherKind.Aes => isXts ? 32 : 16 + 8 * random.Next(3),
                CipherKind.Sm4 => isXts ? 32 : 16,
                CipherKind.Des => 8,
                _ => 16 + 8 * random.Next(2),
            };
            int length = random.Next(10) == 0 ? 4096 + 16 * random.Next(100) : 16 * random.Next(1, 40);
            length += mode >= BlockMode.Cfb ? random.Next(16) : 0;
            bool decrypt = random.Next(2) == 0;
            byte[] key = keys[random.Next(keys.Length)][..keyLength];
            byte[] iv = Bytes(random, 16);
            byte[] data = Bytes(random, length);
            cases.Add(new CipherCase(kind, mode, decrypt, key, iv, data, inPlace: random.Next(2) == 0, offset: random.Next(16)));
            expected.Add(CipherCase.Run(single, kind, mode, decrypt, key, iv, data, out _));
        }

        CipherJob[] jobs = [.. cases.Select(c => c.Job)];
        _engine.Run(jobs);
        for (int i = 0; i < jobs.Length; i++)
        {
            Assert.True(
                expected[i].AsSpan().SequenceEqual(cases[i].Result),
                $"job {i}: {jobs[i].Kind} {jobs[i].Mode}, {jobs[i].Length} bytes, decrypt {jobs[i].Decrypt}, by {jobs[i].Path}");
        }
    }

    [Theory]
    [InlineData(16, false)]
    [InlineData(24, true)]
    [InlineData(32, false)]
    public void Many_messages_whole_pages_apart_are_encrypted_right(int keyLength, bool inPlace)
    {
        const int Stride = 16 << 10;
        const int Count = 64;
        var random = new Random(keyLength);
        byte[] from = GC.AllocateUninitializedArray<byte>(Stride * Count, pinned: true);
        byte[] to = inPlace ? from : GC.AllocateUninitializedArray<byte>(Stride * Count, pinned: true);
        byte[] keys = CipherCase.Pinned(Bytes(random, 2 * keyLength), 0), ivs = CipherCase.Pinned(Bytes(random, 16 * Count), 0);
        var jobs = new CipherJob[Count];
        var expected = new byte[Count][];
        random.NextBytes(from);
        for (int i = 0; i < Count; i++)
        {
            // Among the long ones some that are shorter, decrypted, or of another mode.
            bool isCbc = i % 11 != 5, decrypt = i % 13 == 4;
            int keyAt = i % 3 == 0 ? keyLength : 0, length = i % 7 == 3 ? 48 : i % 5 == 2 ? 8192 : Stride;
            expected[i] = CipherCase.Run(
                _engine, CipherKind.Aes, isCbc ? BlockMode.Cbc : BlockMode.Ecb, decrypt, keys[keyAt..(keyAt + keyLength)], ivs[(i * 16)..(i * 16 + 16)],
                from.AsSpan(i * Stride, length), out _);
            unsafe
            {
                jobs[i] = new CipherJob
                {
                    Kind = CipherKind.Aes,
                    Mode = isCbc ? BlockMode.Cbc : BlockMode.Ecb,
                    Decrypt = decrypt,
                    Key = CipherCase.Pointer(keys) + keyAt,
                    KeyLength = keyLength,
                    Iv = CipherCase.Pointer(ivs) + i * 16,
                    Source = CipherCase.Pointer(from) + i * Stride,
                    Destination = CipherCase.Pointer(to) + i * Stride,
                    Length = length,
                };
            }
        }

        _engine.Run(jobs);
        for (int i = 0; i < Count; i++)
        {
            Assert.True(expected[i].AsSpan().SequenceEqual(to.AsSpan(i * Stride, expected[i].Length)), $"message {i}, by {jobs[i].Path}");
        }

        GC.KeepAlive(from);   // the jobs point into them
        GC.KeepAlive(keys);
        GC.KeepAlive(ivs);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void A_warm_engine_allocates_nothing(CipherKind kind, BlockMode mode, int keyLength)
    {
        var random = new Random(2);
        CipherCase[] cases =
        [
            .. Enumerable.Range(0, 20).Select(
                i => new CipherCase(kind, mode, i % 2 == 0, Bytes(random, keyLength), Bytes(random, 16), Bytes(random, 16 * (1 + i))))
        ];
        CipherJob[] jobs = [.. cases.Select(c => c.Job)];
        for (int i = 0; i < 40; i++)
        {
            _engine.Run(jobs);
        }

        Assert.Equal(0, Allocations.Least(20, _ => _engine.Run(jobs)));
        GC.KeepAlive(cases);   // the jobs point into them
    }

    /// <summary>All legal lengths up to 300; computed once for all paths.</summary>
    private static (byte[] Key, byte[] Iv, byte[] Plain, byte[] Cipher)[] KnownAnswers(CipherKind kind, BlockMode mode, int keyLength) =>
        s_answers.GetOrAdd((kind, mode, keyLength), static which =>
        {
            var random = new Random(19 + (int)which.Mode);
            var answers = new List<(byte[] Key, byte[] Iv, byte[] Plain, byte[] Cipher)>();
            for (int length = 0; length <= 300; length++)
            {
                if (IsLegal(which.Mode, length))
                {
                    byte[] key = Bytes(random, which.KeyLength);
                    byte[] iv = Bytes(random, 16);
                    byte[] plain = Bytes(random, length);
                    answers.Add((key, iv, plain, ReferenceModes.Encrypt(which.Kind, which.Mode, key, iv, plain)));
                }
            }

            return [.. answers];
        });

    private static bool IsLegal(BlockMode mode, int length) => mode switch
    {
        BlockMode.Ecb or BlockMode.Cbc => length % 16 == 0,
        BlockMode.Cfb or BlockMode.Ofb or BlockMode.Ctr => true,
        _ => length >= 16,
    };

    private static byte[] RuntimeDes(BlockMode mode, byte[] key, byte[] iv, byte[] plain)
    {
        using var triple = TripleDES.Create();
        triple.Key = key.Length == 16 ? [.. key, .. key[..8]] : key;   // OpenSSL 3 refuses two keys
        return mode == BlockMode.Ecb ? triple.EncryptEcb(plain, PaddingMode.None) : triple.EncryptCbc(plain, iv, PaddingMode.None);
    }

    private static byte[] Bytes(Random random, int length)
    {
        byte[] bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }
}
