using System.Security.Cryptography;
using WarpDrive.Engines.Ciphers;
using WarpDrive.Hisilicon.Tests.Zip;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Ciphers;
using Mode = WarpDrive.Uacce.Ciphers.CipherMode;

namespace WarpDrive.Hisilicon.Tests.Sec;

/// <summary>Ciphers from the request to the bytes: driver, core and device, against the portable engine and the runtime.</summary>
public sealed unsafe class SecCipherEndToEndTests
{
    private static readonly int[] s_lengths = [1, 8, 15, 16, 17, 31, 32, 33, 48, 64, 100, 255, 256, 257, 4096, 4100];

    [Theory]
    [InlineData(2, QueueDriving.Inline)]
    [InlineData(2, QueueDriving.Served)]
    [InlineData(3, QueueDriving.Inline)]
    [InlineData(3, QueueDriving.Served)]
    public void Every_cipher_and_mode_flat_scattered_and_in_place(int generation, QueueDriving driving)
    {
        using var fixture = new SecFixture(generation);
        using CipherQueue queue = fixture.Ciphers(driving);
        using var engine = new CipherEngine(CipherPath.Managed);
        var random = new Random(50);
        int ran = 0;
        foreach (CipherAlgorithm algorithm in Enum.GetValues<CipherAlgorithm>())
        {
            foreach (Mode mode in Enum.GetValues<Mode>())
            {
                foreach (int keyLength in (int[])[8, 16, 24, 32, 64])
                {
                    foreach (int length in s_lengths)
                    {
                        fixture.Arena.Rewind();
                        byte[] data = SecFixture.Bytes(random, length);
                        bool inPlace = random.Next(2) == 1;
                        ulong source = fixture.Arena.Put(data);
                        ulong destination = inPlace ? source : fixture.Arena.Take(length);
                        bool sourceList = random.Next(3) == 1;
                        bool destinationList = random.Next(3) == 1;
                        var request = new CipherRequest
                        {
                            Tag = (uint)length,
                            Algorithm = algorithm,
                            Mode = mode,
                            Source = source,
                            SourceList = sourceList ? SecFixture.Cut(source, length, random) : null,
                            Destination = destination,
                            DestinationList = destinationList ? SecFixture.Cut(destination, length, random) : null,
                            Length = length,
                            Key = fixture.Arena.Put(SecFixture.Bytes(random, keyLength)),
                            KeyLength = keyLength,
                            Iv = fixture.Arena.Put(SecFixture.Bytes(random, 16)),
                        };
                        ulong expected = Reference(engine, fixture.Arena, in request, data);
                        if (expected == 0)
                        {
                            Assert.Equal(SubmitResult.Refused, queue.TrySend(new ReadOnlySpan<CipherRequest>(in request), out _));
                            continue;
                        }

                        if (generation == 2 && mode is not (Mode.Ecb or Mode.Cbc or Mode.Xts))
                        {
                            continue;   // refused, see the driver's tests
                        }

                        ran++;
                        string what = $"{algorithm} {mode} key {keyLength} length {length} in place {inPlace} lists {sourceList} {destinationList}";
                        Completion done = SecDriverBench.Run(queue, in request);
                        Assert.True(done.Status == RequestStatus.Ok && done.Produced == length, $"{what}: {queue.Describe(in done)}");
                        Assert.True(Arena.At(expected, length).SequenceEqual(Arena.At(destination, length)), what);

                        ulong back = fixture.Arena.Take(length);
                        CipherRequest inverse = request with
                        {
                            Decrypt = true,
                            Source = destination,
                            SourceList = request.DestinationList,
                            Destination = back,
                            DestinationList = null,
                        };
                        Assert.Equal(RequestStatus.Ok, SecDriverBench.Run(queue, in inverse).Status);
                        Assert.True(data.AsSpan().SequenceEqual(Arena.At(back, length)), what);
                    }
                }
            }
        }

        Assert.True(ran > (generation == 2 ? 100 : 400), $"only {ran}");
    }

    [Fact]
    public void The_runtime_agrees()
    {
        using var fixture = new SecFixture(3);
        using CipherQueue queue = fixture.Ciphers(QueueDriving.Inline);
        var random = new Random(51);
        byte[] key = SecFixture.Bytes(random, 32);
        byte[] iv = SecFixture.Bytes(random, 16);
        byte[] data = SecFixture.Bytes(random, 1024);
        using var aes = Aes.Create();
        aes.Key = key;
        var request = new CipherRequest
        {
            Algorithm = CipherAlgorithm.Aes,
            Key = fixture.Arena.Put(key),
            KeyLength = 32,
            Iv = fixture.Arena.Put(iv),
            Source = fixture.Arena.Put(data),
            Destination = fixture.Arena.Take(1024),
            Length = 1024,
        };
        foreach ((Mode mode, byte[] expected) in new[]
        {
            (Mode.Ecb, aes.EncryptEcb(data, PaddingMode.None)), (Mode.Cbc, aes.EncryptCbc(data, iv, PaddingMode.None)),
            (Mode.Cfb, aes.EncryptCfb(data, iv, PaddingMode.None, 128)),
        })
        {
            request.Mode = mode;
            Assert.Equal(RequestStatus.Ok, SecDriverBench.Run(queue, in request).Status);
            Assert.Equal(expected, Arena.At(request.Destination, 1024).ToArray());
        }
    }

    [Theory]
    [InlineData(Mode.Cbc)]
    [InlineData(Mode.Cfb)]
    [InlineData(Mode.Ofb)]
    [InlineData(Mode.Ctr)]
    public void A_message_in_requests_with_an_advancing_iv_equals_the_whole(Mode mode)
    {
        using var fixture = new SecFixture(3);
        using CipherQueue queue = fixture.Ciphers(QueueDriving.Served);
        var random = new Random(52);
        foreach (CipherAlgorithm algorithm in (CipherAlgorithm[])[CipherAlgorithm.Aes, CipherAlgorithm.Sm4])
        {
            fixture.Arena.Rewind();
            byte[] data = SecFixture.Bytes(random, 640);
            byte[] iv = SecFixture.Bytes(random, 16);
            var whole = new CipherRequest
            {
                Algorithm = algorithm,
                Mode = mode,
                Key = fixture.Arena.Put(SecFixture.Bytes(random, 16)),
                KeyLength = 16,
                Iv = fixture.Arena.Put(iv),
                Source = fixture.Arena.Put(data),
                Destination = fixture.Arena.Take(640),
                Length = 640,
            };
            Assert.Equal(RequestStatus.Ok, SecDriverBench.Run(queue, in whole).Status);
            byte[] expected = Arena.At(whole.Destination, 640).ToArray();

            foreach (bool decrypt in (bool[])[false, true])   // in place: there and back again
            {
                iv.CopyTo(Arena.At(whole.Iv, 16));
                int at = 0;
                foreach (int length in (int[])[16, 320, 48, 256])
                {
                    ulong here = whole.Source + (uint)at;
                    CipherRequest piece = whole with { Source = here, Destination = here, Length = length, Decrypt = decrypt, AdvanceIv = true };
                    Assert.Equal(RequestStatus.Ok, SecDriverBench.Run(queue, in piece).Status);
                    at += length;
                }

                Assert.True((decrypt ? data : expected).AsSpan().SequenceEqual(Arena.At(whole.Source, 640)), $"{algorithm} {decrypt}");
            }
        }
    }

    /// <summary>What a request must yield, or 0 when there is no such thing.</summary>
    private static ulong Reference(CipherEngine engine, Arena arena, in CipherRequest request, byte[] data)
    {
        bool isDes = request.Algorithm is CipherAlgorithm.Des or CipherAlgorithm.TripleDes;
        bool isXts = request.Mode is Mode.Xts or Mode.XtsGb;
        int[] keys = (request.Algorithm, isXts) switch
        {
            (CipherAlgorithm.Aes, false) => [16, 24, 32],
            (CipherAlgorithm.Aes, true) => [32, 64],
            (CipherAlgorithm.Sm4, false) => [16],
            (CipherAlgorithm.Sm4, true) => [32],
            (CipherAlgorithm.Des, _) => [8],
            _ => [16, 24],
        };
        int block = isDes ? 8 : 16;
        bool fits = request.Mode switch
        {
            Mode.Ecb or Mode.Cbc => request.Length % block == 0,
            _ when isDes => false,
            Mode.XtsGb => request.Algorithm == CipherAlgorithm.Sm4 && request.Length >= 16,
            Mode.Xts => request.Length >= 16,
            Mode.CbcCs1 or Mode.CbcCs2 or Mode.CbcCs3 => request.Length >= (request.Algorithm == CipherAlgorithm.Aes ? 17 : 16),
            _ => true,
        };
        if (!fits || !keys.Contains(request.KeyLength))
        {
            return 0;
        }

        ulong output = arena.Take(request.Length);
        fixed (byte* source = data)
        {
            var job = new CipherJob
            {
                Kind = request.Algorithm switch
                {
                    CipherAlgorithm.Aes => CipherKind.Aes,
                    CipherAlgorithm.Sm4 => CipherKind.Sm4,
                    CipherAlgorithm.Des => CipherKind.Des,
                    _ => CipherKind.TripleDes,
                },
                Mode = Enum.Parse<BlockMode>(request.Mode.ToString()),
                Key = (byte*)request.Key,
                KeyLength = request.KeyLength,
                Iv = (byte*)request.Iv,
                Source = source,
                Destination = (byte*)output,
                Length = request.Length,
            };
            engine.Run(new Span<CipherJob>(ref job));
        }

        return output;
    }
}
