using System.Security.Cryptography;
using WarpDrive.Engines.Ciphers;
using WarpDrive.Hisilicon.Tests.Zip;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Aeads;
using WarpDrive.Uacce.Digests;

namespace WarpDrive.Hisilicon.Tests.Sec;

/// <summary>Authenticated encryption from the request to the bytes: driver, core and device, against the portable engine and the runtime.</summary>
public sealed unsafe class SecAeadEndToEndTests
{
    private static readonly (int Associated, int Payload)[] s_lengths =
        [(0, 16), (1, 1), (20, 77), (16, 64), (300, 0), (13, 4096), (0, 1), (65279, 33), (5, 65_281), (5, 65_536), (5, 70_000)];

    [Theory]
    [InlineData(2, QueueDriving.Inline)]
    [InlineData(2, QueueDriving.Served)]
    [InlineData(3, QueueDriving.Inline)]
    [InlineData(3, QueueDriving.Served)]
    public void Gcm_and_ccm_flat_scattered_and_in_place(int generation, QueueDriving driving)
    {
        using var fixture = new SecFixture(generation);
        using AeadQueue queue = fixture.Aeads(driving);
        using var engine = new AeadEngine(CipherPath.Managed);
        var random = new Random(60);
        foreach (AeadAlgorithm algorithm in (AeadAlgorithm[])[AeadAlgorithm.AesGcm, AeadAlgorithm.AesCcm, AeadAlgorithm.Sm4Gcm, AeadAlgorithm.Sm4Ccm])
        {
            bool isCcm = algorithm is AeadAlgorithm.AesCcm or AeadAlgorithm.Sm4Ccm;
            bool isSm4 = algorithm is AeadAlgorithm.Sm4Gcm or AeadAlgorithm.Sm4Ccm;
            foreach ((int associated, int payload) in s_lengths)
            {
                if (generation == 2 && (isSm4 || payload == 0))
                {
                    continue;   // refused, see the driver's tests
                }

                foreach (int tagLength in isCcm ? (int[])[4, 10, 16] : [8, 13, 16])
                {
                    fixture.Arena.Rewind();
                    byte[] data = SecFixture.Bytes(random, associated + payload);
                    byte[] iv = SecFixture.Bytes(random, 16);
                    iv[0] = isCcm ? (byte)random.Next(payload > 65535 ? 2 : 1, 8) : iv[0];
                    ulong source = fixture.Arena.Put(data);
                    bool inPlace = random.Next(2) == 1;
                    ulong destination = inPlace ? source : fixture.Arena.Take(data.Length);
                    var request = new AeadRequest
                    {
                        Algorithm = algorithm,
                        Source = source,
                        SourceList = random.Next(3) == 1 && associated < 1000 && payload < 10_000 ? SecFixture.Cut(source, data.Length, random) : null,
                        Destination = destination,
                        DestinationList = random.Next(3) == 1 && associated < 1000 && payload < 10_000 ? SecFixture.Cut(destination, data.Length, random) : null,
                        AssociatedLength = associated,
                        PayloadLength = payload,
                        Key = fixture.Arena.Put(SecFixture.Bytes(random, 32)),
                        KeyLength = isSm4 ? 16 : 8 * random.Next(2, 5),
                        Iv = fixture.Arena.Put(iv),
                        Mac = fixture.Arena.Take(16),
                        MacLength = tagLength,
                    };
                    ulong output = fixture.Arena.Take(payload + 1);
                    ulong tag = fixture.Arena.Take(16);
                    fixed (byte* at = data)
                    {
                        var job = new AeadJob
                        {
                            Kind = Enum.Parse<AeadKind>(algorithm.ToString()),
                            Key = (byte*)request.Key,
                            KeyLength = request.KeyLength,
                            Iv = (byte*)request.Iv + (isCcm ? 1 : 0),
                            IvLength = isCcm ? 14 - iv[0] : 12,
                            Associated = at,
                            AssociatedLength = associated,
                            Source = at + associated,
                            Destination = (byte*)output,
                            Length = payload,
                            Tag = (byte*)tag,
                            TagLength = tagLength,
                        };
                        engine.Run(new Span<AeadJob>(ref job));
                    }

                    string what = $"{algorithm} {associated}+{payload} tag {tagLength} in place {inPlace} lists {request.SourceList?.Length} {request.DestinationList?.Length}";
                    Completion done = SecDriverBench.Run(queue, in request);
                    Assert.True(done.Status == RequestStatus.Ok && done.Produced == payload, $"{what}: {queue.Describe(in done)}");
                    Assert.True(Arena.At(output, payload).SequenceEqual(Arena.At(destination + (uint)associated, payload)), what);
                    Assert.True(Arena.At(tag, tagLength).SequenceEqual(Arena.At(request.Mac, tagLength)), what);
                    Assert.Equal(iv, Arena.At(request.Iv, 16).ToArray());
                    CheckDecryption(queue, fixture, request, data, what);
                }
            }
        }
    }

    [Theory]
    [InlineData(2, QueueDriving.Inline)]
    [InlineData(3, QueueDriving.Inline)]
    [InlineData(3, QueueDriving.Served)]
    public void Cbc_with_hmac(int generation, QueueDriving driving)
    {
        using var fixture = new SecFixture(generation);
        using AeadQueue queue = fixture.Aeads(driving);
        var random = new Random(61);
        foreach ((DigestAlgorithm hash, int full) in new[] { (DigestAlgorithm.Sha1, 20), (DigestAlgorithm.Sha256, 32), (DigestAlgorithm.Sha512, 64) })
        {
            foreach ((int associated, int payload, int keyLength) in new[] { (0, 16, 16), (13, 160, 0), (20, 4096, 5), (300, 64, 64) })
            {
                fixture.Arena.Rewind();
                byte[] data = SecFixture.Bytes(random, associated + payload);
                byte[] key = SecFixture.Bytes(random, 32);
                byte[] authKey = SecFixture.Bytes(random, keyLength);
                byte[] iv = SecFixture.Bytes(random, 16);
                ulong source = fixture.Arena.Put(data);
                var request = new AeadRequest
                {
                    Algorithm = AeadAlgorithm.AesCbcHmac,
                    Hash = hash,
                    Source = source,
                    SourceList = random.Next(2) == 1 ? SecFixture.Cut(source, data.Length, random) : null,
                    Destination = fixture.Arena.Take(data.Length),
                    AssociatedLength = associated,
                    PayloadLength = payload,
                    Key = fixture.Arena.Put(key),
                    KeyLength = 32,
                    AuthKey = keyLength == 0 ? 0 : fixture.Arena.Put(authKey),
                    AuthKeyLength = keyLength,
                    Iv = fixture.Arena.Put(iv),
                    Mac = fixture.Arena.Take(64),
                    MacLength = random.Next(2) == 1 ? full : 12,
                };

                Completion done = SecDriverBench.Run(queue, in request);

                using var aes = Aes.Create();
                aes.Key = key;
                byte[] cipher = aes.EncryptCbc(data.AsSpan(associated), iv, PaddingMode.None);
                byte[] both = [.. data[..associated], .. cipher];
                byte[] mac = hash switch
                {
                    DigestAlgorithm.Sha1 => HMACSHA1.HashData(authKey, both),
                    DigestAlgorithm.Sha256 => HMACSHA256.HashData(authKey, both),
                    _ => HMACSHA512.HashData(authKey, both),
                };
                Assert.True(done.Status == RequestStatus.Ok, queue.Describe(in done));
                Assert.Equal(cipher, Arena.At(request.Destination + (uint)associated, payload).ToArray());
                Assert.Equal(mac[..request.MacLength], Arena.At(request.Mac, request.MacLength).ToArray());
                CheckDecryption(queue, fixture, request, data, $"{hash} {associated}+{payload}");
            }
        }
    }

    [Fact]
    public void Sm4_cbc_with_hmac_sm3_there_and_back()
    {
        using var fixture = new SecFixture(3);
        using AeadQueue queue = fixture.Aeads(QueueDriving.Inline);
        var random = new Random(62);
        byte[] data = SecFixture.Bytes(random, 20 + 320);
        var request = new AeadRequest
        {
            Algorithm = AeadAlgorithm.Sm4CbcHmac,
            Hash = DigestAlgorithm.Sm3,
            Source = fixture.Arena.Put(data),
            Destination = fixture.Arena.Take(340),
            AssociatedLength = 20,
            PayloadLength = 320,
            Key = fixture.Arena.Put(SecFixture.Bytes(random, 16)),
            KeyLength = 16,
            AuthKey = fixture.Arena.Put(SecFixture.Bytes(random, 33)),
            AuthKeyLength = 33,
            Iv = fixture.Arena.Put(SecFixture.Bytes(random, 16)),
            Mac = fixture.Arena.Take(32),
            MacLength = 32,
        };
        Assert.Equal(RequestStatus.Ok, SecDriverBench.Run(queue, in request).Status);
        CheckDecryption(queue, fixture, request, data, "SM4 and SM3");
    }

    [Fact]
    public void The_runtime_agrees_about_gcm()
    {
        using var fixture = new SecFixture(3);
        using AeadQueue queue = fixture.Aeads(QueueDriving.Inline);
        var random = new Random(63);
        byte[] key = SecFixture.Bytes(random, 24);
        byte[] iv = SecFixture.Bytes(random, 12);
        byte[] data = SecFixture.Bytes(random, 33 + 1000);
        byte[] cipher = new byte[1000];
        byte[] tag = new byte[16];
        using var gcm = new AesGcm(key, 16);
        gcm.Encrypt(iv, data.AsSpan(33), cipher, tag, data.AsSpan(0, 33));
        var request = new AeadRequest
        {
            Algorithm = AeadAlgorithm.AesGcm,
            Source = fixture.Arena.Put(data),
            Destination = fixture.Arena.Take(1033),
            AssociatedLength = 33,
            PayloadLength = 1000,
            Key = fixture.Arena.Put(key),
            KeyLength = 24,
            Iv = fixture.Arena.Put(iv),
            Mac = fixture.Arena.Take(16),
            MacLength = 16,
        };
        Assert.Equal(RequestStatus.Ok, SecDriverBench.Run(queue, in request).Status);
        Assert.Equal(cipher, Arena.At(request.Destination + 33, 1000).ToArray());
        Assert.Equal(tag, Arena.At(request.Mac, 16).ToArray());
    }

    /// <summary>Generation 2, 3, and a device that ends streams itself: the driver is told generation 5, and writes the descriptor that §7.4 has for it.</summary>
    [Theory]
    [InlineData(2, 0, QueueDriving.Inline)]
    [InlineData(3, 0, QueueDriving.Served)]
    [InlineData(3, 5, QueueDriving.Inline)]
    public void A_message_in_parts_equals_the_whole(int generation, int spoken, QueueDriving driving)
    {
        using var fixture = new SecFixture(generation, spoken: spoken);
        using AeadQueue queue = fixture.Aeads(driving);
        var random = new Random(64);
        foreach (AeadAlgorithm algorithm in (AeadAlgorithm[])[AeadAlgorithm.AesGcm, AeadAlgorithm.Sm4Gcm])
        {
            if (generation == 2 && algorithm == AeadAlgorithm.Sm4Gcm)
            {
                continue;   // refused, see the driver's tests
            }

            foreach (int tail in (int[])[0, 1, 16, 77])
            {
                fixture.Arena.Rewind();
                byte[] data = SecFixture.Bytes(random, 21 + 160 + tail);
                var whole = new AeadRequest
                {
                    Algorithm = algorithm,
                    Source = fixture.Arena.Put(data),
                    Destination = fixture.Arena.Take(data.Length),
                    AssociatedLength = 21,
                    PayloadLength = 160 + tail,
                    Key = fixture.Arena.Put(SecFixture.Bytes(random, 16)),
                    KeyLength = 16,
                    Iv = fixture.Arena.Put(SecFixture.Bytes(random, 16)),
                    Mac = fixture.Arena.Take(16),
                    MacLength = 14,
                };
                Assert.Equal(RequestStatus.Ok, SecDriverBench.Run(queue, in whole).Status);
                ulong back = fixture.Arena.Take(data.Length);
                ulong mac = fixture.Arena.Take(16);
                ulong state = fixture.Arena.Take(16);
                foreach ((bool decrypt, bool damage) in new[] { (false, false), (true, false), (true, true) })
                {
                    ulong from = decrypt ? whole.Destination : whole.Source;
                    Arena.At(whole.Mac, 14).CopyTo(Arena.At(mac, 14));
                    Arena.At(mac, 14)[3] ^= (byte)(damage ? 1 : 0);
                    AeadRequest part = whole with
                    {
                        Decrypt = decrypt,
                        Part = StreamPart.First,
                        Destination = 0,
                        PayloadLength = 0,
                        State = state,
                        Mac = decrypt ? mac : whole.Mac,
                    };
                    byte[] expected = decrypt ? data : Arena.At(whole.Destination, data.Length).ToArray();
                    byte[] tag = Arena.At(whole.Mac, 14).ToArray();
                    Assert.Equal(RequestStatus.Ok, SecDriverBench.Run(queue, in part).Status);
                    int at = 21;
                    foreach (int length in (int[])[16, 144])
                    {
                        AeadRequest middle = part with
                        {
                            Part = StreamPart.Middle,
                            AssociatedLength = 0,
                            Source = from + (uint)at,
                            Destination = back + (uint)at,
                            PayloadLength = length,
                        };
                        Assert.Equal(RequestStatus.Ok, SecDriverBench.Run(queue, in middle).Status);
                        at += length;
                    }

                    AeadRequest last = part with
                    {
                        Part = StreamPart.Last,
                        Source = from + (uint)at,
                        Destination = back + (uint)at,
                        PayloadLength = tail,
                        TotalPayload = 160 + (ulong)tail,
                    };
                    Completion done = SecDriverBench.Run(queue, in last);

                    string what = $"{algorithm} tail {tail} decrypt {decrypt} damage {damage}: {queue.Describe(in done)}";
                    Assert.True(done.Status == (damage ? RequestStatus.TagMismatch : RequestStatus.Ok), what);
                    if (damage)
                    {
                        Assert.True(Arena.At(back + 181, tail).IndexOfAnyExcept((byte)0) < 0, what);
                        continue;
                    }

                    Assert.True(expected.AsSpan(21).SequenceEqual(Arena.At(back + 21, 160 + tail)), what);
                    Assert.Equal(tag, Arena.At(whole.Mac, 14).ToArray());
                }
            }
        }
    }

    [Fact]
    public void Without_shared_addresses_everything_lies_in_reserved_memory()
    {
        using var fixture = new SecFixture(3, sva: false);
        using AeadQueue queue = fixture.Aeads(QueueDriving.Inline);
        using RegionMapping reserved = queue.File.Map(RegionType.Ss, 1 << 16);
        queue.GivePrivateMemory(reserved.Address, queue.PrivateBytesPerRequest);
        byte[] key = SecFixture.Bytes(new Random(65), 16);
        byte[] data = SecFixture.Bytes(new Random(66), 120);
        key.CopyTo(reserved.Slice(4096, 16));
        data.CopyTo(reserved.Slice(8192, 120));
        byte[] iv = [2, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 0, 0, 0];
        iv.CopyTo(reserved.Slice(4160, 16));
        var request = new AeadRequest
        {
            Algorithm = AeadAlgorithm.AesCcm,
            Source = reserved.Address + 8192,
            Destination = reserved.Address + 8192,
            AssociatedLength = 20,
            PayloadLength = 100,
            Key = reserved.Address + 4096,
            KeyLength = 16,
            Iv = reserved.Address + 4160,
            Mac = reserved.Address + 4224,
            MacLength = 16,
        };

        Assert.Equal(RequestStatus.Ok, SecDriverBench.Run(queue, in request).Status);

        byte[] cipher = new byte[100];
        byte[] tag = new byte[16];
        using var ccm = new AesCcm(key);
        ccm.Encrypt(iv.AsSpan(1, 12), data.AsSpan(20), cipher, tag, data.AsSpan(0, 20));
        Assert.Equal(cipher, reserved.Slice(8212, 100).ToArray());
        Assert.Equal(tag, reserved.Slice(4224, 16).ToArray());
    }

    private static void CheckDecryption(AeadQueue queue, SecFixture fixture, AeadRequest request, byte[] data, string what)
    {
        int associated = request.AssociatedLength;
        int payload = request.PayloadLength;
        Arena.At(request.Destination, associated).Clear();
        data.AsSpan(0, associated).CopyTo(Arena.At(request.Destination, associated));
        ulong back = fixture.Arena.Take(data.Length);
        AeadRequest inverse = request with
        {
            Decrypt = true,
            Source = request.Destination,
            SourceList = request.DestinationList,
            Destination = back,
            DestinationList = null,
        };
        Completion done = SecDriverBench.Run(queue, in inverse);
        Assert.True(done.Status == RequestStatus.Ok, $"{what}: {queue.Describe(in done)}");
        Assert.True(data.AsSpan(associated).SequenceEqual(Arena.At(back + (uint)associated, payload)), what);

        Arena.At(request.Mac, request.MacLength)[^1] ^= 1;
        done = SecDriverBench.Run(queue, in inverse);
        Assert.True(done.Status == RequestStatus.TagMismatch && done.Produced == 0, what);
        Assert.True(Arena.At(back + (uint)associated, payload).IndexOfAnyExcept((byte)0) < 0, what);
        Arena.At(request.Mac, request.MacLength)[^1] ^= 1;
    }
}
