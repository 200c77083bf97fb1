using WarpDrive.Testing;
using WarpDrive.Uacce.Aeads;
using WarpDrive.Uacce.Ciphers;
using WarpDrive.Uacce.Digests;

namespace WarpDrive.Tests.Ciphers;

/// <summary>Warm synchronous calls and batches allocate nothing.</summary>
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
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Batches(bool sva)
    {
        const int Size = 1024;
        const int Count = 100;   // more than a queue has in flight at once
        using var accelerators = new Accelerators(new AcceleratorOptions { Embedded = new EmbeddedOptions { Sva = sva } });
        using var cbc = new Cipher(CipherAlgorithm.Aes, CipherMode.Cbc, new byte[16], null, accelerators);
        using var gcm = new Aead(AeadAlgorithm.AesGcm, new byte[16], null, accelerators);
        byte[] data = TestData.Mixed(Size * Count, 1), sealedData = new byte[Size * Count], tags = new byte[16 * Count], opened = new byte[Size * Count];
        byte[] iv = new byte[16], extra = new byte[13];
        var results = new CipherResult[Count];
        AeadJob[] seals = [.. Enumerable.Range(0, Count).Select(i => new AeadJob(
            iv.AsMemory(0, 12), data.AsMemory(i * Size, Size), sealedData.AsMemory(i * Size, Size), tags.AsMemory(i * 16, 16), extra))];
        AeadJob[] opens = [.. seals.Select((seal, i) => seal with { Source = seal.Destination, Destination = opened.AsMemory(i * Size, Size) })];
        CipherJob[] encryptions = [.. Enumerable.Range(0, Count).Select(i => new CipherJob(iv, data.AsMemory(i * Size, Size), opened.AsMemory(i * Size, Size)))];
        void Round()
        {
            cbc.EncryptMany(encryptions, results);
            gcm.EncryptMany(seals, results);
            gcm.DecryptMany(opens, results);
        }

        for (int i = 0; i < 100; i++)
        {
            Round();
        }

        Assert.Equal(0, Allocations.Least(50, _ => Round()));
        Assert.Equal(data, opened);
    }
}
