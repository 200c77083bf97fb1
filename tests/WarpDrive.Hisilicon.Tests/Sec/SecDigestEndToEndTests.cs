using System.Security.Cryptography;
using WarpDrive.Engines.Ciphers;
using WarpDrive.Engines.Hashing;
using WarpDrive.Hisilicon.Tests.Zip;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Digests;

namespace WarpDrive.Hisilicon.Tests.Sec;

/// <summary>Digests from the request to the bytes: driver, core and device, against the scalar engine and the runtime.</summary>
public sealed unsafe class SecDigestEndToEndTests
{
    private static readonly int[] s_lengths = [0, 1, 3, 20, 55, 56, 63, 64, 65, 111, 112, 127, 128, 129, 300, 4099];

    private static readonly (DigestAlgorithm Algorithm, HashKind Kind)[] s_digests =
    [
        (DigestAlgorithm.Sm3, HashKind.Sm3), (DigestAlgorithm.Md5, HashKind.Md5), (DigestAlgorithm.Sha1, HashKind.Sha1), (DigestAlgorithm.Sha256, HashKind.Sha256),
        (DigestAlgorithm.Sha224, HashKind.Sha224), (DigestAlgorithm.Sha384, HashKind.Sha384), (DigestAlgorithm.Sha512, HashKind.Sha512),
        (DigestAlgorithm.Sha512T224, HashKind.Sha512T224), (DigestAlgorithm.Sha512T256, HashKind.Sha512T256),
    ];

    public static TheoryData<int, QueueDriving> Queues => new()
    {
        { 2, QueueDriving.Inline },
        { 2, QueueDriving.Served },
        { 3, QueueDriving.Inline },
        { 3, QueueDriving.Served },
    };

    [Theory]
    [MemberData(nameof(Queues))]
    public void Every_digest_and_hmac_flat_and_scattered(int generation, QueueDriving driving)
    {
        using var fixture = new SecFixture(generation);
        using DigestQueue queue = fixture.Digests(driving);
        using var engine = new HashEngine(HashPath.Scalar);
        var random = new Random(42);
        foreach ((DigestAlgorithm algorithm, HashKind kind) in s_digests)
        {
            foreach (int keyLength in (int[])[-1, 0, 1, 20, 63, HashKinds.BlockSize(kind)])
            {
                foreach (int length in s_lengths)
                {
                    if (generation == 2 && length == 0)
                    {
                        continue;   // refused, see the driver's tests
                    }

                    fixture.Arena.Rewind();
                    byte[] key = SecFixture.Bytes(random, Math.Max(0, keyLength));
                    byte[] data = SecFixture.Bytes(random, length);
                    bool scattered = random.Next(2) == 1;
                    int size = 4 * random.Next(1, (HashKinds.DigestSize(kind) / 4) + 1);
                    ulong source = fixture.Arena.Put(data);
                    var request = new DigestRequest
                    {
                        Tag = (uint)length,
                        Algorithm = algorithm,
                        IsHmac = keyLength >= 0,
                        Source = scattered ? 0 : source,
                        SourceList = scattered ? SecFixture.Cut(source, length, random) : null,
                        SourceLength = length,
                        Key = fixture.Arena.Put(key),
                        KeyLength = key.Length,
                        Digest = fixture.Arena.Take(HashKinds.DigestSize(kind)),
                        DigestLength = size,
                    };
                    Arena.At(request.Digest, HashKinds.DigestSize(kind)).Fill(0xEE);

                    Completion done = SecDriverBench.Run(queue, in request);

                    byte[] expected = Reference(engine, kind, keyLength >= 0, key, data);
                    string what = $"{algorithm} key {keyLength} length {length} scattered {scattered}: {queue.Describe(in done)}";
                    Assert.True(done.Status == RequestStatus.Ok && done.Produced == size, what);
                    Assert.True(expected.AsSpan(0, size).SequenceEqual(Arena.At(request.Digest, size)), what);
                    Assert.True(Arena.At(request.Digest, expected.Length)[size..].IndexOfAnyExcept((byte)0xEE) < 0, what);
                    Assert.NotEqual("unknown", queue.EngineName(done.Engine));
                }
            }
        }
    }

    [Fact]
    public void The_runtime_agrees()
    {
        using var fixture = new SecFixture(3);
        using DigestQueue queue = fixture.Digests(QueueDriving.Inline);
        byte[] data = SecFixture.Bytes(new Random(1), 1000);
        ulong source = fixture.Arena.Put(data);
        ulong digest = fixture.Arena.Take(64);
        Check(DigestAlgorithm.Md5, MD5.HashData(data));
        Check(DigestAlgorithm.Sha1, SHA1.HashData(data));
        Check(DigestAlgorithm.Sha256, SHA256.HashData(data));
        Check(DigestAlgorithm.Sha384, SHA384.HashData(data));
        Check(DigestAlgorithm.Sha512, SHA512.HashData(data));

        void Check(DigestAlgorithm algorithm, byte[] expected)
        {
            var request = new DigestRequest { Algorithm = algorithm, Source = source, SourceLength = 1000, Digest = digest, DigestLength = expected.Length };
            Assert.Equal(RequestStatus.Ok, SecDriverBench.Run(queue, in request).Status);
            Assert.Equal(expected, Arena.At(digest, expected.Length).ToArray());
        }
    }

    [Theory]
    [MemberData(nameof(Queues))]
    public void Messages_in_parts_give_what_whole_ones_give(int generation, QueueDriving driving)
    {
        using var fixture = new SecFixture(generation);
        using DigestQueue queue = fixture.Digests(driving);
        using var engine = new HashEngine(HashPath.Scalar);
        var random = new Random(43);
        foreach ((DigestAlgorithm algorithm, HashKind kind) in s_digests)
        {
            foreach (bool isHmac in (bool[])[false, true])
            {
                foreach (int tail in (int[])[0, 1, 64, 119, 200])
                {
                    fixture.Arena.Rewind();
                    int block = HashKinds.BlockSize(kind);
                    byte[] key = SecFixture.Bytes(random, 17);
                    byte[] data = SecFixture.Bytes(random, (5 * block) + tail);
                    ulong source = fixture.Arena.Put(data);
                    int stateSize = HashKinds.StateSize(kind);
                    var part = new DigestRequest
                    {
                        Algorithm = algorithm,
                        IsHmac = isHmac,
                        Key = fixture.Arena.Put(key),
                        KeyLength = key.Length,
                        Digest = fixture.Arena.Take(64),
                    };
                    int at = 0;
                    foreach (int blocks in (int[])[2, 1, 2])
                    {
                        part.Part = at == 0 ? StreamPart.First : StreamPart.Middle;
                        part.Source = source + (uint)at;
                        part.SourceLength = blocks * block;
                        at += blocks * block;
                        Completion done = SecDriverBench.Run(queue, in part);
                        Assert.Equal((RequestStatus.Ok, stateSize), (done.Status, done.Produced));
                    }

                    part.Part = StreamPart.Last;
                    part.Source = tail == 0 ? 0 : source + (uint)at;
                    part.SourceLength = tail;
                    part.TotalLength = (ulong)data.Length;
                    part.DigestLength = HashKinds.DigestSize(kind);
                    Assert.Equal(RequestStatus.Ok, SecDriverBench.Run(queue, in part).Status);

                    byte[] expected = Reference(engine, kind, isHmac, key, data);
                    Assert.True(expected.AsSpan().SequenceEqual(Arena.At(part.Digest, expected.Length)), $"{algorithm} hmac {isHmac} tail {tail}");
                }
            }
        }
    }

    [Theory]
    [InlineData(QueueDriving.Inline)]
    [InlineData(QueueDriving.Served)]
    public void Macs_of_block_ciphers(QueueDriving driving)
    {
        using var fixture = new SecFixture(3);
        using DigestQueue queue = fixture.Digests(driving);
        using var engine = new MacEngine(CipherPath.Managed);
        var random = new Random(44);
        foreach ((DigestAlgorithm algorithm, MacKind kind, int size) in new[]
        {
            (DigestAlgorithm.AesXcbcMac96, MacKind.AesXcbc, 12), (DigestAlgorithm.AesXcbcPrf128, MacKind.AesXcbc, 16),
            (DigestAlgorithm.AesCmac, MacKind.AesCmac, 16), (DigestAlgorithm.AesGmac, MacKind.AesGmac, 16),
        })
        {
            foreach (int length in s_lengths)
            {
                if (length == 0 && algorithm != DigestAlgorithm.AesGmac)
                {
                    continue;   // refused, see the driver's tests
                }

                fixture.Arena.Rewind();
                byte[] data = SecFixture.Bytes(random, length);
                bool scattered = random.Next(2) == 1;
                ulong source = fixture.Arena.Put(data);
                ulong expected = fixture.Arena.Take(16);
                var request = new DigestRequest
                {
                    Algorithm = algorithm,
                    Source = source,
                    SourceList = scattered ? SecFixture.Cut(source, length, random) : null,
                    SourceLength = length,
                    Key = fixture.Arena.Put(SecFixture.Bytes(random, 32)),
                    KeyLength = algorithm == DigestAlgorithm.AesGmac ? 8 * random.Next(2, 5) : 16,
                    Iv = fixture.Arena.Put(SecFixture.Bytes(random, 16)),
                    Digest = fixture.Arena.Take(16),
                    DigestLength = size,
                };

                Completion done = SecDriverBench.Run(queue, in request);

                var job = new MacJob
                {
                    Kind = kind,
                    Key = (byte*)request.Key,
                    KeyLength = request.KeyLength,
                    Iv = (byte*)request.Iv,
                    Source = (byte*)source,
                    Length = length,
                    Output = (byte*)expected,
                };
                engine.Run(new Span<MacJob>(ref job));
                Assert.True(done.Status == RequestStatus.Ok, $"{algorithm} {length} {scattered}: {queue.Describe(in done)}");
                Assert.True(Arena.At(expected, size).SequenceEqual(Arena.At(request.Digest, size)), $"{algorithm} {length} {scattered}");
            }
        }
    }

    [Fact]
    public void A_batch_of_mixed_digests_is_packed_into_lanes_and_comes_back_in_order()
    {
        using var fixture = new SecFixture(3);
        using DigestQueue queue = fixture.Digests(QueueDriving.Inline);
        using var engine = new HashEngine(HashPath.Scalar);
        var random = new Random(45);
        var requests = new DigestRequest[200];
        var data = new byte[200][];
        for (int i = 0; i < requests.Length; i++)
        {
            data[i] = SecFixture.Bytes(random, random.Next(1, 700));
            requests[i] = new DigestRequest
            {
                Tag = (uint)i,
                Flags = RequestFlags.Leased,
                Algorithm = s_digests[i % 2 == 0 ? 3 : i % s_digests.Length].Algorithm,
                Source = fixture.Arena.Put(data[i]),
                SourceLength = data[i].Length,
                Digest = fixture.Arena.Take(64),
                DigestLength = 16,
            };
        }

        Assert.Equal(SubmitResult.Queued, queue.TrySend(requests, out _));
        var completions = new Completion[200];
        int received = 0;
        while (received < completions.Length)
        {
            Assert.True(queue.Wait(TimeSpan.FromSeconds(30)));
            Assert.Equal(ReceiveResult.Received, queue.TryReceive(completions.AsSpan(received), out int count));
            received += count;
        }

        Assert.Equal(Enumerable.Range(0, 200), completions.Select(completion => (int)completion.Tag));
        Assert.Contains(completions, completion => completion.BatchSize > 1);
        for (int i = 0; i < requests.Length; i++)
        {
            byte[] expected = Reference(engine, s_digests.First(digest => digest.Algorithm == requests[i].Algorithm).Kind, false, [], data[i]);
            Assert.True(expected.AsSpan(0, 16).SequenceEqual(Arena.At(requests[i].Digest, 16)), $"{i} {requests[i].Algorithm}");
        }
    }

    [Fact]
    public void A_bad_address_is_told_and_the_queue_goes_on()
    {
        using var fixture = new SecFixture(3);
        using DigestQueue queue = fixture.Digests(QueueDriving.Inline);
        var request = new DigestRequest
        {
            Algorithm = DigestAlgorithm.Sha256,
            Source = fixture.Arena.End - 100,
            SourceLength = 200,
            Digest = fixture.Arena.Take(32),
            DigestLength = 32,
        };

        Completion done = SecDriverBench.Run(queue, in request);

        Assert.Equal((RequestStatus.BadAddress, fixture.Arena.End), (done.Status, done.FaultAddress));
        request.SourceLength = 100;
        Assert.Equal(RequestStatus.Ok, SecDriverBench.Run(queue, in request).Status);
    }

    [Fact]
    public void Without_shared_addresses_flat_requests_work_in_reserved_memory()
    {
        using var fixture = new SecFixture(3, sva: false);
        using DigestQueue queue = fixture.Digests(QueueDriving.Inline);
        using RegionMapping reserved = queue.File.Map(RegionType.Ss, 1 << 16);
        queue.GivePrivateMemory(reserved.Address, queue.PrivateBytesPerRequest * 4);
        byte[] data = SecFixture.Bytes(new Random(2), 500);
        data.CopyTo(reserved.Slice(4096, 500));
        var request = new DigestRequest
        {
            Algorithm = DigestAlgorithm.Sha256,
            IsHmac = true,
            Key = reserved.Address + 4096,
            KeyLength = 5,
            Source = reserved.Address + 4096,
            SourceLength = 500,
            Digest = reserved.Address + 8192,
            DigestLength = 32,
        };

        Assert.Equal(RequestStatus.Ok, SecDriverBench.Run(queue, in request).Status);
        Assert.Equal(HMACSHA256.HashData(data.AsSpan(0, 5), data), reserved.Slice(8192, 32).ToArray());
        request.Source = fixture.Arena.Put(data);
        Assert.Equal(RequestStatus.BadAddress, SecDriverBench.Run(queue, in request).Status);
    }

    private static byte[] Reference(HashEngine engine, HashKind kind, bool isHmac, byte[] key, byte[] data)
    {
        byte[] output = new byte[HashKinds.DigestSize(kind)];
        fixed (byte* keyAt = key, dataAt = data, outputAt = output)
        {
            var job = new HashJob { Kind = kind, IsHmac = isHmac, Key = keyAt, KeyLength = key.Length, SegmentCount = data.Length == 0 ? 0 : 1, Output = outputAt };
            var segment = new HashSegment { Data = dataAt, Length = data.Length };
            engine.Run(new Span<HashJob>(ref job), new ReadOnlySpan<HashSegment>(in segment));
        }

        return output;
    }
}
