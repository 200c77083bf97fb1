using System.Runtime.InteropServices;
using WarpDrive.Engines.Lz77;
using WarpDrive.Hisilicon.Zip;
using WarpDrive.Testing;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Compression;

namespace WarpDrive.Hisilicon.Tests.Zip;

/// <summary>The second opinion on LZ77 for zstd: what a queue of the device produces, libzstd turns into frames, and reads back.</summary>
public sealed class ZipLz77OracleTests
{
    private const int Block = 128 << 10;

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void Zstd_reads_frames_made_of_what_the_device_found(bool stateful, bool price)
    {
        Assert.SkipUnless(SystemZstd.IsInstalled, "libzstd.so.1 is not installed");
        foreach ((string name, byte[] data) in Corpus())
        {
            foreach (int block in (int[])[Block, 7001])
            {
                SequenceDecoder found = Find(data, block, stateful, price);
                Assert.True(data.AsSpan().SequenceEqual(CollectionsMarshal.AsSpan(found.Output)), name);
                byte[] frame = SystemZstd.Compress(CollectionsMarshal.AsSpan(found.Resolved), data);
                Assert.True(data.AsSpan().SequenceEqual(SystemZstd.Decompress(frame, data.Length)), name);
                if (name == "assembly")
                {
                    Assert.True(found.RepeatedOffsets > 0);
                    Assert.True(frame.Length < data.Length * 7 / 10, $"{frame.Length} of {data.Length}");
                }
            }
        }
    }

    [Fact]
    public void Blocks_of_a_stream_find_what_came_in_blocks_before()
    {
        Assert.SkipUnless(SystemZstd.IsInstalled, "libzstd.so.1 is not installed");
        byte[] data = ZipData.Of(300_000).Single(d => d.Name == "assembly").Bytes;
        const int Small = 7001;
        SequenceDecoder alone = Find(data, Small, stateful: false, price: false);
        SequenceDecoder together = Find(data, Small, stateful: true, price: false);

        Assert.InRange(alone.LargestOffset, 1u, (uint)Small);
        Assert.InRange(together.LargestOffset, (uint)Small + 1, 32u << 10);
        Assert.True(Frame(together).Length < Frame(alone).Length);

        byte[] Frame(SequenceDecoder found) => SystemZstd.Compress(CollectionsMarshal.AsSpan(found.Resolved), data);
    }

    [Fact]
    public void The_zstd_program_reads_a_frame_made_of_what_the_device_found()
    {
        Assert.SkipUnless(SystemZstd.IsInstalled, "libzstd.so.1 is not installed");
        Assert.SkipUnless(SystemZstd.HasProgram, "the zstd program is not installed");
        byte[] data = ZipData.Of(1_000_000).Single(d => d.Name == "assembly").Bytes;

        byte[] frame = SystemZstd.Compress(CollectionsMarshal.AsSpan(Find(data, Block, stateful: true, price: true).Resolved), data);

        Assert.True(data.AsSpan().SequenceEqual(SystemZstd.DecompressByProgram(frame)));
    }

    private static IEnumerable<(string Name, byte[] Bytes)> Corpus() => [.. ZipData.Of(400_000), ("one byte", "x"u8.ToArray())];

    /// <summary>
    /// Sends data block by block. A stream is one series of sequences. Without a stream each block begins with the initial repeat offsets and knows
    /// nothing before it, so each has a decoder of its own, which resolves the offsets.
    /// </summary>
    private static SequenceDecoder Find(byte[] data, int block, bool stateful, bool price)
    {
        using var arena = new Arena(4 << 20);
        using CompressionQueue queue = ZipQueueTests.Open(3, CompressionDirection.Compress, arena);
        ulong source = arena.Put(data);
        ulong context = arena.Take(ZipContextLayout.BufferSize);
        ulong literals = arena.Take(block + 16);
        ulong sequences = arena.Take((block * 3) + 1000);
        var all = new SequenceDecoder();
        for (int at = 0; at < data.Length; at += block)
        {
            int length = Math.Min(block, data.Length - at);
            var request = new CompressionRequest
            {
                Format = CompressionFormat.Lz77Zstd,
                PriceMode = price,
                WindowCode = 4,
                Flags = !stateful ? 0 : CompressionRequestFlags.Stateful | (at == 0 ? CompressionRequestFlags.First : 0),
                Source = source + (ulong)at,
                SourceLength = length,
                Destination = sequences,
                DestinationLength = (block * 3) + 1000,
                Literals = literals,
                LiteralsLength = length + 16,
                StreamContext = stateful ? context : 0,
            };
            CompressionCompletion done = ZipQueueTests.Run(queue, in request);
            Assert.Equal((RequestStatus.Ok, length), (done.Status, done.Consumed));
            SequenceDecoder decoder = stateful ? all : new SequenceDecoder();
            decoder.Block(
                Arena.At(literals, done.LiteralCount), MemoryMarshal.Cast<byte, Lz77Sequence>(Arena.At(sequences, done.Produced)),
                ZipLz77ScatterTests.Result(in done));
            if (!stateful)
            {
                all.Append(decoder);
            }
        }

        return all;
    }
}
