using WarpDrive.Engines.Deflate;

namespace WarpDrive.Engines.Tests.Deflate;

/// <summary>What every encoder of whole streams does, at every level of its own.</summary>
public abstract class DeflateEncoderContract
{
    protected abstract DeflateEngineKind Kind { get; }

    private DeflateEngineInfo Info => DeflateEngines.Describe(Kind);

    [Fact]
    public void What_it_writes_the_runtime_reads_back()
    {
        Machine.Require(Kind);

        byte[] destination = new byte[DeflateBound.MaxEncodedLength(8 * 1024 * 1024 + 1)];
        for (int level = Info.MinLevel; level <= Info.MaxLevel; level++)
        {
            using DeflateEncoder encoder = DeflateEngines.CreateEncoder(Kind, level);
            int cap = level == Info.MinLevel ? int.MaxValue : 65537;
            foreach ((string name, int size) in Corpus.Pairs().Where(pair => pair.Size <= cap))
            {
                ReadOnlySpan<byte> source = Corpus.Take(name, size).Span;
                int bound = DeflateBound.MaxEncodedLength(size);
                Assert.Equal(EncodeStatus.Done, encoder.Encode(source, destination.AsSpan(0, bound), out int written));
                Assert.True(
                    source.SequenceEqual(Reference.Inflate(destination.AsSpan(0, written), size)), $"{name} {size} at level {level}");
            }
        }
    }

    [Fact]
    public void It_needs_exactly_the_room_it_uses_and_touches_no_more()
    {
        Machine.Require(Kind);

        foreach (int level in new[] { Info.MinLevel, (Info.MinLevel + Info.MaxLevel) / 2, Info.MaxLevel })
        {
            using DeflateEncoder encoder = DeflateEngines.CreateEncoder(Kind, level);
            foreach ((string name, int size) in Corpus.Pairs().Where(pair => pair.Size <= 65537))
            {
                ReadOnlySpan<byte> source = Corpus.Take(name, size).Span;
                var large = new GuardedBuffer(DeflateBound.MaxEncodedLength(size));
                Assert.Equal(EncodeStatus.Done, encoder.Encode(source, large.Span, out int needed));
                large.AssertUntouchedOutside();
                Assert.InRange(needed, 1, DeflateBound.MaxEncodedLength(size));

                // Some engines want a few bytes of slack that they do not use; enough is what the second try may need.
                AssertFitsOrSaysNo(encoder, source, needed, size);
                AssertFitsOrSaysNo(encoder, source, needed - 1, size);
                var none = new GuardedBuffer(0);
                Assert.Equal(EncodeStatus.OutputTooSmall, encoder.Encode(source, none.Span, out int nothing));
                Assert.Equal(0, nothing);
                none.AssertUntouchedOutside();
            }
        }
    }

    [Fact]
    public void One_byte_of_room_is_refused()
    {
        Machine.Require(Kind);

        using DeflateEncoder encoder = DeflateEngines.CreateEncoder(Kind, Info.MinLevel);
        foreach (string name in Corpus.Names)
        {
            var one = new GuardedBuffer(1);
            Assert.Equal(EncodeStatus.OutputTooSmall, encoder.Encode(Corpus.Take(name, 4096).Span, one.Span, out _));
            one.AssertUntouchedOutside();
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void It_stays_inside_buffers_at_the_edge_of_mapped_memory(bool upper)
    {
        Machine.Require(Kind);
        using var from = new PageEdge(65537);
        using var to = new PageEdge(DeflateBound.MaxEncodedLength(65537));
        for (int level = Info.MinLevel; level <= Info.MaxLevel; level++)
        {
            using DeflateEncoder encoder = DeflateEngines.CreateEncoder(Kind, level);
            int cap = level == Info.MinLevel ? 65537 : 4097;
            foreach ((string name, int size) in Corpus.Pairs().Where(pair => pair.Size <= cap))
            {
                Span<byte> source = from.Span(size, upper);
                Corpus.Take(name, size, 77).Span.CopyTo(source);
                int bound = DeflateBound.MaxEncodedLength(size);
                Assert.Equal(EncodeStatus.Done, encoder.Encode(source, to.Span(bound, upper), out int written));
                AssertFitsOrSaysNo(encoder, source, to.Span(written, upper), size);
                AssertFitsOrSaysNo(encoder, source, to.Span(written / 2, upper), size);
            }
        }
    }

    [Fact]
    public void A_call_allocates_nothing_on_the_managed_heap()
    {
        Machine.Require(Kind);

        using DeflateEncoder encoder = DeflateEngines.CreateEncoder(Kind, Info.MinLevel);
        byte[] source = Corpus.Take("assembly", 4096).ToArray();
        byte[] destination = new byte[DeflateBound.MaxEncodedLength(source.Length)];
        Assert.Equal(0, Machine.AllocatedBy(() => encoder.Encode(source, destination, out _)));
    }

    [Fact]
    public void Disposing_twice_is_harmless()
    {
        Machine.Require(Kind);

        DeflateEncoder encoder = DeflateEngines.CreateEncoder(Kind, Info.MaxLevel);
        encoder.Dispose();
        encoder.Dispose();
        Assert.Equal(Kind, encoder.Kind);
        Assert.Equal(Info.MaxLevel, encoder.Level);
    }

    [Fact]
    public void A_level_outside_its_range_is_misuse()
    {
        Machine.Require(Kind);

        Assert.Throws<ArgumentOutOfRangeException>(() => DeflateEngines.CreateEncoder(Kind, Info.MinLevel - 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => DeflateEngines.CreateEncoder(Kind, Info.MaxLevel + 1));
    }

    private static void AssertFitsOrSaysNo(DeflateEncoder encoder, ReadOnlySpan<byte> source, int room, int size)
    {
        var buffer = new GuardedBuffer(room);
        AssertFitsOrSaysNo(encoder, source, buffer.Span, size);
        buffer.AssertUntouchedOutside();
    }

    private static void AssertFitsOrSaysNo(DeflateEncoder encoder, ReadOnlySpan<byte> source, Span<byte> room, int size)
    {
        EncodeStatus status = encoder.Encode(source, room, out int written);
        if (status == EncodeStatus.Done)
        {
            Assert.InRange(written, 1, room.Length);
            Assert.True(source.SequenceEqual(Reference.Inflate(room[..written], size)));
        }
        else
        {
            Assert.Equal(EncodeStatus.OutputTooSmall, status);
            Assert.Equal(0, written);
        }
    }
}
