using WarpDrive.Testing;
using WarpDrive.Uacce.Digests;

namespace WarpDrive.Tests.Hashing;

/// <summary>Warm calls allocate nothing.</summary>
[Collection(AloneCollection.Name)]
public sealed class WarmHashTests
{
    private readonly byte[] _data = TestData.Mixed(64 << 10, 1);
    private readonly byte[] _digests = new byte[64 * 32];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Synchronous_calls(bool sva)
    {
        using var accelerators = new Accelerators(new AcceleratorOptions { Embedded = new EmbeddedOptions { Sva = sva } });
        using var hasher = new Hasher(DigestAlgorithm.Sha256, null, accelerators);
        using var hmac = new Hmac(DigestAlgorithm.Sha256, "key"u8, null, accelerators);
        using IncrementalHasher parts = hasher.CreateIncremental();
        ReadOnlyMemory<byte>[] sources = [.. Enumerable.Range(0, 64).Select(i => _data.AsMemory(i, i * 10))];
        void Round()
        {
            hasher.Hash(_data.AsSpan(0, 1000), _digests);
            hmac.Hash(_data.AsSpan(0, 100), _digests);
            hasher.HashEach(_data.AsSpan(0, 64 * 64), 64, _digests);
            hasher.HashMany(sources, _digests);
            parts.Append(_data);
            parts.Append(_data.AsSpan(0, 3));
            parts.GetHashAndReset(_digests);
        }

        for (int i = 0; i < 100; i++)
        {
            Round();
        }

        Assert.Equal(0, Allocations.Least(100, _ => Round()));
    }

    [Fact]
    public async Task Queued_calls()
    {
        using var accelerators = new Accelerators();
        using var hasher = new Hasher(DigestAlgorithm.Sha256, null, accelerators);
        await Flood(hasher, 400);
        long least = long.MaxValue;

        // Other threads of the process count as well, so the quietest of some rounds is taken.
        for (int round = 0; round < 10 && least > 2000; round++)
        {
            long before = GC.GetTotalAllocatedBytes(precise: true);
            await Flood(hasher, 400);
            least = Math.Min(least, GC.GetTotalAllocatedBytes(precise: true) - before);
        }

        Assert.True(least <= 2000, $"{least} bytes for 1600 calls");   // the flood's own state machine, and the thread pool's segments
    }

#pragma warning disable CA2012 // each is awaited once, after all were started: that is what is tested
    private async Task Flood(Hasher hasher, int rounds)
    {
        var calls = new System.Runtime.CompilerServices.ConfiguredValueTaskAwaitable<HashResult>[4];
        for (int round = 0; round < rounds; round++)
        {
            for (int i = 0; i < calls.Length; i++)
            {
                calls[i] = hasher.HashAsync(_data.AsMemory(0, 5000), _digests.AsMemory(32 * i, 32)).ConfigureAwait(false);
            }

            for (int i = 0; i < calls.Length; i++)
            {
                await calls[i];
            }
        }
    }
}
