using System.Security.Cryptography;
using WarpDrive.Uacce.Digests;

namespace WarpDrive.Tests.Hashing;

/// <summary>What many callers at once get: their messages are hashed together in SIMD lanes.</summary>
[Collection(AloneCollection.Name)]
public sealed class LanePackingTests
{
    [Fact]
    public async Task A_thousand_tasks_that_each_await_in_a_loop_are_packed_into_lanes()
    {
        using var accelerators = new Accelerators();
        using var hasher = new Hasher(DigestAlgorithm.Md5, null, accelerators);
        byte[] data = TestData.Mixed(16 << 10, 1);
        byte[] expected = MD5.HashData(data);
        int together = 0, alone = 0;
        await Parallel.ForAsync(0, 1000, new ParallelOptions { MaxDegreeOfParallelism = 1000 }, async (_, token) =>
        {
            byte[] digest = new byte[16];
            for (int i = 0; i < 10; i++)
            {
                HashResult result = await hasher.HashAsync(data, digest, token);
                if (result.Receipt.BatchSize > 1)
                {
                    Interlocked.Increment(ref together);
                }
                else
                {
                    Interlocked.Increment(ref alone);
                }

                Assert.Equal(expected, digest);
            }
        });
        Assert.True(together > alone, $"{together} of {together + alone} were hashed together with others");
    }

    [Fact]
    public void A_batch_is_packed_into_lanes_and_a_single_message_is_not()
    {
        using var accelerators = new Accelerators();
        using var hasher = new Hasher(DigestAlgorithm.Md5, null, accelerators);
        byte[] data = TestData.Mixed(64 << 12, 2), digests = new byte[16 * 64];
        Assert.True(hasher.HashEach(data, 1 << 12, digests).BatchSize > 1);
        Assert.Equal(1, hasher.Hash(data, digests).Receipt.BatchSize);
    }

    [Fact]
    public async Task Calls_one_after_the_other_mostly_run_on_the_callers_thread()
    {
        using var accelerators = new Accelerators();
        using var hasher = new Hasher(DigestAlgorithm.Sha256, null, accelerators);
        byte[] data = TestData.Mixed(16 << 10, 3), digest = new byte[32];
        int atOnce = 0;
        for (int i = 0; i < 300; i++)
        {
            ValueTask<HashResult> call = hasher.HashAsync(data, digest);
            atOnce += call.IsCompleted ? 1 : 0;
            await call;
        }

        Assert.True(atOnce > 200, $"{atOnce} of 300 ended before they were awaited");
    }
}
