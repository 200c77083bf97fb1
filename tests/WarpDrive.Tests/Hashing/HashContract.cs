using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Digests;

namespace WarpDrive.Tests.Hashing;

/// <summary>What hashers promise, on whatever devices a library instance has.</summary>
public abstract class HashContract : IDisposable
{
    private Accelerators? _accelerators;

    protected Accelerators Accelerators => _accelerators ??= CreateAccelerators();

    protected abstract Accelerators CreateAccelerators();

    public virtual void Dispose()
    {
        _accelerators?.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>"abc": RFC 1321 A.5; FIPS 180-4 examples; GB/T 32905 A.1.</summary>
    [Theory]
    [InlineData(DigestAlgorithm.Md5, "900150983cd24fb0d6963f7d28e17f72")]
    [InlineData(DigestAlgorithm.Sha1, "a9993e364706816aba3e25717850c26c9cd0d89d")]
    [InlineData(DigestAlgorithm.Sha224, "23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7")]
    [InlineData(DigestAlgorithm.Sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    [InlineData(DigestAlgorithm.Sha384, "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7")]
    [InlineData(DigestAlgorithm.Sha512, "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f")]
    [InlineData(DigestAlgorithm.Sha512T224, "4634270f707b6a54daae7530460842e20e37ed265ceee9a43e8924aa")]
    [InlineData(DigestAlgorithm.Sha512T256, "53048e2681941ef99b2e29b76b4c7dabe4c2d0c634fc6d46e0e2f13107e7af23")]
    [InlineData(DigestAlgorithm.Sm3, "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0")]
    public void The_published_vectors_come_out_of_every_form(DigestAlgorithm algorithm, string digest)
    {
        using var hasher = new Hasher(algorithm, null, Accelerators);
        byte[] abc = "abc"u8.ToArray(), expected = Convert.FromHexString(digest);
        byte[] room = new byte[hasher.HashSize];

        Assert.Equal(expected, hasher.Hash(abc));
        Assert.Equal(RequestStatus.Ok, hasher.TryHash(abc, room, out HashResult result));
        Assert.Equal(hasher.HashSize, result.BytesWritten);
        Assert.Equal(expected, room);
        Assert.Equal(expected, hasher.Hash(new MemoryStream(abc)));
        Assert.True(hasher.Verify(abc, expected));
        Assert.True(hasher.Verify(abc, expected.AsSpan(0, (expected.Length + 1) / 2)));
        expected[0] ^= 1;
        Assert.False(hasher.Verify(abc, expected));
    }

    [Fact]
    public void Every_length_gives_what_the_runtime_gives()
    {
        byte[] data = TestData.Mixed(100_001, 4);
        foreach (DigestAlgorithm algorithm in HashReference.InRuntime)
        {
            using var hasher = new Hasher(algorithm, null, Accelerators);
            using var hmac = new Hmac(algorithm, data.AsSpan(0, 20), null, Accelerators);
            byte[] digest = new byte[hasher.HashSize];
            foreach (int length in Enumerable.Range(0, 301).Concat([4095, 4096, 4097, 16_383, 65_536, 65_537, 100_000]))
            {
                hasher.Hash(data.AsSpan(1, length), digest);
                Assert.Equal(HashReference.Hash(algorithm, data.AsSpan(1, length)), digest);
                hmac.Hash(data.AsSpan(1, length), digest);
                Assert.Equal(HashReference.Hmac(algorithm, data[..20], data.AsSpan(1, length)), digest);
            }
        }
    }

    [Fact]
    public void Keys_of_every_length_work_and_long_ones_are_hashed_first()
    {
        byte[] message = TestData.Mixed(1000, 5);
        foreach (DigestAlgorithm algorithm in HashReference.InRuntime)
        {
            foreach (int length in (int[])[0, 1, 2, 3, 4, 5, 31, 63, 64, 65, 127, 128, 129, 1000])
            {
                byte[] key = TestData.Mixed(length, length);
                using var hmac = new Hmac(algorithm, key, null, Accelerators);
                Assert.Equal(HashReference.Hmac(algorithm, key, message), hmac.Hash(message));
                using IncrementalHasher parts = hmac.CreateIncremental();
                parts.Append(message.AsSpan(0, 300));
                parts.Append(message.AsSpan(300));
                Assert.Equal(HashReference.Hmac(algorithm, key, message), parts.GetHashAndReset());
            }
        }
    }

    [Fact]
    public void Any_split_gives_what_the_whole_gives()
    {
        var random = new Random(6);
        byte[] data = TestData.Mixed(200_000, 6);
        foreach (DigestAlgorithm algorithm in HashReference.InRuntime)
        {
            using var hasher = new Hasher(algorithm, null, Accelerators);
            using IncrementalHasher parts = hasher.CreateIncremental();
            for (int round = 0; round < 12; round++)
            {
                int length = random.Next(1, data.Length), most = round % 3 == 0 ? 200 : 90_000, at = 0;
                while (at < length)
                {
                    int piece = Math.Min(random.Next(0, most), length - at);
                    parts.Append(data.AsSpan(at, piece));
                    at += piece;
                    if (random.Next(8) == 0)
                    {
                        byte[] soFar = new byte[parts.HashSize];
                        parts.GetCurrentHash(soFar);
                        Assert.Equal(HashReference.Hash(algorithm, data.AsSpan(0, at)), soFar);
                    }

                    Assert.Equal(at, parts.Length);
                }

                Assert.Equal(HashReference.Hash(algorithm, data.AsSpan(0, length)), parts.GetHashAndReset());
            }
        }
    }

    [Fact]
    public void Messages_beyond_one_request_go_in_parts()
    {
        byte[] data = TestData.Mixed(0xFFFE00 + 1, 7);
        using var hasher = new Hasher(DigestAlgorithm.Sha256, null, Accelerators);
        foreach (int length in (int[])[0xFFFE00 - 1, 0xFFFE00, 0xFFFE00 + 1])
        {
            Assert.Equal(SHA256.HashData(data.AsSpan(0, length)), hasher.Hash(data.AsSpan(0, length)));
        }
    }

    [Fact]
    public void Batches_give_what_single_calls_give()
    {
        var random = new Random(8);
        foreach (DigestAlgorithm algorithm in HashReference.InRuntime)
        {
            using var hasher = new Hasher(algorithm, null, Accelerators);
            byte[][] sources = [.. Enumerable.Range(0, 150).Select(i => TestData.Mixed(random.Next(i % 10 == 0 ? 20_000 : 600), i))];
            ReadOnlyMemory<byte>[] memories = [.. sources.Select(source => new ReadOnlyMemory<byte>(source))];
            byte[] digests = new byte[sources.Length * hasher.HashSize];
            byte[][] expected = [.. sources.Select(source => HashReference.Hash(algorithm, source))];

            Receipt receipt = hasher.HashMany(memories, digests);
            Assert.NotEmpty(receipt.Device);
            Assert.Equal(expected, digests.Chunk(hasher.HashSize));

            HashJob[] jobs = [.. sources.Select(source => new HashJob(source, new byte[hasher.HashSize]))];
            var results = new HashResult[jobs.Length];
            hasher.HashMany(jobs, results);
            Assert.Equal(expected, jobs.Select(job => job.Digest.ToArray()));
            Assert.All(results, result => Assert.Equal(hasher.HashSize, result.BytesWritten));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(64)]
    [InlineData(1000)]
    public void Messages_of_one_length_in_one_buffer_are_hashed_each(int length)
    {
        byte[] data = TestData.Mixed(211 * length, 9);
        using var hasher = new Hasher(DigestAlgorithm.Sha256, null, Accelerators);
        byte[] digests = new byte[211 * 32];
        hasher.HashEach(data, length, digests);
        Assert.Equal(data.Chunk(length).Select(SHA256.HashData), digests.Chunk(32));
        hasher.HashEach([], length, []);
        using var hmac = new Hmac(DigestAlgorithm.Sha256, "key"u8, null, Accelerators);
        hmac.HashEach(data, length, digests);
        Assert.Equal(data.Chunk(length).Select(message => HMACSHA256.HashData("key"u8, message)), digests.Chunk(32));
    }

    [Fact]
    public void A_cancelled_batch_begins_nothing()
    {
        using var hasher = new Hasher(DigestAlgorithm.Sha256, null, Accelerators);
        byte[] digests = new byte[320];
        Assert.ThrowsAny<OperationCanceledException>(() => { hasher.HashEach(new byte[640], 64, digests, new CancellationToken(true)); });
        Assert.Equal(new byte[320], digests);
    }

    [Fact]
    public void Sequences_of_any_segments_are_one_message()
    {
        byte[] data = TestData.Mixed(300_000, 10);
        using var hasher = new Hasher(DigestAlgorithm.Sha1, null, Accelerators);
        byte[] digest = new byte[20];
        foreach (int segment in (int[])[700, 5000, 400_000])
        {
            hasher.Hash(Segments.Of(data, segment), digest);
            Assert.Equal(SHA1.HashData(data), digest);
        }

        hasher.Hash(ReadOnlySequence<byte>.Empty, digest);
        Assert.Equal(SHA1.HashData([]), digest);
    }

    [Fact]
    public async Task Streams_are_read_to_their_end()
    {
        byte[] data = TestData.Mixed(700_000, 11);
        using var hasher = new Hasher(HashAlgorithmName.SHA512, null, Accelerators);
        Assert.Equal(SHA512.HashData(data), hasher.Hash(new MemoryStream(data)));
        Assert.Equal(SHA512.HashData(data), await hasher.HashAsync(new TricklingStream(data, 7777)));
        Assert.Equal(SHA512.HashData([]), await hasher.HashAsync(Stream.Null));
    }

    [Fact]
    public void Code_that_wants_a_HashAlgorithm_gets_one()
    {
        byte[] data = TestData.Mixed(100_000, 12);
        using var hasher = new Hasher(DigestAlgorithm.Sha256, null, Accelerators);
        using HashAlgorithm adapter = hasher.CreateHashAlgorithm();
        using (var stream = new CryptoStream(Stream.Null, adapter, CryptoStreamMode.Write, leaveOpen: true))
        {
            stream.Write(data, 0, 60_000);
            stream.Write(data, 60_000, 40_000);
        }

        Assert.Equal(256, adapter.HashSize);
        Assert.Equal(SHA256.HashData(data), adapter.Hash);
        Assert.Equal(SHA256.HashData(data.AsSpan(0, 10)), adapter.ComputeHash(data, 0, 10));
        Assert.Equal(SHA256.HashData(data), adapter.ComputeHash(new MemoryStream(data)));
        using var hmac = new Hmac(HashAlgorithmName.SHA384, "k"u8, null, Accelerators);
        using HashAlgorithm keyed = hmac.CreateHashAlgorithm();
        hmac.Dispose();
        Assert.Equal(HMACSHA384.HashData("k"u8, data), keyed.ComputeHash(data));
    }

    [Fact]
    public async Task Asynchronous_calls_together_and_one_by_one_end_right()
    {
        using var hasher = new Hasher(DigestAlgorithm.Sha256, null, Accelerators);
        byte[][] sources = [.. Enumerable.Range(0, 500).Select(i => TestData.Mixed((i * 37) % 9000, i))];
        byte[][] rooms = [.. sources.Select(_ => new byte[32])];
        ValueTask<HashResult>[] calls = [.. sources.Select((source, i) => hasher.HashAsync(source, rooms[i]))];
        foreach (ValueTask<HashResult> call in calls)
        {
            Assert.Equal(32, (await call).BytesWritten);
        }

        Assert.Equal(sources.Select(SHA256.HashData), rooms);
        foreach (byte[] source in sources.AsSpan(0, 100).ToArray())
        {
            Assert.Equal(SHA256.HashData(source), await hasher.HashAsync(source));
        }

        ReadOnlyMemory<byte>[] memories = [.. sources.Select(source => new ReadOnlyMemory<byte>(source))];
        byte[] digests = new byte[sources.Length * 32];
        await hasher.HashManyAsync(memories, digests);
        Assert.Equal(rooms, digests.Chunk(32));
        HashJob[] jobs = [.. sources.Select(source => new HashJob(source, new byte[32]))];
        await hasher.HashManyAsync(jobs, new HashResult[jobs.Length]);
        Assert.Equal(rooms, jobs.Select(job => job.Digest.ToArray()));
        byte[] flat = TestData.Mixed(64 * 300, 1), each = new byte[32 * 300];
        await hasher.HashEachAsync(flat, 64, each);
        Assert.Equal(flat.Chunk(64).Select(SHA256.HashData), each.Chunk(32));
    }

    [Fact]
    public async Task Misuse_is_told_before_anything_begins()
    {
        using var hasher = new Hasher(DigestAlgorithm.Sha256, null, Accelerators);
        Assert.Throws<ArgumentException>(() => { hasher.Hash("a"u8, new byte[31]); });
        Assert.Throws<ArgumentException>(() => { hasher.HashEach(new byte[65], 64, new byte[64]); });
        Assert.Throws<ArgumentException>(() => { hasher.HashMany([new byte[1], new byte[2]], new byte[63]); });
        Assert.Throws<ArgumentException>(() => { hasher.HashMany([new HashJob(default, new byte[32])], []); });
        Assert.Throws<ArgumentException>(() => new Hasher(new HashAlgorithmName("SHA3-256"), null, Accelerators));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Hasher(DigestAlgorithm.AesCmac, null, Accelerators));
        Assert.Throws<ArgumentException>(() => new AesMac(DigestAlgorithm.AesCmac, new byte[15], null, Accelerators));
        hasher.Dispose();
        hasher.Dispose();
        Assert.Throws<ObjectDisposedException>(() => { hasher.Hash("a"u8, new byte[32]); });
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await hasher.HashAsync(ReadOnlyMemory<byte>.Empty, new byte[32]));
        using var hmac = new Hmac(DigestAlgorithm.Md5, Encoding.ASCII.GetBytes("key"), null, Accelerators);
        hmac.Dispose();
        Assert.Throws<ObjectDisposedException>(() => hmac.Hash("a"u8));
    }
}
