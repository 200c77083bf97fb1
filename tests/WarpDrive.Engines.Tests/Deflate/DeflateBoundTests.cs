using WarpDrive.Engines.Deflate;

namespace WarpDrive.Engines.Tests.Deflate;

public sealed class DeflateBoundTests
{
    [Fact]
    public void Every_encoder_stays_within_the_bound_on_random_bytes()
    {
        var random = new Random(11);
        byte[] source = new byte[200_000];
        random.NextBytes(source);
        foreach (DeflateEngineInfo info in DeflateEngines.Available.Where(info => info.CanEncode))
        {
            for (int level = info.MinLevel; level <= info.MaxLevel; level++)
            {
                using DeflateEncoder encoder = DeflateEngines.CreateEncoder(info.Kind, level);
                foreach (int length in new[] { 0, 1, 5, 100, 16_383, 65_535, 65_536, 131_071, 200_000 })
                {
                    int bound = DeflateBound.MaxEncodedLength(length);
                    Assert.True(bound + 18 <= DeflateBound.MaxCompressedLength(length));
                    var room = new GuardedBuffer(bound);
                    Assert.Equal(EncodeStatus.Done, encoder.Encode(source.AsSpan(0, length), room.Span, out int written));
                    room.AssertUntouchedOutside();
                    Assert.True(source.AsSpan(0, length).SequenceEqual(Reference.Inflate(room.Span[..written], length)));
                }
            }
        }
    }

    [Fact]
    public void The_bounds_grow_with_the_length_and_say_when_they_cannot()
    {
        long before = 0;
        for (long length = 0; length < 1L << 40; length = length * 3 + 1)
        {
            long bound = DeflateBound.MaxCompressedLength(length);
            Assert.True(bound > before && bound > length);
            Assert.True(DeflateBound.MaxCompressedLength(length, 10) > bound);
            before = bound;
        }

        Assert.Throws<OverflowException>(() => DeflateBound.MaxCompressedLength(int.MaxValue));
        Assert.Throws<OverflowException>(() => DeflateBound.MaxEncodedLength(int.MaxValue));
        Assert.Throws<OverflowException>(() => DeflateBound.MaxCompressedLength(long.MaxValue));
        Assert.Throws<ArgumentOutOfRangeException>(() => DeflateBound.MaxCompressedLength(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => DeflateBound.MaxEncodedLength(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => DeflateBound.MaxCompressedLength(1, 0));
    }
}
