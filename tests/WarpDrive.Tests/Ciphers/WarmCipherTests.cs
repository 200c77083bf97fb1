using WarpDrive.Testing;
using WarpDrive.Uacce.Aeads;
using WarpDrive.Uacce.Ciphers;
using WarpDrive.Uacce.Digests;

namespace WarpDrive.Tests.Ciphers;

/// <summary>Warm synchronous calls allocate nothing.</summary>
[Collection(AloneCollection.Name)]
public sealed class WarmCipherTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Ciphers_and_authenticated_encryption(bool sva)
    {
        using var accelerators = new Accelerators(new AcceleratorOptions { Embedded = new EmbeddedOptions { Sva = sva } });
        using var cbc = new Cipher(CipherAlgorithm.Aes, CipherMode.Cbc, new byte[16], null, accelerators);
        using var gcm = new Aead(AeadAlgorithm.AesGcm, new byte[16], null, accelerators);
        using var ccm = new Aead(AeadAlgorithm.Sm4Ccm, new byte[16], null, accelerators);
        using var both = new CbcHmac(AeadAlgorithm.AesCbcHmac, DigestAlgorithm.Sha256, new byte[16], "key"u8, null, accelerators);
        byte[] data = TestData.Mixed(4096, 1), room = new byte[4096], tag = new byte[16], iv = new byte[16];
        void Round()
        {
            cbc.Encrypt(iv, data, room);
            cbc.Decrypt(iv, room, room);
            gcm.Encrypt(iv.AsSpan(0, 12), data, room, tag, data.AsSpan(0, 13));
            gcm.Decrypt(iv.AsSpan(0, 12), room, tag, room, data.AsSpan(0, 13));
            ccm.Encrypt(iv.AsSpan(0, 12), data, room, tag);
            ccm.Decrypt(iv.AsSpan(0, 12), room, tag, room);
            both.Encrypt(iv, data, room, tag, data.AsSpan(0, 13));
            both.Decrypt(iv, room, tag, room, data.AsSpan(0, 13));
        }

        for (int i = 0; i < 100; i++)
        {
            Round();
        }

        Assert.Equal(0, Allocations.Least(300, _ => Round()));
        Assert.Equal(data, room);
    }
}
