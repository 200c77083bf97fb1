using System.Security.Cryptography;
using WarpDrive.Uacce.Aeads;
using WarpDrive.Uacce.Ciphers;
using WarpDrive.Uacce.Compression;
using WarpDrive.Uacce.Digests;
using CipherMode = WarpDrive.Uacce.Ciphers.CipherMode;

namespace WarpDrive.Tests.Daemon;

/// <summary>Tasks that find no other before them, and a daemon that is gone.</summary>
public sealed class LostDaemonTaskTests
{
    private static readonly TimeSpan s_long = TimeSpan.FromSeconds(60);

    private readonly byte[] _data = TestData.Mixed(2000);
    private readonly byte[] _room = new byte[4000];
    private readonly byte[] _tag = new byte[16];
    private readonly byte[] _iv = TestData.Mixed(16, 1);

    [Theory]
    [InlineData("compress", true)]
    [InlineData("compress", false)]
    [InlineData("decompress", true)]
    [InlineData("decompress", false)]
    [InlineData("hash", true)]
    [InlineData("hash", false)]
    [InlineData("encrypt", true)]
    [InlineData("encrypt", false)]
    [InlineData("seal", true)]
    [InlineData("seal", false)]
    [InlineData("sign", true)]
    [InlineData("sign", false)]
    public async Task A_task_is_given_back_while_there_is_no_daemon_and_ends_when_there_is_one(string what, bool sva)
    {
        using var daemon = new LocalDaemon(sva);
        using var accelerators = new Accelerators(daemon.Options with { DaemonReattach = s_long, Deadline = s_long });
        (Func<Task> call, IDisposable user) = Prepare(what, accelerators);
        using (user)
        {
            await call().WaitAsync(s_long);   // the first is queued, to see how calls come; the next ones run on their caller's thread
            await call().WaitAsync(s_long);
            daemon.End();
            Task late = call();   // were this to wait for the daemon, nobody would start it
            Assert.False(late.IsCompleted);
            daemon.Start();
            await late.WaitAsync(s_long);
        }
    }

    [Fact]
    public async Task A_task_without_room_is_given_back_too()
    {
        using var daemon = new LocalDaemon();
        using var accelerators = new Accelerators(daemon.Options with { DaemonReattach = s_long, Deadline = s_long });
        using var decompressor = new Decompressor(null, accelerators);
        byte[] packed = Packed(accelerators, new byte[10]);
        Assert.Equal(10, (await decompressor.DecompressAsync(packed, _room)).BytesWritten);
        daemon.End();
        Task late = decompressor.DecompressAsync(packed, Memory<byte>.Empty).AsTask();
        Assert.False(late.IsCompleted);
        daemon.Start();
        Assert.Equal(Uacce.RequestStatus.OutputTooSmall, (await Assert.ThrowsAsync<CompressionException>(() => late.WaitAsync(s_long))).Status);
    }

    private static byte[] Packed(Accelerators accelerators, byte[] data)
    {
        using var compressor = new Compressor(null, accelerators);
        return compressor.Compress(data);
    }

    private (Func<Task> Call, IDisposable User) Prepare(string what, Accelerators accelerators)
    {
        switch (what)
        {
            case "compress":
                var compressor = new Compressor(null, accelerators);
                return (async () => Check((await compressor.CompressAsync(_data, _room)).BytesWritten), compressor);
            case "decompress":
                byte[] packed = Packed(accelerators, _data);
                var decompressor = new Decompressor(null, accelerators);
                return (async () => Assert.Equal(_data, _room.AsSpan(0, (await decompressor.DecompressAsync(packed, _room)).BytesWritten).ToArray()), decompressor);
            case "hash":
                var hasher = new Hasher(DigestAlgorithm.Sha256, null, accelerators);
                return (async () => Assert.Equal(SHA256.HashData(_data), await hasher.HashAsync(_data)), hasher);
            case "encrypt":
                var cipher = new Cipher(CipherAlgorithm.Aes, CipherMode.Cbc, _iv, null, accelerators);
                using (var aes = Aes.Create())
                {
                    aes.Key = _iv;
                    byte[] expected = aes.EncryptCbc(_data, _iv, PaddingMode.None);
                    return (async () => Assert.Equal(expected, _room.AsSpan(0, (await cipher.EncryptAsync(_iv, _data, _room)).BytesWritten).ToArray()), cipher);
                }

            case "seal":
                var aead = new Aead(AeadAlgorithm.AesGcm, _iv, null, accelerators);
                return (async () => await SealAsync(aead), aead);
            default:
                var key = new WarpECDsa(ECCurve.NamedCurves.nistP256, null, accelerators);
                byte[] digest = SHA256.HashData(_data);
                return (async () => Assert.True(key.VerifyHash(digest, await key.SignHashAsync(digest))), key);
        }
    }

    private void Check(int length) => Assert.Equal(_data, TestData.ReferenceDecode(_room.AsSpan(0, length), CompressionFormat.Gzip));

    private async Task SealAsync(Aead aead)
    {
        byte[] inPlace = [.. _data];
        await aead.EncryptAsync(new AeadJob(_iv.AsMemory(0, 12), inPlace, inPlace, _tag, _iv));
        using var runtime = new AesGcm(_iv, 16);
        runtime.Decrypt(_iv.AsSpan(0, 12), inPlace, _tag, inPlace, _iv);
        Assert.Equal(_data, inPlace);
    }
}
