using WarpDrive.Engines.PublicKey;

namespace WarpDrive.Engines.Tests.PublicKey;

public sealed class PreparedKeyCacheTests
{
    [Fact]
    public void A_key_that_comes_again_is_ready()
    {
        using var engine = new PublicKeyEngine();
        using var keys = new PreparedKeyCache();
        byte[] output = new byte[4];

        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(PublicKeyStatus.Ok, engine.ModPower(keys, [0, 0, 0, 17, 0, 0, 0x0C, 0xA1], [0, 0, 0, 65], output));
        }

        Assert.Equal((1, 2, 1), (keys.Count, keys.Hits, keys.Misses));
    }

    [Fact]
    public void The_key_used_longest_ago_makes_room()
    {
        using var engine = new PublicKeyEngine();
        using var keys = new PreparedKeyCache(2);
        byte[] output = new byte[4];

        Use(3);
        Use(5);
        Use(3);
        Use(7);    // 5 goes
        Use(3);
        Assert.Equal((2, 2, 3), (keys.Count, keys.Hits, keys.Misses));
        Use(5);
        Assert.Equal(4, keys.Misses);

        void Use(byte exponent) => engine.ModPower(keys, [0, 0, 0, exponent, 0, 0, 0x0C, 0xA1], [0, 0, 0, 65], output);
    }

    [Fact]
    public void The_same_block_of_another_class_is_another_key()
    {
        using var engine = new PublicKeyEngine();
        using var keys = new PreparedKeyCache();
        byte[] output = new byte[4];
        byte[] block = [0, 0, 0, 17, 0, 0, 0x0C, 0xA1];

        engine.ModPower(keys, block, [0, 0, 0, 65], output);
        engine.DhPower(keys, block, [0, 0, 0, 65], output);

        Assert.Equal((2, 0), (keys.Count, keys.Hits));
    }

    [Fact]
    public void A_key_in_use_outlives_what_the_cache_drops()
    {
        using var scratch = new Scratch();
        using var keys = new PreparedKeyCache();
        var key = new Witness([1, 2, 3]);
        keys.Keep(5, key);

        keys.Clear();
        Assert.Equal(0, key.Freed);
        Assert.Equal(0, keys.Count);
        key.Release();

        Assert.Equal(1, key.Freed);
    }

    [Fact]
    public void Eviction_clear_and_dispose_free_each_key_once()
    {
        var all = new List<Witness>();
        var keys = new PreparedKeyCache(2);
        for (int i = 0; i < 4; i++)
        {
            var key = new Witness([(byte)i]);
            all.Add(key);
            keys.Keep((UInt128)i, key);
            key.Release();
        }

        Assert.Equal([1, 1, 0, 0], all.Select(k => k.Freed));
        keys.Clear();
        Assert.Equal([1, 1, 1, 1], all.Select(k => k.Freed));
        keys.Dispose();
        var late = new Witness([9]);
        keys.Keep(9, late);
        late.Release();
        Assert.Equal([1, 1, 1, 1, 1], all.Append(late).Select(k => k.Freed));
    }

    [Fact]
    public void A_block_of_the_same_name_is_not_taken_for_the_key()
    {
        using var keys = new PreparedKeyCache();
        var key = new Witness([1, 2, 3]);
        keys.Keep(5, key);
        key.Release();

        Assert.Null(keys.Rent(5, KeyClass.Power, [1, 2, 4]));
        Assert.Null(keys.Rent(5, KeyClass.Power, [1, 2]));
        Assert.Null(keys.Rent(5, KeyClass.Crt, [1, 2, 3]));
        Assert.Same(key, keys.Rent(5, KeyClass.Power, [1, 2, 3]));
        key.Release();
    }

    [Fact]
    public void Many_threads_share_a_small_cache()
    {
        using var keys = new PreparedKeyCache(3);
        int wrong = 0;
        Parallel.For(0, 8, worker =>
        {
            using var engine = new PublicKeyEngine();
            byte[] output = new byte[4];
            for (int i = 0; i < 400; i++)
            {
                byte exponent = (byte)(((worker + i) % 5 * 2) + 3);
                bool good = engine.ModPower(keys, [0, 0, 0, exponent, 0, 0, 0x0C, 0xA1], [0, 0, 0, 2], output) == PublicKeyStatus.Ok
                    && ((output[2] << 8) | output[3]) == (1 << exponent) % 3233;
                if (!good)
                {
                    Interlocked.Increment(ref wrong);
                }
            }
        });

        Assert.Equal(0, wrong);
        Assert.Equal(3, keys.Count);
    }

    private sealed class Witness(byte[] block) : PreparedKey(KeyClass.Power, block)
    {
        internal int Freed { get; private set; }

        protected override void Free() => Freed++;
    }
}
