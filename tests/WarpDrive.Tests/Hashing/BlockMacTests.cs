using System.Security.Cryptography;
using WarpDrive.Uacce.Digests;

namespace WarpDrive.Tests.Hashing;

/// <summary>The MACs of AES on the software SEC device.</summary>
public sealed class BlockMacTests : IDisposable
{
    private readonly Accelerators _accelerators = new();

    public void Dispose() => _accelerators.Dispose();

    /// <summary>RFC 4493 §4; RFC 3566 §4.</summary>
    [Theory]
    [InlineData(DigestAlgorithm.AesCmac, "2b7e151628aed2a6abf7158809cf4f3c", "", "bb1d6929e95937287fa37d129b756746")]
    [InlineData(DigestAlgorithm.AesCmac, "2b7e151628aed2a6abf7158809cf4f3c", "6bc1bee22e409f96e93d7e117393172a", "070a16b46b4d4144f79bdd9dd04a287c")]
    [InlineData(DigestAlgorithm.AesXcbcPrf128, "000102030405060708090a0b0c0d0e0f", "", "75f0251d528ac01c4573dfd584d79f29")]
    [InlineData(DigestAlgorithm.AesXcbcPrf128, "000102030405060708090a0b0c0d0e0f", "000102", "5b376580ae2f19afe7219ceef172756f")]
    [InlineData(DigestAlgorithm.AesXcbcMac96, "000102030405060708090a0b0c0d0e0f", "000102030405060708090a0b0c0d0e0f", "d2a246fa349b68a79998a439")]
    public void The_published_vectors_come_out(DigestAlgorithm algorithm, string key, string message, string tag)
    {
        using var mac = new AesMac(algorithm, Convert.FromHexString(key), null, _accelerators);
        Assert.Equal(tag, Convert.ToHexStringLower(mac.Hash(Convert.FromHexString(message))));
        Assert.True(mac.Verify(Convert.FromHexString(message), Convert.FromHexString(tag)));
        Assert.Throws<NotSupportedException>(() => mac.CreateIncremental());
    }

    /// <summary>SP 800-38B §6.2 over the runtime's CBC: the last block is masked with the doubled encryption of zeros.</summary>
    [Fact]
    public void Long_messages_have_the_tag_that_their_CBC_says()
    {
        byte[] key = TestData.Mixed(16, 4);
        using var aes = Aes.Create();
        aes.Key = key;
        byte[] mask = aes.EncryptEcb(new byte[16], PaddingMode.None);
        int carry = mask[0] >> 7;
        for (int i = 0; i < 16; i++)
        {
            mask[i] = (byte)((mask[i] << 1) | (i < 15 ? mask[i + 1] >> 7 : 0));
        }

        mask[15] ^= (byte)(carry * 0x87);
        using var mac = new AesMac(DigestAlgorithm.AesCmac, key, null, _accelerators);
        foreach (int length in (int[])[16, 65_520, 65_536, 131_072, 200_000])
        {
            byte[] message = TestData.Mixed(length, length), masked = [.. message];
            for (int i = 0; i < 16; i++)
            {
                masked[length - 16 + i] ^= mask[i];
            }

            Assert.Equal(aes.EncryptCbc(masked, new byte[16], PaddingMode.None)[^16..], mac.Hash(message));
        }
    }

    [Fact]
    public void Gmac_is_the_tag_of_GCM_without_payload()
    {
        byte[] key = TestData.Mixed(32, 1), nonce = TestData.Mixed(12, 2), tag = new byte[16], expected = new byte[16];
        using var mac = new Gmac(key, null, _accelerators);
        using var gcm = new AesGcm(key, 16);
        foreach (int length in (int[])[1, 15, 16, 17, 64, 1000, 100_000])
        {
            byte[] message = TestData.Mixed(length, length);
            Assert.Equal(16, mac.Compute(nonce, message, tag).BytesWritten);
            gcm.Encrypt(nonce, Array.Empty<byte>(), Array.Empty<byte>(), expected, message);
            Assert.Equal(expected, tag);
            Assert.True(mac.Verify(nonce, message, tag.AsSpan(0, 12)));
            tag[3] ^= 1;
            Assert.False(mac.Verify(nonce, message, tag));
        }

        Assert.Throws<ArgumentException>(() => { mac.Compute(new byte[11], [], tag); });
        Assert.Throws<ArgumentException>(() => new Gmac(new byte[20], null, _accelerators));
    }
}
