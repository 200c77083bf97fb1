using System.Runtime.InteropServices;
using WarpDrive.Engines.Deflate;
using WarpDrive.Hisilicon.Tests.Qm;
using WarpDrive.Hisilicon.Zip;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Compression;

namespace WarpDrive.Hisilicon.Tests.Zip;

/// <summary>Malformed descriptors: random ones, and valid ones with something changed. Addresses reach only the arena, which has guard pages around it.</summary>
public sealed class ZipFuzzTests
{
    private const int ArenaSize = 512 << 10;
    private const int Count = 1_000_000;

    [Fact]
    public void A_million_malformed_descriptors_do_no_harm_to_the_executor()
    {
        int good = 0;
        Parallel.For(0, 2, half =>
        {
            using var arena = new Arena(ArenaSize);
            using var v2 = new ZipExecutor(2);
            using var v3 = new ZipExecutor(3);
            ZipEngineChoice[] engines = [.. DeflateEngines.Available.Select(e => new ZipEngineChoice(1, e.Kind))];
            ZipQueuePlan[] compress = [.. engines.Select(e => new ZipQueuePlan(true, e))];
            ZipQueuePlan[] decompress = [.. engines.Select(e => new ZipQueuePlan(false, e))];
            var random = new Random(20_000 + half);
            var maker = new DescriptorMaker(arena, random);
            for (int i = 0; i < Count / 2; i++)
            {
                ZipSqe sqe = maker.Next();
                ZipSqe before = sqe;
                (random.Next(4) == 0 ? v2 : v3).Execute(
                    ref sqe, (random.Next(2) == 0 ? compress : decompress)[random.Next(engines.Length)], arena, leased: false, out _);
                if (sqe.Status is ZipStatus.Done or ZipStatus.NegativeCompression or ZipStatus.StreamEnd)
                {
                    Interlocked.Increment(ref good);
                    Assert.True(sqe.Consumed <= before.InputLength);
                    Assert.True(sqe.Operation is ZipOperation.Lz77Zstd or ZipOperation.Lz77ZstdPrice || sqe.Produced <= before.OutputSpace);
                }
                else
                {
                    Assert.True((sqe.Consumed | sqe.Produced) == 0);
                }
            }

            // The executor still works.
            arena.Rewind();
            byte[] text = ZipData.Text(1000);
            ulong destination = arena.Take(2000);
            var last = new ZipSqe { Control = 0x3A000000, OperationWord = 1, Source = arena.Put(text), InputLength = 1000, Destination = destination, OutputSpace = 2000 };
            v3.Execute(ref last, compress[0], arena, leased: false, out _);
            Assert.Equal(text, ZipData.Decompress(CompressionFormat.Deflate, Arena.At(destination, (int)last.Produced).ToArray()));
        });

        Assert.True(good > Count / 100, $"only {good} descriptors were good: the mutations are too wild to test anything");
    }

    [Theory]
    [InlineData(CompressionDirection.Compress)]
    [InlineData(CompressionDirection.Decompress)]
    public void Malformed_descriptors_do_not_stop_a_queue(CompressionDirection direction)
    {
        using var arena = new Arena(ArenaSize);
        using var file = new LoopbackQueueFile(new ZipDevice(new ZipDeviceOptions { Engine = "zlib-ng" }), QueueDriving.Inline, arena);
        using var pair = WarpDrive.Hisilicon.Qm.QmQueuePair<ZipSqe>.Open(
            file.Info, file, new WarpDrive.Hisilicon.Qm.QmQueuePairOptions { QueueType = (ushort)direction, WantNotes = true });
        var maker = new DescriptorMaker(arena, new Random(5));
        var received = new ZipSqe[64];
        for (int i = 0; i < 400; i++)
        {
            var batch = new ZipSqe[64];
            for (int j = 0; j < batch.Length; j++)
            {
                batch[j] = maker.Next();
                batch[j].Dw13 ^= (uint)j;
            }

            Assert.Equal(SubmitResult.Queued, pair.TrySend(batch));
            int done = 0;
            while (done < batch.Length)
            {
                Assert.Equal(ReceiveResult.Received, pair.TryReceive(received.AsSpan(0, batch.Length - done), out int count));
                for (int j = 0; j < count; j++)
                {
                    Assert.Equal((batch[done + j].Dw13, batch[done + j].TagV3, batch[done + j].Control), (received[j].Dw13, received[j].TagV3, received[j].Control));
                }

                done += count;
            }
        }

        Assert.False(pair.IsDead);
        Assert.Equal(0, pair.InFlight);
    }

    private sealed class DescriptorMaker(Arena arena, Random random)
    {
        private readonly byte[][] _packed =
        [
            ZipData.Compress(CompressionFormat.Deflate, ZipData.Text(600)),
            ZipData.Compress(CompressionFormat.Zlib, ZipData.Text(600))[2..],
            ZipData.Compress(CompressionFormat.Gzip, ZipData.Text(600))[10..],
        ];

        internal ZipSqe Next()
        {
            ZipSqe sqe = default;
            if (random.Next(8) == 0)
            {
                random.NextBytes(MemoryMarshal.AsBytes(MemoryMarshal.CreateSpan(ref sqe, 1)));
                sqe.Source = Anywhere();
                sqe.Destination = Anywhere();
                sqe.StreamContext = Anywhere();
                sqe.Literals = Anywhere();
                return sqe;
            }

            sqe = Valid();
            for (int mutations = random.Next(4); mutations > 0; mutations--)
            {
                Mutate(ref sqe);
            }

            return sqe;
        }

        private ZipSqe Valid()
        {
            arena.Rewind();
            int format = random.Next(3);
            int length = random.Next(700);
            ulong context = arena.Take(ZipContextLayout.BufferSize) + ZipContextLayout.ContextOffset;
            ulong source = random.Next(2) == 0 ? arena.Put(_packed[format]) : arena.Put(_packed[(format + 1) % 3]);
            ulong destination = arena.Take(2000);
            bool lists = random.Next(5) == 0;
            if (random.Next(3) == 0)
            {
                random.NextBytes(Arena.At(source, 200));
            }

            var sqe = new ZipSqe
            {
                InputLength = (uint)Math.Min(length, _packed[format].Length),
                OutputSpace = (uint)random.Next(1500),
                Control = ZipSqe.PackControl(random.Next(6) == 0 ? 0u : 3u, random.Next(2) == 0, random.Next(2) == 0, random.Next(2) == 0, 0),
                OperationWord = ZipSqe.PackOperation(
                    (ZipOperation)(random.Next(12) == 0 ? 0x42 + random.Next(2) : format + 1), lists, random.Next(6)),
                Source = lists ? List(source) : source,
                Destination = lists ? List(destination) : destination,
                StreamContext = context,
                Dw13 = (uint)random.Next(2000),
                Literals = arena.Take(2000),
                CtxDw2 = (uint)random.Next(40_000),
            };
            return sqe;
        }

        private ulong List(ulong data)
        {
            int entries = random.Next(1, 5);
            ulong list = arena.Take(64 + (entries * 32));
            Span<byte> bytes = Arena.At(list, 64 + (entries * 32));
            bytes.Clear();
            bytes[10] = (byte)(random.Next(10) == 0 ? random.Next(256) : entries);
            if (random.Next(10) == 0)
            {
                MemoryMarshal.Write(bytes, random.Next(2) == 0 ? list : Anywhere());
            }

            for (int i = 0; i < entries; i++)
            {
                MemoryMarshal.Write(bytes[(64 + (i * 32))..], data + (ulong)(i * 300));
                MemoryMarshal.Write(bytes[(64 + (i * 32) + 16)..], random.Next(20) == 0 ? (uint)random.Next() : 300u);
            }

            return list;
        }

        private void Mutate(ref ZipSqe sqe)
        {
            switch (random.Next(10))
            {
                case 0:
                    sqe.Source = Anywhere();
                    break;
                case 1:
                    sqe.Destination = Anywhere();
                    break;
                case 2:
                    sqe.StreamContext = Anywhere();
                    break;
                case 3:
                    sqe.InputLength = Length();
                    break;
                case 4:
                    sqe.OutputSpace = Length();
                    break;
                case 5:
                    sqe.Literals = Anywhere();
                    break;
                case 6:
                    sqe.Control ^= 1u << random.Next(32);
                    break;
                case 7:
                    sqe.OperationWord ^= 1u << random.Next(32);
                    break;
                case 8:
                    sqe.OutputOffsetWord = (uint)random.Next(1000);
                    break;
                default:
                    Span<byte> bytes = MemoryMarshal.AsBytes(MemoryMarshal.CreateSpan(ref sqe, 1));
                    bytes[random.Next(24)] ^= (byte)(1 << random.Next(8));
                    break;
            }
        }

        private uint Length() => random.Next(4) switch
        {
            0 => (uint)random.Next(100),
            1 => (uint)random.Next(4000),
            2 => (uint)random.NextInt64(uint.MaxValue),
            _ => (uint)random.Next(3),
        };

        private ulong Anywhere() => random.Next(5) switch
        {
            0 => arena.Address + (ulong)random.Next(ArenaSize),
            1 => arena.End - (ulong)random.Next(2000),
            2 => arena.Address + (ulong)(random.Next(ArenaSize / 64) * 64),
            3 => (ulong)random.NextInt64() << 1,
            _ => arena.Address - (ulong)random.Next(5000),
        };
    }
}
