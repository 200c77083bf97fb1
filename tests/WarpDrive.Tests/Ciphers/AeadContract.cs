using System.Security.Cryptography;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Aeads;

namespace WarpDrive.Tests.Ciphers;

/// <summary>What authenticated encryption promises, on whatever devices a library instance has.</summary>
public abstract class AeadContract : IDisposable
{
    private static readonly byte[] s_data = TestData.Mixed(70_000, 1);
    private static readonly byte[] s_nonce = TestData.Mixed(12, 2);
    private Accelerators? _accelerators;

    protected Accelerators Accelerators => _accelerators ??= CreateAccelerators();

    /// <summary>Whether the device has SM4.</summary>
    protected virtual bool HasSm4 => true;

    /// <summary>Whether the device works in the caller's memory; another takes what its reserved memory holds.</summary>
    protected virtual bool SharesAddresses => true;

    protected abstract Accelerators CreateAccelerators();

    public virtual void Dispose()
    {
        _accelerators?.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public void Gcm_gives_what_the_runtime_gives()
    {
        byte[] key = TestData.Mixed(32, 3);
        using var aead = new Aead(AeadAlgorithm.AesGcm, key, null, Accelerators);
        using var runtime = new AesGcm(key, 16);
        foreach ((int length, int extra) in Sizes())
        {
            byte[] room = new byte[length], expected = new byte[length], tag = new byte[16], expectedTag = new byte[16], back = new byte[length];
            Assert.Equal(length, aead.Encrypt(s_nonce, s_data.AsSpan(1, length), room, tag, s_data.AsSpan(7, extra)).BytesWritten);
            runtime.Encrypt(s_nonce, s_data.AsSpan(1, length), expected, expectedTag, s_data.AsSpan(7, extra));
            Assert.Equal(expected, room);
            Assert.Equal(expectedTag, tag);
            aead.Decrypt(s_nonce, room, tag, back, s_data.AsSpan(7, extra));
            Assert.Equal(s_data.AsSpan(1, length).ToArray(), back);
        }
    }

    [Fact]
    public void Ccm_gives_what_the_runtime_gives()
    {
        byte[] key = TestData.Mixed(16, 4);
        using var aead = new Aead(AeadAlgorithm.AesCcm, key, null, Accelerators);
        using var runtime = new AesCcm(key);
        foreach (int nonceLength in (int[])[7, 12, 13])
        {
            foreach ((int length, int extra) in Sizes().Where(size => size.Length % 7 == 0 || size.Length < 3))
            {
                int tagLength = 4 + (length % 7 * 2);
                ReadOnlySpan<byte> nonce = s_data.AsSpan(0, nonceLength);
                byte[] room = new byte[length], expected = new byte[length], tag = new byte[tagLength], expectedTag = new byte[tagLength];
                if (length >= 65_536 && nonceLength == 13)
                {
                    continue;   // its length field has two bytes
                }

                aead.Encrypt(nonce, s_data.AsSpan(1, length), room, tag, s_data.AsSpan(7, extra));
                runtime.Encrypt(nonce, s_data.AsSpan(1, length), expected, expectedTag, s_data.AsSpan(7, extra));
                Assert.Equal(expected, room);
                Assert.Equal(expectedTag, tag);
                aead.Decrypt(nonce, room, tag, room, s_data.AsSpan(7, extra));   // in place
                Assert.Equal(s_data.AsSpan(1, length).ToArray(), room);
            }
        }
    }

    /// <summary>RFC 8998 A.1.</summary>
    [Fact]
    public void Sm4_gives_the_published_vector()
    {
        if (!HasSm4)
        {
            using var none = new Aead(AeadAlgorithm.Sm4Gcm, new byte[16], null, Accelerators);
            Assert.Equal(RequestStatus.NoDevice,
                Assert.Throws<CryptoRequestException>(() => { none.Encrypt(s_nonce, new byte[5], new byte[5], new byte[16]); }).Status);
            return;
        }

        byte[] key = Convert.FromHexString("0123456789abcdeffedcba9876543210"), nonce = Convert.FromHexString("00001234567800000000abcd");
        byte[] extra = Convert.FromHexString("feedfacedeadbeeffeedfacedeadbeefabaddad2");
        byte[] plain = Convert.FromHexString(
            "aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbccccccccccccccccddddddddddddddddeeeeeeeeeeeeeeeeffffffffffffffffeeeeeeeeeeeeeeeeaaaaaaaaaaaaaaaa");
        byte[] room = new byte[64], tag = new byte[16];
        using var aead = new Aead(AeadAlgorithm.Sm4Gcm, key, null, Accelerators);
        aead.Encrypt(nonce, plain, room, tag, extra);
        Assert.Equal("83de3541e4c2b58177e065a9bf7b62ec", Convert.ToHexStringLower(tag));
        aead.Decrypt(nonce, room, tag, room, extra);
        Assert.Equal(plain, room);
    }

    [Theory]
    [InlineData(1000, 20)]
    [InlineData(1000, 0)]
    [InlineData(0, 20)]
    [InlineData(0, 0)]
    public void A_wrong_tag_releases_nothing(int length, int extra)
    {
        using var aead = new Aead(AeadAlgorithm.AesGcm, new byte[16], null, Accelerators);
        byte[] room = new byte[length], tag = new byte[16], back = TestData.Mixed(length, 9);
        aead.Encrypt(s_nonce, s_data.AsSpan(0, length), room, tag, s_data.AsSpan(0, extra));
        tag[15] ^= 1;
        Assert.Throws<AuthenticationTagMismatchException>(() => { aead.Decrypt(s_nonce, room, tag, back, s_data.AsSpan(0, extra)); });
        Assert.Equal(new byte[length], back);
        Assert.Equal(RequestStatus.TagMismatch, aead.TryDecrypt(s_nonce, room, tag, back, s_data.AsSpan(0, extra), out _));
        tag[15] ^= 1;
        Assert.Equal(RequestStatus.Ok, aead.TryDecrypt(s_nonce, room, tag, back, s_data.AsSpan(0, extra), out _));
        Assert.Equal(s_data.AsSpan(0, length).ToArray(), back);
    }

    [Fact]
    public async Task Batches_and_asynchronous_calls_give_what_single_calls_give()
    {
        byte[] key = TestData.Mixed(16, 5);
        using var aead = new Aead(AeadAlgorithm.AesGcm, key, null, Accelerators);
        using var runtime = new AesGcm(key, 16);
        AeadJob[] jobs = [.. Enumerable.Range(0, 100).Select(i => new AeadJob(
            TestData.Mixed(12, i), s_data.AsMemory(i, i * 80), new byte[i * 80], new byte[16], s_data.AsMemory(0, i % 3 * 13)))];
        var results = new CipherResult[jobs.Length];
        (byte[] Room, byte[] Tag)[] expected = [.. jobs.Select(job =>
        {
            byte[] room = new byte[job.Source.Length], tag = new byte[16];
            runtime.Encrypt(job.Nonce.Span, job.Source.Span, room, tag, job.AssociatedData.Span);
            return (room, tag);
        })];

        aead.EncryptMany(jobs, results);
        Assert.Equal(expected.Select(pair => pair.Room), jobs.Select(job => job.Destination.ToArray()));
        Assert.Equal(expected.Select(pair => pair.Tag), jobs.Select(job => job.Tag.ToArray()));
        AeadJob[] back = [.. jobs.Select(job => job with { Source = job.Destination })];
        back[50].Tag.Span[0] ^= 1;
        Assert.Throws<AuthenticationTagMismatchException>(() => aead.DecryptMany(back, results));
        Assert.Equal(new byte[50 * 80], back[50].Destination.ToArray());
        Assert.Equal(s_data[99..(99 + (99 * 80))], back[99].Destination.ToArray());

        ValueTask<CipherResult>[] calls = [.. jobs.Select(job => aead.EncryptAsync(job))];
        foreach (ValueTask<CipherResult> call in calls)
        {
            await call;
        }

        Assert.Equal(expected.Select(pair => pair.Tag), jobs.Select(job => job.Tag.ToArray()));
        back[99].Tag.Span[0] ^= 1;
        await Assert.ThrowsAsync<AuthenticationTagMismatchException>(async () => await aead.DecryptAsync(back[99]));
        Assert.Equal(new byte[99 * 80], back[99].Destination.ToArray());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(100)]
    public void Any_split_of_a_GCM_message_gives_what_the_whole_gives(int extra)
    {
        byte[] key = TestData.Mixed(32, 6);
        using var aead = new Aead(AeadAlgorithm.AesGcm, key, null, Accelerators);
        using var runtime = new AesGcm(key, 16);
        var random = new Random(extra);
        foreach (int length in (int[])[0, 1, 15, 16, 17, 300, 5000, 70_000])
        {
            byte[] expected = new byte[length], expectedTag = new byte[16], tag = new byte[16];
            runtime.Encrypt(s_nonce, s_data.AsSpan(0, length), expected, expectedTag, s_data.AsSpan(9, extra));
            byte[] room = Pieces(aead.BeginEncrypt(s_nonce, s_data.AsSpan(9, extra)), s_data[..length], random, (stream, rest) => stream.Finish(rest, tag));
            Assert.Equal(expected, room);
            Assert.Equal(expectedTag, tag);
            byte[] back = Pieces(aead.BeginDecrypt(s_nonce, s_data.AsSpan(9, extra)), room, random, (stream, rest) => stream.Verify(tag, rest));
            Assert.Equal(s_data[..length], back);
            tag[0] ^= 1;
            Assert.Throws<AuthenticationTagMismatchException>(() =>
                Pieces(aead.BeginDecrypt(s_nonce, s_data.AsSpan(9, extra)), room, random, (stream, rest) => stream.Verify(tag, rest)));
        }
    }

    private static byte[] Pieces(AeadStream stream, byte[] data, Random random, Func<AeadStream, byte[], int> end)
    {
        using (stream)
        {
            var output = new List<byte>();
            for (int at = 0; at < data.Length;)
            {
                int piece = Math.Min(random.Next(0, data.Length > 1000 ? 9000 : 40), data.Length - at);
                byte[] room = new byte[piece + 15];
                output.AddRange(room.AsSpan(0, stream.Update(data.AsSpan(at, piece), room)));
                at += piece;
            }

            byte[] rest = new byte[16];
            output.AddRange(rest.AsSpan(0, end(stream, rest)));
            return [.. output];
        }
    }

    [Fact]
    public void Misuse_is_told_before_anything_begins()
    {
        Assert.Throws<ArgumentException>(() => new Aead(AeadAlgorithm.AesGcm, new byte[17], null, Accelerators));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Aead(AeadAlgorithm.AesCbcHmac, new byte[16], null, Accelerators));
        using var aead = new Aead(AeadAlgorithm.AesGcm, new byte[16], null, Accelerators);
        byte[] room = new byte[64], tag = new byte[16];
        Assert.Throws<ArgumentException>(() => { aead.Encrypt(s_nonce.AsSpan(0, 11), room, room, tag); });
        Assert.Throws<ArgumentException>(() => { aead.Encrypt(s_nonce, room, room, tag.AsSpan(0, 11)); });
        Assert.Throws<ArgumentException>(() => { aead.Encrypt(s_nonce, room, room.AsSpan(0, 63), tag); });
        Assert.Throws<ArgumentException>(() => { aead.Encrypt(s_nonce, room.AsSpan(0, 40), room.AsSpan(8, 40), tag); });
        aead.Dispose();
        Assert.Throws<ObjectDisposedException>(() => { aead.Encrypt(s_nonce, room, room, tag); });
    }

    /// <summary>Lists have pieces of at most 8 MiB, and a device without shared addresses takes what its reserved memory holds.</summary>
    [Theory]
    [InlineData(AeadAlgorithm.AesGcm, 65_535)]
    [InlineData(AeadAlgorithm.AesCcm, 65_279)]
    public void The_longest_message_works_and_a_longer_one_is_told(AeadAlgorithm algorithm, int mostExtra)
    {
        using var aead = new Aead(algorithm, new byte[16], null, Accelerators);
        int most = SharesAddresses ? 16_776_704 : (4 << 20) / 2;
        byte[] data = new byte[most + 1], room = new byte[most], tag = new byte[16];
        data.AsSpan().Fill(7);
        foreach ((int tooLong, int extra) in new[] { (most + 1, 0), (most, 1), (16, mostExtra + 1) })
        {
            Assert.Equal(RequestStatus.Refused, Assert.Throws<CryptoRequestException>(() =>
            {
                aead.Encrypt(s_nonce, data.AsSpan(0, tooLong), data.AsSpan(0, tooLong), tag, s_data.AsSpan(0, extra));
            }).Status);
        }

        int length = most - 2000 - mostExtra;
        aead.Encrypt(s_nonce, data.AsSpan(0, length), room, tag, s_data.AsSpan(0, mostExtra));
        aead.Decrypt(s_nonce, room.AsSpan(0, length), tag, room, s_data.AsSpan(0, mostExtra));
        Assert.Equal(-1, room.AsSpan(0, length).IndexOfAnyExcept((byte)7));
    }

    private static IEnumerable<(int Length, int Extra)> Sizes() => Enumerable.Range(0, 301).Select(length => (length, length * 5 % 67))
        .Concat([(4096, 13), (16_384, 0), (65_535, 65_279), (65_536, 5)]);
}
