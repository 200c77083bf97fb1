using WarpDrive.Engines.Ciphers;

namespace WarpDrive.Engines.Tests.Ciphers;

/// <summary>Prepared keys: found again, kept for the round, erased when another takes their place.</summary>
public sealed unsafe class KeyCacheTests
{
    [Fact]
    public void A_key_is_found_again_by_its_bytes_and_its_use()
    {
        using var cache = new KeyCache();
        byte[] key = CipherCase.Pinned(Enumerable.Range(0, 32).Select(i => (byte)i).ToArray(), 0);
        byte[] same = CipherCase.Pinned(key.AsSpan(0, 32), 0);
        PreparedKey first = cache.Get(KeyUse.Aes, CipherCase.Pointer(key), 32);
        PreparedKey other = cache.Get(KeyUse.AesXts, CipherCase.Pointer(key), 32);
        PreparedKey shorter = cache.Get(KeyUse.Aes, CipherCase.Pointer(key), 16);
        Assert.Same(first, cache.Get(KeyUse.Aes, CipherCase.Pointer(same), 32));
        Assert.NotSame(first, other);
        Assert.NotSame(first, shorter);
        Assert.Equal(KeyUse.AesXts, other.Use);
        Assert.Equal(16, shorter.Length);
    }

    [Fact]
    public void A_full_set_says_so_in_a_round_and_gives_way_in_the_next()
    {
        using var cache = new KeyCache();
        byte[] key = CipherCase.Pinned(new byte[16], 0);
        cache.BeginRound();
        bool full = false;
        for (int i = 0; i < 2000 && !full; i++)
        {
            BitConverter.TryWriteBytes(key, i);
            full = cache.TryGet(KeyUse.Aes, CipherCase.Pointer(key), 16) == null;
        }

        Assert.True(full);
        cache.BeginRound();
        PreparedKey? taken = cache.TryGet(KeyUse.Aes, CipherCase.Pointer(key), 16);
        Assert.NotNull(taken);
        Assert.True(taken.Is(KeyUse.Aes, key.AsSpan(0, 16)));
    }

    [Fact]
    public void Erasing_leaves_no_byte_of_the_key_or_its_schedule()
    {
        using var prepared = new PreparedKey();
        byte[] key = [.. Enumerable.Range(1, 32).Select(i => (byte)(i * 7))];
        prepared.Set(KeyUse.Aes, key);
        _ = prepared.CmacSubkeys();
        _ = prepared.Ghash();
        Assert.NotEqual(-1, new ReadOnlySpan<byte>(prepared.Aes, AesSchedule.Size).IndexOfAnyExcept((byte)0));
        byte* powers = prepared.Ghash().Powers;
        Assert.NotEqual(-1, new ReadOnlySpan<byte>(powers, 16).IndexOfAnyExcept((byte)0));
        prepared.Erase();
        Assert.Equal(-1, new ReadOnlySpan<byte>(prepared.Raw, PreparedKey.MaxLength).IndexOfAnyExcept((byte)0));
        Assert.Equal(-1, new ReadOnlySpan<byte>(prepared.Aes, AesSchedule.Size).IndexOfAnyExcept((byte)0));
        Assert.Equal(-1, new ReadOnlySpan<byte>(powers, 16).IndexOfAnyExcept((byte)0));
        Assert.False(prepared.Is(KeyUse.Aes, key));
    }
}
