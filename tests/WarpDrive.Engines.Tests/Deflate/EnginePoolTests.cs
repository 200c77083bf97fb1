using System.Collections.Concurrent;
using WarpDrive.Engines.Deflate;

namespace WarpDrive.Engines.Tests.Deflate;

public sealed class EnginePoolTests
{
    private static readonly DeflateChoice s_fast = new(DeflateEngineKind.Runtime, 1);
    private static readonly DeflateChoice s_best = new(DeflateEngineKind.Runtime, 9);

    [Fact]
    public void What_comes_back_is_lent_again_by_engine_and_level()
    {
        using var pool = new EncoderPool(2);
        DeflateEncoder fast = pool.Rent(s_fast);
        DeflateEncoder best = pool.Rent(s_best);
        DeflateStreamEncoder stream = pool.RentStream(s_fast);
        Assert.Equal((1, 9, 1), (fast.Level, best.Level, stream.Level));
        pool.Return(fast);
        pool.Return(best);
        pool.Return(stream);
        Assert.Same(best, pool.Rent(s_best));
        Assert.Same(fast, pool.Rent(s_fast));
        Assert.Same(stream, pool.RentStream(s_fast));
        Assert.NotSame(fast, pool.Rent(s_fast));
    }

    [Fact]
    public void Beyond_its_capacity_the_pool_frees_what_comes_back()
    {
        using var pool = new EncoderPool(1);
        DeflateStreamEncoder first = pool.RentStream(s_fast);
        DeflateStreamEncoder second = pool.RentStream(s_fast);
        pool.Return(first);
        pool.Return(second);
        Assert.Throws<ObjectDisposedException>(() => second.Reset([]));
        Assert.Same(first, pool.RentStream(s_fast));
    }

    [Fact]
    public void A_disposed_pool_lends_no_more_and_frees_what_comes_back()
    {
        var pool = new EncoderPool(2);
        DeflateStreamEncoder idle = pool.RentStream(s_fast);
        DeflateStreamEncoder lent = pool.RentStream(s_fast);
        pool.Return(idle);
        pool.Dispose();
        pool.Dispose();
        Assert.Throws<ObjectDisposedException>(() => idle.Reset([]));
        lent.Reset([]);
        pool.Return(lent);
        Assert.Throws<ObjectDisposedException>(() => lent.Reset([]));
        Assert.Throws<ObjectDisposedException>(() => pool.RentStream(s_fast));
    }

    [Fact]
    public void Lending_and_taking_back_allocates_nothing()
    {
        using var encoders = new EncoderPool();
        using var decoders = new DecoderPool();
        Assert.Equal(0, Machine.AllocatedBy(() =>
        {
            encoders.Return(encoders.Rent(s_fast));
            encoders.Return(encoders.RentStream(s_fast));
            decoders.Return(decoders.Rent(DeflateEngineKind.Runtime));
        }));
    }

    [Fact]
    public void No_instance_is_lent_to_two_at_once()
    {
        using var pool = new DecoderPool(3);
        var lent = new ConcurrentDictionary<InflateDecoder, bool>();
        Parallel.For(0, 8, _ =>
        {
            for (int i = 0; i < 2000; i++)
            {
                InflateDecoder decoder = pool.Rent(DeflateEngineKind.Managed);
                Assert.True(lent.TryAdd(decoder, true), "lent twice");
                Assert.True(lent.TryRemove(decoder, out bool _));
                pool.Return(decoder);
            }
        });
    }

    [Fact]
    public void Impossible_choices_are_refused_before_they_reach_a_row()
    {
        using var pool = new EncoderPool(1);
        Assert.Throws<ArgumentOutOfRangeException>(() => pool.Rent(new DeflateChoice(DeflateEngineKind.Runtime, 99)));
        Assert.Throws<ArgumentOutOfRangeException>(() => pool.Rent(new DeflateChoice(DeflateEngineKind.Runtime, 0)));
        Assert.Throws<ArgumentOutOfRangeException>(() => pool.Rent(new DeflateChoice((DeflateEngineKind)9, 1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new EncoderPool(0));
    }
}
