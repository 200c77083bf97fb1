using WarpDrive.Uacce;
using WarpDrive.Uacce.Aeads;
using WarpDrive.Uacce.Core;

namespace WarpDrive.Tests.Ciphers;

/// <summary>What is in the caller's room when a device is lost after it decrypted and before it said whether the tag is right.</summary>
public sealed class LostAeadTests : IDisposable
{
    private static readonly byte[] s_nonce = TestData.Mixed(12, 2);
    private static readonly byte[] s_extra = TestData.Mixed(20, 3);

    private readonly LosingSecDevice _device = new();
    private readonly DeviceRegistry _registry = new();
    private readonly Accelerators _accelerators;
    private readonly Aead _aead;

    public LostAeadTests()
    {
        _registry.Add(_device);
        _accelerators = new Accelerators(new AcceleratorOptions
        {
            Embedded = new EmbeddedOptions { Devices = 0 },
            Providers = [new EmbeddedProvider(_registry, ownsRegistry: false)],
        });
        _aead = new Aead(AeadAlgorithm.AesGcm, TestData.Mixed(16, 1), null, _accelerators);
    }

    public void Dispose()
    {
        _aead.Dispose();
        _accelerators.Dispose();
        _registry.Dispose();
    }

    [Theory]
    [InlineData(100, false)]
    [InlineData(100, true)]
    [InlineData(20_000, false)]
    [InlineData(20_000, true)]
    public void Nothing_unverified_stays_after_a_synchronous_call(int length, bool inPlace)
    {
        (byte[] sealedBytes, byte[] tag, byte[] room) = Seal(length, inPlace);
        _device.Loses = true;
        CryptoRequestException thrown = Assert.Throws<CryptoRequestException>(() => _aead.Decrypt(s_nonce, sealedBytes, tag, room, s_extra));
        Assert.Equal(RequestStatus.DeviceLost, thrown.Status);
        Assert.Equal(-1, room.AsSpan().IndexOfAnyExcept((byte)0));
    }

    [Theory]
    [InlineData(100, false)]
    [InlineData(100, true)]
    [InlineData(300_000, false)]
    [InlineData(300_000, true)]
    public async Task Nothing_unverified_stays_after_a_task(int length, bool inPlace)
    {
        (byte[] sealedBytes, byte[] tag, byte[] room) = Seal(length, inPlace);
        _device.Loses = true;
        CryptoRequestException thrown = await Assert.ThrowsAsync<CryptoRequestException>(
            async () => await _aead.DecryptAsync(new AeadJob(s_nonce, sealedBytes, room, tag, s_extra)));
        Assert.Equal(RequestStatus.DeviceLost, thrown.Status);
        Assert.Equal(-1, room.AsSpan().IndexOfAnyExcept((byte)0));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Nothing_unverified_stays_after_a_batch(bool inPlace)
    {
        (byte[] Sealed, byte[] Tag, byte[] Room)[] messages = [.. Enumerable.Range(1, 12).Select(i => Seal(100 * i, inPlace))];
        _device.Loses = true;
        AeadJob[] jobs = [.. messages.Select(message => new AeadJob(s_nonce, message.Sealed, message.Room, message.Tag, s_extra))];
        CryptoRequestException thrown = Assert.Throws<CryptoRequestException>(() => _aead.DecryptMany(jobs, new CipherResult[jobs.Length]));
        Assert.Equal(RequestStatus.DeviceLost, thrown.Status);
        Assert.All(messages, message => Assert.Equal(-1, message.Room.AsSpan().IndexOfAnyExcept((byte)0)));
    }

    [Fact]
    public void What_lay_in_place_is_there_again_when_no_queue_is_free_after_a_loss()
    {
        (byte[] sealedBytes, byte[] tag, byte[] room) = Seal(100, inPlace: true);
        byte[] before = [.. sealedBytes];
        _device.Fills = true;
        _device.Loses = true;
        Assert.Equal(RequestStatus.Busy, _aead.TryDecrypt(s_nonce, sealedBytes, tag, room, s_extra, out _));
        Assert.Equal(before, sealedBytes);
        _device.Loses = false;
        _device.Fills = false;
        Assert.Equal(RequestStatus.Ok, _aead.TryDecrypt(s_nonce, sealedBytes, tag, room, s_extra, out _));
        Assert.Equal(TestData.Mixed(100, 4), room);
    }

    private (byte[] Sealed, byte[] Tag, byte[] Room) Seal(int length, bool inPlace)
    {
        byte[] sealedBytes = new byte[length], tag = new byte[16];
        _aead.Encrypt(s_nonce, TestData.Mixed(length, 4), sealedBytes, tag, s_extra);
        return (sealedBytes, tag, inPlace ? sealedBytes : new byte[length]);
    }
}
