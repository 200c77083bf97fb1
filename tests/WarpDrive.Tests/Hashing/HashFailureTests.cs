using System.Security.Cryptography;
using WarpDrive.Tests.Fakes;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Digests;

namespace WarpDrive.Tests.Hashing;

/// <summary>Devices that die, stall or refuse while they hash.</summary>
public sealed class HashFailureTests
{
    private static readonly byte[] s_data = TestData.Mixed(100_000, 1);

    [Fact]
    public void A_part_lost_with_its_device_is_repeated_on_the_next()
    {
        var first = new FakeDevice("fake-0") { Instances = 65 };
        using Accelerators accelerators = new FakeProvider("fake", first, new FakeDevice("fake-1")).Open();
        using var hasher = new Hasher(DigestAlgorithm.Sha256, null, accelerators);
        using IncrementalHasher parts = hasher.CreateIncremental();
        parts.Append(s_data.AsSpan(0, 40_000));
        first.LoseRequests = 1;
        parts.Append(s_data.AsSpan(40_000));
        byte[] digest = new byte[32];

        Assert.Equal("fake-1", parts.GetHashAndReset(digest).Receipt.Device);
        Assert.Equal(SHA256.HashData(s_data), digest);
    }

    [Fact]
    public void A_batch_whose_device_is_lost_is_finished_on_the_next()
    {
        using Accelerators accelerators = new FakeProvider(
            "fake", new FakeDevice("fake-0") { LoseRequests = 1, Instances = 65 }, new FakeDevice("fake-1")).Open();
        using var hasher = new Hasher(DigestAlgorithm.Sha256, null, accelerators);
        byte[] digests = new byte[32 * 1000];
        hasher.HashEach(s_data, 100, digests);
        Assert.Equal(s_data.Chunk(100).Select(SHA256.HashData), digests.Chunk(32));
    }

    [Fact]
    public async Task A_queued_message_lost_with_its_device_is_repeated_on_the_next()
    {
        using Accelerators accelerators = new FakeProvider(
            "fake", new FakeDevice("fake-0") { LoseRequests = 1, Instances = 65 }, new FakeDevice("fake-1")).Open();
        using var hasher = new Hasher(DigestAlgorithm.Sha256, null, accelerators);
        byte[] digest = new byte[32];
        Assert.Equal("fake-1", (await hasher.HashAsync(s_data, digest)).Receipt.Device);
        Assert.Equal(SHA256.HashData(s_data), digest);
    }

    [Fact]
    public async Task A_queued_message_that_its_digest_overwrites_is_not_repeated()
    {
        using Accelerators accelerators = new FakeProvider(
            "fake", new FakeDevice("fake-0") { LoseRequests = 1, Instances = 65 }, new FakeDevice("fake-1")).Open();
        using var hasher = new Hasher(DigestAlgorithm.Sha256, null, accelerators);
        byte[] message = TestData.Mixed(100_000, 3);
        CryptoRequestException thrown = await Assert.ThrowsAsync<CryptoRequestException>(async () => await hasher.HashAsync(message, message.AsMemory(7, 32)));
        Assert.Equal(RequestStatus.DeviceLost, thrown.Status);
    }

    [Fact]
    public void Without_a_device_the_words_say_why()
    {
        using Accelerators accelerators = new FakeProvider("fake", new FakeDevice("fake-0") { Algorithms = "zlib\n" }).Open();
        using var hasher = new Hasher(DigestAlgorithm.Sm3, null, accelerators);
        CryptoRequestException thrown = Assert.Throws<CryptoRequestException>(() => hasher.Hash("abc"u8));
        Assert.Equal(RequestStatus.NoDevice, thrown.Status);
        Assert.Contains("sm3", thrown.Message, StringComparison.Ordinal);
        Assert.Equal(RequestStatus.NoDevice, hasher.TryHash("abc"u8, new byte[32], out _));
    }

    [Fact]
    public void A_stalled_device_ends_at_the_deadline()
    {
        var device = new FakeDevice("fake-0") { ServedOnly = true };
        device.Working.Reset();
        using Accelerators accelerators = new FakeProvider("fake", device).Open();
        using var hasher = new Hasher(DigestAlgorithm.Sha1, new CryptoOptions { Deadline = TimeSpan.FromMilliseconds(60) }, accelerators);
        Assert.Equal(RequestStatus.TimedOut, Assert.Throws<CryptoRequestException>(() => hasher.Hash(s_data)).Status);
        Assert.Equal(RequestStatus.TimedOut, Assert.Throws<CryptoRequestException>(() => { hasher.HashEach(s_data.AsSpan(0, 64), 64, new byte[20]); }).Status);
        device.Working.Set();
        using var patient = new Hasher(DigestAlgorithm.Sha1, null, accelerators);
        Assert.Equal(SHA1.HashData(s_data), patient.Hash(s_data));
    }

    [Fact]
    public async Task A_key_lives_until_the_last_request_that_uses_it()
    {
        var device = new FakeDevice("fake-0");
        device.Working.Reset();
        using Accelerators accelerators = new FakeProvider("fake", device).Open();
        byte[] digest = new byte[32];
        Task<HashResult> call;
        using (var hmac = new Hmac(DigestAlgorithm.Sha256, "key"u8, null, accelerators))
        {
            call = hmac.HashAsync(s_data, digest).AsTask();
            Assert.True(SpinWait.SpinUntil(() => device.Queues.Any(queue => queue.InFlight == 1), TimeSpan.FromSeconds(60)));
        }

        device.Working.Set();
        await call;
        Assert.Equal(HMACSHA256.HashData("key"u8, s_data), digest);
    }

    [Fact]
    public async Task A_queued_call_that_is_cancelled_ends_when_the_device_has_let_go()
    {
        var device = new FakeDevice("fake-0");
        device.Working.Reset();
        using Accelerators accelerators = new FakeProvider("fake", device).Open();
        using var hasher = new Hasher(DigestAlgorithm.Sha256, null, accelerators);
        using var source = new CancellationTokenSource();
        Task<HashResult> call = hasher.HashAsync(s_data, new byte[32], source.Token).AsTask();
        Assert.True(SpinWait.SpinUntil(() => device.Queues.Any(queue => queue.InFlight == 1), TimeSpan.FromSeconds(60)));
        source.Cancel();
        Assert.False(call.IsCompleted);
        device.Working.Set();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }

    [Fact]
    public void Messages_that_a_device_refuses_go_another_way()
    {
        var device = new FakeDevice("fake-0");
        device.Digests.RefusesEmpty = true;
        device.Digests.RefusesLists = true;
        using Accelerators accelerators = new FakeProvider("fake", device).Open();
        using var hasher = new Hasher(DigestAlgorithm.Sha512, null, accelerators);
        using var hmac = new Hmac(DigestAlgorithm.Sha512, "key"u8, null, accelerators);
        byte[] digest = new byte[64];

        Assert.Equal("library", hasher.Hash([], digest).Receipt.Provider);
        Assert.Equal(SHA512.HashData([]), digest);
        Assert.Equal(HMACSHA512.HashData("key"u8, []), hmac.Hash([]));
        Assert.Equal("fake", hasher.Hash(Segments.Of(s_data, 30_000), digest).Receipt.Provider);
        Assert.Equal(SHA512.HashData(s_data), digest);
        Assert.True(device.Digests.Parts[(int)StreamPart.Last] > 0);
    }
}
