using WarpDrive.Engines.Deflate;

namespace WarpDrive.Engines.Tests.Deflate;

/// <summary>What every encoder of pieces does.</summary>
public abstract class DeflatePieceEncoderContract
{
    // A final fixed block without symbols (RFC 1951 §3.2.6): valid only on a byte boundary, and after no final block.
    private static readonly byte[] s_end = [0x03, 0x00];

    protected abstract DeflateEngineKind Kind { get; }

    private DeflateEngineInfo Info => DeflateEngines.Describe(Kind);

    private IEnumerable<int> Levels =>
        Enumerable.Range(1, Info.MaxLevel).Where(level => level >= (Info.CanStreamEncode ? Info.MinStreamLevel : Info.MinLevel));

    [Fact]
    public void A_piece_ends_on_a_byte_boundary_without_a_final_block()
    {
        Machine.Require(Kind);

        foreach (int level in Levels)
        {
            using DeflatePieceEncoder encoder = DeflateEngines.CreatePieceEncoder(Kind, level);
            foreach ((string name, int size) in Corpus.Pairs().Where(pair => pair.Size <= (level <= 1 ? 1 << 20 : 65537)))
            {
                ReadOnlySpan<byte> source = Corpus.Take(name, size).Span;
                var room = new GuardedBuffer(DeflateBound.MaxCompressedLength(size));
                Assert.Equal(EncodeStatus.Done, encoder.Encode(source, room.Span, last: false, out int written));
                room.AssertUntouchedOutside();
                byte[] back = Reference.Inflate([.. room.Span[..written], .. s_end], size);
                Assert.True(source.SequenceEqual(back), $"{name} {size} at level {level}");
                Assert.True(size == 0 || room.Span[..written].EndsWith(new byte[] { 0, 0, 0xFF, 0xFF }), "the marker of an empty stored block");
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Pieces_in_a_row_are_one_stream(int seed)
    {
        Machine.Require(Kind);

        var random = new Random(seed);
        foreach (int level in Levels)
        {
            using DeflatePieceEncoder encoder = DeflateEngines.CreatePieceEncoder(Kind, level);
            var plain = new List<byte>();
            var stream = new List<byte>();
            int pieces = random.Next(1, 30);
            for (int i = 0; i < pieces; i++)
            {
                int size = random.Next(4) switch { 0 => random.Next(4), 1 => random.Next(300), 2 => random.Next(5000), _ => random.Next(70_000) };
                byte[] piece = Corpus.Take(Corpus.Names[random.Next(Corpus.Names.Length)], size, random.Next(1 << 20)).ToArray();
                byte[] room = new byte[DeflateBound.MaxCompressedLength(size)];
                Assert.Equal(EncodeStatus.Done, encoder.Encode(piece, room, last: i == pieces - 1, out int written));
                plain.AddRange(piece);
                stream.AddRange(room[..written]);
            }

            Assert.True(plain.ToArray().AsSpan().SequenceEqual(Reference.Inflate([.. stream], plain.Count)), $"level {level}");
        }
    }

    [Fact]
    public void Any_room_gives_the_piece_or_says_that_it_is_too_small()
    {
        Machine.Require(Kind);

        int level = Levels.First();
        using DeflatePieceEncoder encoder = DeflateEngines.CreatePieceEncoder(Kind, level);
        foreach (string name in Corpus.Names)
        {
            byte[] source = Corpus.Take(name, 600).ToArray();
            bool fits = false;
            for (int room = 0; room <= DeflateBound.MaxCompressedLength(source.Length); room++)
            {
                var destination = new GuardedBuffer(room);
                EncodeStatus status = encoder.Encode(source, destination.Span, last: false, out int written);
                destination.AssertUntouchedOutside();
                fits = status == EncodeStatus.Done;
                if (fits)
                {
                    byte[] back = Reference.Inflate([.. destination.Span[..written], .. s_end], source.Length);
                    Assert.True(source.AsSpan().SequenceEqual(back), $"{name} in {room}");
                }
                else
                {
                    Assert.Equal((EncodeStatus.OutputTooSmall, 0), (status, written));
                }
            }

            Assert.True(fits, name);
        }
    }

    [Fact]
    public void A_request_allocates_nothing_on_the_managed_heap()
    {
        Machine.Require(Kind);

        using DeflatePieceEncoder encoder = DeflateEngines.CreatePieceEncoder(Kind, Levels.First());
        byte[] source = Corpus.Take("assembly", 4096).ToArray();
        byte[] destination = new byte[DeflateBound.MaxCompressedLength(source.Length)];
        Assert.Equal(0, Machine.AllocatedBy(() => encoder.Encode(source, destination, last: false, out _)));
    }

    [Fact]
    public void Disposing_twice_is_harmless_and_using_it_afterwards_is_misuse()
    {
        Machine.Require(Kind);

        DeflatePieceEncoder encoder = DeflateEngines.CreatePieceEncoder(Kind, Info.MaxLevel);
        encoder.Dispose();
        encoder.Dispose();
        Assert.Throws<ObjectDisposedException>(() => encoder.Encode([1], new byte[100], last: false, out _));
    }
}
