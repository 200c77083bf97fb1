using System.Runtime.CompilerServices;
using WarpDrive.Uacce.Aeads;

namespace WarpDrive.Tests.Ciphers;

/// <summary>The longest GCM message (SP 800-38D §5.2.1.1), reached by telling a stream that it has come that far.</summary>
public sealed class AeadStreamLimitTests
{
    private const ulong MostBytes = (1UL << 36) - 32;

    [Fact]
    public void A_message_ends_before_its_counter_comes_round()
    {
        using var aead = new Aead(AeadAlgorithm.AesGcm, new byte[16]);
        using AeadStream stream = aead.BeginEncrypt(new byte[12], new byte[1]);
        byte[] room = new byte[64];
        Total(stream) = MostBytes - 32;

        Assert.Equal(32, stream.Update(new byte[32], room));
        Assert.Throws<ArgumentException>(() => stream.Update(new byte[1], room));
        Assert.Equal(0, stream.Finish([], new byte[16]));
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_total")]
    private static extern ref ulong Total(AeadStream stream);
}
