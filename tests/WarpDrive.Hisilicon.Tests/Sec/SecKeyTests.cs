using WarpDrive.Uacce;
using WarpDrive.Uacce.Ciphers;

namespace WarpDrive.Hisilicon.Tests.Sec;

/// <summary>What workers keep of keys.</summary>
public sealed class SecKeyTests
{
    [Theory]
    [InlineData(QueueDriving.Inline)]
    [InlineData(QueueDriving.Served)]
    public void No_prepared_key_outlives_the_queue_it_came_by(QueueDriving driving)
    {
        using var fixture = new SecFixture(generation: 3);
        using (CipherQueue queue = fixture.Ciphers(driving))
        {
            Encrypt(fixture, queue, key: 1);
            Encrypt(fixture, queue, key: 2);
            Assert.Equal(2, fixture.Device.PreparedKeys);
        }

        Assert.Equal(0, fixture.Device.PreparedKeys);
    }

    [Fact]
    public void A_queue_goes_on_when_another_one_makes_workers_forget_its_key()
    {
        using var fixture = new SecFixture(generation: 3);
        using CipherQueue stays = fixture.Ciphers(QueueDriving.Served);
        byte[] before = Encrypt(fixture, stays, key: 1);
        fixture.Ciphers(QueueDriving.Served).Dispose();

        Assert.Equal(0, fixture.Device.PreparedKeys);
        Assert.Equal(before, Encrypt(fixture, stays, key: 1));
    }

    private static unsafe byte[] Encrypt(SecFixture fixture, CipherQueue queue, byte key)
    {
        fixture.Arena.Rewind();
        byte[] bytes = new byte[16];
        bytes.AsSpan().Fill(key);
        ulong data = fixture.Arena.Put(new byte[32]);
        var request = new CipherRequest
        {
            Algorithm = CipherAlgorithm.Aes,
            Mode = CipherMode.Cbc,
            Source = data,
            Destination = data,
            Length = 32,
            Key = fixture.Arena.Put(bytes),
            KeyLength = 16,
            Iv = fixture.Arena.Put(new byte[16]),
        };
        Assert.Equal(SubmitResult.Queued, queue.TrySend(new ReadOnlySpan<CipherRequest>(in request), out string? refusal));
        Assert.Null(refusal);
        var completions = new Completion[1];
        int count;
        while (queue.TryReceive(completions, out count) == ReceiveResult.Empty)
        {
            Assert.True(queue.Wait(TimeSpan.FromSeconds(60)));
        }

        Assert.Equal(1, count);
        Assert.Equal(RequestStatus.Ok, completions[0].Status);
        return new ReadOnlySpan<byte>((void*)data, 32).ToArray();
    }
}
