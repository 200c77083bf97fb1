using System.Runtime.InteropServices;
using WarpDrive.Engines.Lz77;
using WarpDrive.Hisilicon.Zip;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Compression;

namespace WarpDrive.Hisilicon.Tests.Zip;

/// <summary>LZ77 for zstd through driver and device: what the sequences say is what was given.</summary>
public sealed class ZipLz77Tests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Sequences_of_blocks_of_a_stream_rebuild_the_data(bool price)
    {
        using var arena = new Arena(4 << 20);
        using var loop = new ZipLoop(CompressionDirection.Compress, executors: 2);
        foreach ((string name, byte[] data) in ZipData.Of(300_000))
        {
            arena.Rewind();
            ulong context = arena.Take(ZipContextLayout.BufferSize);
            ulong source = arena.Put(data);
            ulong literals = arena.Take((128 << 10) + 16);
            ulong sequences = arena.Take(512 << 10);
            var rebuilt = new List<byte>();
            var repeats = new uint[] { 1, 4, 8 };
            for (int at = 0; at < data.Length;)
            {
                int length = Math.Min(128 << 10, data.Length - at);
                var request = new CompressionRequest
                {
                    Format = CompressionFormat.Lz77Zstd,
                    PriceMode = price,
                    WindowCode = 4,
                    Flags = CompressionRequestFlags.Stateful | (at == 0 ? CompressionRequestFlags.First : 0),
                    Source = source + (ulong)at,
                    SourceLength = length,
                    Destination = sequences,
                    DestinationLength = 512 << 10,
                    Literals = literals,
                    LiteralsLength = length + 16,
                    StreamContext = context,
                };
                CompressionCompletion done = loop.Run(in request, arena);
                Assert.True(done.Status == RequestStatus.Ok, $"{name}: {ZipWords.Describe(in done)}");
                Assert.Equal((length, done.SequenceCount * 8), (done.Consumed, done.Produced));
                Rebuild(rebuilt, repeats, Arena.At(sequences, done.Produced), Arena.At(literals, done.LiteralCount), done.LongLiteralSequence);
                at += length;
            }

            Assert.True(data.AsSpan().SequenceEqual(CollectionsMarshal.AsSpan(rebuilt)), name);
        }
    }

    [Fact]
    public void A_sequence_buffer_that_is_too_small_is_said_so()
    {
        using var arena = new Arena(1 << 20);
        using var loop = new ZipLoop(CompressionDirection.Compress);
        byte[] data = ZipData.Text(50_000);
        var request = new CompressionRequest
        {
            Format = CompressionFormat.Lz77Zstd,
            WindowCode = 4,
            Source = arena.Put(data),
            SourceLength = data.Length,
            Destination = arena.Take(80),
            DestinationLength = 80,
            Literals = arena.Take(data.Length + 16),
            LiteralsLength = data.Length + 16,
        };

        Assert.Equal(RequestStatus.OutputTooSmall, loop.Run(in request, arena).Status);
    }

    /// <summary>RFC 8878 §3.1.1.4 and §3.1.1.5, byte by byte.</summary>
    private static void Rebuild(List<byte> output, uint[] repeats, ReadOnlySpan<byte> sequences, ReadOnlySpan<byte> literals, int longLiteral)
    {
        ReadOnlySpan<Lz77Sequence> all = MemoryMarshal.Cast<byte, Lz77Sequence>(sequences);
        for (int i = 0; i < all.Length; i++)
        {
            int count = all[i].LiteralLength + (i == longLiteral ? 65536 : 0);
            output.AddRange(literals[..count].ToArray());
            literals = literals[count..];
            uint offset = Offset(repeats, all[i].OffsetCode, count > 0);
            for (int left = all[i].MatchLength + 3; left > 0; left--)
            {
                output.Add(output[^(int)offset]);
            }
        }

        output.AddRange(literals.ToArray());
    }

    private static uint Offset(uint[] repeats, uint code, bool hasLiterals)
    {
        if (code > 3)
        {
            (repeats[0], repeats[1], repeats[2]) = (code - 3, repeats[0], repeats[1]);
            return repeats[0];
        }

        uint place = code + (hasLiterals ? 0u : 1u);
        uint offset = place == 4 ? repeats[0] - 1 : repeats[place - 1];
        if (place >= 3)
        {
            (repeats[0], repeats[1], repeats[2]) = (offset, repeats[0], repeats[1]);
        }
        else if (place == 2)
        {
            (repeats[0], repeats[1]) = (offset, repeats[0]);
        }

        return offset;
    }
}
