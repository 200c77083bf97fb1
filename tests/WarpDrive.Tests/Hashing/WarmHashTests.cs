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
}
