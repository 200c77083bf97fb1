using WarpDrive.Uacce;
using WarpDrive.Uacce.Aeads;

namespace WarpDrive.Tests.Ciphers;

/// <summary>The contract over a software SEC device that shares no addresses.</summary>
public sealed class SecReservedAeadTests : AeadContract
{
    protected override bool SharesAddresses => false;

    protected override Accelerators CreateAccelerators() => new(new AcceleratorOptions { Embedded = new EmbeddedOptions { Sva = false } });

    [Fact]
    public void A_message_beyond_the_reserved_memory_is_refused_and_the_next_one_works()
    {
        using var aead = new Aead(AeadAlgorithm.AesGcm, new byte[16], null, Accelerators);
        byte[] room = new byte[3 << 20], tag = new byte[16];
        for (int i = 0; i < 2 * Accelerators.Options.SyncContexts; i++)
        {
            CryptoRequestException thrown = Assert.Throws<CryptoRequestException>(() => { aead.Encrypt(new byte[12], room, room, tag, tag.AsSpan(0, 1)); });
            Assert.Equal(RequestStatus.Refused, thrown.Status);
            Assert.Contains("reserve more memory", thrown.Message, StringComparison.Ordinal);
        }

        Assert.Equal(1 << 20, aead.Encrypt(new byte[12], room.AsSpan(0, 1 << 20), room.AsSpan(0, 1 << 20), tag).BytesWritten);
    }
}
