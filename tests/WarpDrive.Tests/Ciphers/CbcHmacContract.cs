using System.Security.Cryptography;
using WarpDrive.Tests.Hashing;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Aeads;
using WarpDrive.Uacce.Ciphers;
using WarpDrive.Uacce.Digests;
using CipherMode = WarpDrive.Uacce.Ciphers.CipherMode;

namespace WarpDrive.Tests.Ciphers;

/// <summary>What CBC with HMAC promises, on whatever devices a library instance has.</summary>
public abstract class CbcHmacContract : IDisposable
{
    private static readonly byte[] s_data = TestData.Mixed(140_000, 1);
    private static readonly byte[] s_iv = TestData.Mixed(16, 2);
    private Accelerators? _accelerators;

    protected Accelerators Accelerators => _accelerators ??= CreateAccelerators();

    /// <summary>Whether the device has SM4 here, and HMAC of SM3.</summary>
    protected virtual bool HasShangMi => true;

    protected abstract Accelerators CreateAccelerators();

    public virtual void Dispose()
    {
        _accelerators?.Dispose();
        GC.SuppressFinalize(this);
    }

    [Theory]
    [InlineData(DigestAlgorithm.Sha1, 16, 20)]
    [InlineData(DigestAlgorithm.Sha256, 24, 32)]
    [InlineData(DigestAlgorithm.Sha512, 32, 64)]
    public void Aes_gives_what_the_runtime_gives(DigestAlgorithm hash, int keyLength, int full)
    {
        byte[] key = TestData.Mixed(keyLength, 3);
        using var aes = Aes.Create();
        aes.Key = key;
        foreach (int macKeyLength in (int[])[0, 5, 20, hash.BlockSize(), hash.BlockSize() + 1, 300])
        {
            byte[] macKey = TestData.Mixed(macKeyLength, macKeyLength);
            using var both = new CbcHmac(AeadAlgorithm.AesCbcHmac, hash, key, macKey, null, Accelerators);
            foreach ((int length, int extra) in Sizes())
            {
                int tagLength = Math.Min(12 + (length / 16 % 14 * 4), full);   // truncated ones too
                byte[] cipher = aes.EncryptCbc(s_data.AsSpan(1, length), s_iv, PaddingMode.None);
                byte[] mac = HashReference.Hmac(hash, macKey, [.. s_data.AsSpan(7, extra), .. cipher]);
                Check(both, cipher, mac.AsSpan(0, tagLength), length, extra);
            }
        }
    }

    [Theory]
    [InlineData(AeadAlgorithm.AesCbcHmac, DigestAlgorithm.Sm3)]
    [InlineData(AeadAlgorithm.Sm4CbcHmac, DigestAlgorithm.Sm3)]
    [InlineData(AeadAlgorithm.Sm4CbcHmac, DigestAlgorithm.Sha1)]
    [InlineData(AeadAlgorithm.Sm4CbcHmac, DigestAlgorithm.Sha256)]
    [InlineData(AeadAlgorithm.Sm4CbcHmac, DigestAlgorithm.Sha512)]
    public void ShangMi_gives_what_its_parts_give(AeadAlgorithm algorithm, DigestAlgorithm hash)
    {
        byte[] key = TestData.Mixed(16, 3), macKey = TestData.Mixed(40, 4);
        using var both = new CbcHmac(algorithm, hash, key, macKey, null, Accelerators);
        if (!HasShangMi)
        {
            CryptoRequestException refused = Assert.Throws<CryptoRequestException>(() => { both.Encrypt(s_iv, new byte[16], new byte[16], new byte[20]); });
            Assert.Equal(algorithm == AeadAlgorithm.AesCbcHmac ? RequestStatus.Refused : RequestStatus.NoDevice, refused.Status);
            return;
        }

        using var cbc = new Cipher(algorithm == AeadAlgorithm.AesCbcHmac ? CipherAlgorithm.Aes : CipherAlgorithm.Sm4, CipherMode.Cbc, key, null, Accelerators);
        foreach ((int length, int extra) in Sizes())
        {
            byte[] cipher = new byte[length];
            cbc.Encrypt(s_iv, s_data.AsSpan(1, length), cipher);
            Check(both, cipher, HmacOf(hash, macKey, [.. s_data.AsSpan(7, extra), .. cipher]), length, extra);
        }
    }

    [Theory]
    [InlineData(16, 0, 12)]
    [InlineData(1600, 13, 32)]
    [InlineData(80_000, 65_535, 20)]
    public void What_was_changed_releases_nothing(int length, int extra, int tagLength)
    {
        using var both = new CbcHmac(AeadAlgorithm.AesCbcHmac, DigestAlgorithm.Sha256, new byte[16], "other"u8, null, Accelerators);
        byte[] room = new byte[length], tag = new byte[tagLength], associated = s_data[..extra];
        both.Encrypt(s_iv, s_data.AsSpan(0, length), room, tag, associated);
        foreach (byte[] changed in (byte[][])[tag, room, associated])
        {
            if (changed.Length == 0)
            {
                continue;
            }

            changed[^1] ^= 0x80;
            byte[] back = TestData.Mixed(length, 9);
            Assert.Throws<AuthenticationTagMismatchException>(() => { both.Decrypt(s_iv, room, tag, back, associated); });
            Assert.Equal(new byte[length], back);
            byte[] inPlace = [.. room];
            Assert.Equal(RequestStatus.TagMismatch, both.TryDecrypt(s_iv, inPlace, tag, inPlace, associated, out _));
            Assert.Equal(new byte[length], inPlace);
            changed[^1] ^= 0x80;
            Assert.Equal(RequestStatus.Ok, both.TryDecrypt(s_iv, room, tag, back, associated, out CipherResult result));
            Assert.Equal(length, result.BytesWritten);
            Assert.Equal(s_data.AsSpan(0, length).ToArray(), back);
        }
    }

    [Fact]
    public async Task Batches_and_asynchronous_calls_give_what_single_calls_give()
    {
        using var both = new CbcHmac(AeadAlgorithm.AesCbcHmac, DigestAlgorithm.Sha512, TestData.Mixed(32, 5), TestData.Mixed(100, 6), null, Accelerators);
        AeadJob[] jobs = [.. Enumerable.Range(1, 100).Select(i => new AeadJob(
            TestData.Mixed(16, i), s_data.AsMemory(i, i * 80), new byte[i * 80], new byte[12 + (i % 14 * 4)], s_data.AsMemory(0, i % 3 * 13)))];
        (byte[] Room, byte[] Tag)[] expected = [.. jobs.Select(job =>
        {
            byte[] room = new byte[job.Source.Length], tag = new byte[job.Tag.Length];
            both.Encrypt(job.Nonce.Span, job.Source.Span, room, tag, job.AssociatedData.Span);
            return (room, tag);
        })];

        var results = new CipherResult[jobs.Length];
        both.EncryptMany(jobs, results);
        Assert.Equal(expected.Select(pair => pair.Room), jobs.Select(job => job.Destination.ToArray()));
        Assert.Equal(expected.Select(pair => pair.Tag), jobs.Select(job => job.Tag.ToArray()));
        Assert.Equal(jobs.Select(job => job.Source.Length), results.Select(result => result.BytesWritten));
        AeadJob[] back = [.. jobs.Select(job => job with { Source = job.Destination })];
        back[50].Tag.Span[0] ^= 1;
        Assert.Throws<AuthenticationTagMismatchException>(() => both.DecryptMany(back, results));
        Assert.Equal(new byte[51 * 80], back[50].Destination.ToArray());
        Assert.Equal(s_data[100..(100 + (100 * 80))], back[99].Destination.ToArray());

        ValueTask<CipherResult>[] calls = [.. jobs.Select(job => both.EncryptAsync(job))];
        foreach (ValueTask<CipherResult> call in calls)
        {
            await call;
        }

        Assert.Equal(expected.Select(pair => pair.Room), jobs.Select(job => job.Destination.ToArray()));
        Assert.Equal(expected.Select(pair => pair.Tag), jobs.Select(job => job.Tag.ToArray()));
        back[99].Tag.Span[0] ^= 1;
        await Assert.ThrowsAsync<AuthenticationTagMismatchException>(async () => await both.DecryptAsync(back[99]));
        Assert.Equal(new byte[100 * 80], back[99].Destination.ToArray());
        await both.DecryptAsync(back[98]);
        Assert.Equal(s_data[99..(99 + (99 * 80))], back[98].Destination.ToArray());
    }

    [Fact]
    public void Misuse_is_told_before_anything_begins()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new CbcHmac(AeadAlgorithm.AesGcm, DigestAlgorithm.Sha256, new byte[16], [], null, Accelerators));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CbcHmac(AeadAlgorithm.AesCbcHmac, DigestAlgorithm.Sha384, new byte[16], [], null, Accelerators));
        Assert.Throws<ArgumentException>(() => new CbcHmac(AeadAlgorithm.AesCbcHmac, DigestAlgorithm.Sha256, new byte[17], [], null, Accelerators));
        Assert.Throws<ArgumentException>(() => new CbcHmac(AeadAlgorithm.Sm4CbcHmac, DigestAlgorithm.Sm3, new byte[32], [], null, Accelerators));
        using var both = new CbcHmac(AeadAlgorithm.AesCbcHmac, DigestAlgorithm.Sha1, new byte[16], new byte[20], null, Accelerators);
        byte[] room = new byte[64], tag = new byte[24];
        Assert.Throws<ArgumentException>(() => { both.Encrypt(s_iv.AsSpan(0, 12), room, room, tag.AsSpan(0, 20)); });
        Assert.Throws<ArgumentException>(() => { both.Encrypt(s_iv, room, room, tag); });
        Assert.Throws<ArgumentException>(() => { both.Encrypt(s_iv, room, room, tag.AsSpan(0, 8)); });
        Assert.Throws<ArgumentException>(() => { both.Encrypt(s_iv, room, room, tag.AsSpan(0, 14)); });
        Assert.Throws<ArgumentException>(() => { both.Encrypt(s_iv, [], [], tag.AsSpan(0, 20)); });
        Assert.Throws<ArgumentException>(() => { both.Encrypt(s_iv, room.AsSpan(0, 40), room, tag.AsSpan(0, 20)); });
        Assert.Throws<ArgumentException>(() => { both.Encrypt(s_iv, room, room.AsSpan(0, 48), tag.AsSpan(0, 20)); });
        Assert.Throws<ArgumentException>(() => { both.Encrypt(s_iv, room.AsSpan(0, 32), room.AsSpan(8, 32), tag.AsSpan(0, 20)); });
        both.Dispose();
        Assert.Throws<ObjectDisposedException>(() => { both.Encrypt(s_iv, room, room, tag.AsSpan(0, 20)); });
    }

    private static void Check(CbcHmac both, byte[] cipher, ReadOnlySpan<byte> mac, int length, int extra)
    {
        byte[] room = new byte[length], tag = new byte[mac.Length];
        Assert.Equal(length, both.Encrypt(s_iv, s_data.AsSpan(1, length), room, tag, s_data.AsSpan(7, extra)).BytesWritten);
        Assert.Equal(cipher, room);
        Assert.Equal(mac, tag);
        both.Decrypt(s_iv, room, tag, room, s_data.AsSpan(7, extra));   // in place
        Assert.Equal(s_data.AsSpan(1, length).ToArray(), room);
    }

    /// <summary>RFC 2104 §2 over digests of the library: devices have HMAC in one piece.</summary>
    private byte[] HmacOf(DigestAlgorithm hash, byte[] key, byte[] message)
    {
        using var hasher = new Hasher(hash, null, Accelerators);
        byte[] inner = new byte[hash.BlockSize()], outer = new byte[hash.BlockSize()];
        for (int i = 0; i < inner.Length; i++)
        {
            byte part = i < key.Length ? key[i] : (byte)0;
            inner[i] = (byte)(part ^ 0x36);
            outer[i] = (byte)(part ^ 0x5c);
        }

        return hasher.Hash([.. outer, .. hasher.Hash([.. inner, .. message])]);
    }

    private static IEnumerable<(int Length, int Extra)> Sizes() => Enumerable.Range(1, 20).Select(blocks => (16 * blocks, blocks * 37 % 67))
        .Concat([(16, 0), (4096, 13), (16_384, 0), (65_536, 65_535), (131_072, 5)]);
}
