using System.Security.Cryptography;
using WarpDrive.Testing;
using WarpDrive.Uacce.Aeads;
using WarpDrive.Uacce.Ciphers;
using WarpDrive.Uacce.Digests;

namespace WarpDrive.Tests;

/// <summary>Calls that many tasks await at the same time allocate nothing but what they return.</summary>
[Collection(AloneCollection.Name)]
public sealed class WarmTaskTests
{
    private const int Tasks = 16;
    private const int Calls = 300;
    private const int Size = 4096;   // from here on all kinds of calls are queued

    /// <summary>For all calls of all tasks together: the smallest object has 24 bytes, the tasks have some hundred each.</summary>
    private const long MostBytes = 4 * Tasks * Calls;

    private readonly byte[] _data = TestData.Mixed(Size, 1);
    private readonly byte[][] _rooms = [.. Enumerable.Range(0, Tasks).Select(_ => new byte[2 * Size])];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Awaited_hashes(bool sva)
    {
        using Accelerators accelerators = Open(sva);
        using var hasher = new Hasher(DigestAlgorithm.Sha256, null, accelerators);
        await Check(task => hasher.HashAsync(_data, _rooms[task]));
        using var hmac = new Hmac(DigestAlgorithm.Sha256, "key"u8, null, accelerators);
        await Check(task => hmac.HashAsync(_data, _rooms[task]));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Awaited_encryption(bool sva)
    {
        using Accelerators accelerators = Open(sva);
        byte[] iv = new byte[16];
        using var cbc = new Cipher(CipherAlgorithm.Aes, Uacce.Ciphers.CipherMode.Cbc, new byte[16], null, accelerators);
        await Check(task => cbc.EncryptAsync(iv, _data, _rooms[task]));
        byte[][] tags = [.. Enumerable.Range(0, Tasks).Select(_ => new byte[16])];
        using var gcm = new Aead(AeadAlgorithm.AesGcm, new byte[16], null, accelerators);
        await Check(task => gcm.EncryptAsync(new AeadJob(iv.AsMemory(0, 12), _data, _rooms[task], tags[task])));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Awaited_compression(bool sva)
    {
        using Accelerators accelerators = Open(sva);
        using var compressor = new Compressor(null, accelerators);
        using var decompressor = new Decompressor(null, accelerators);
        await Check(task => compressor.CompressAsync(_data, _rooms[task]));
        byte[] compressed = new byte[2 * Size];
        int length = compressor.Compress(_data, compressed).BytesWritten;
        await Check(task => decompressor.DecompressAsync(compressed.AsMemory(0, length), _rooms[task]));
        Assert.Equal(_data, _rooms[Tasks - 1].AsSpan(0, Size));
    }

    [Fact]
    public async Task Awaited_results_in_arrays_of_their_own()
    {
        using Accelerators accelerators = Open(sva: true);
        using var hasher = new Hasher(DigestAlgorithm.Sha256, null, accelerators);
        await Check(_ => hasher.HashAsync(_data), result: 32);
        using var key = new WarpECDsa(ECCurve.NamedCurves.nistP256, null, accelerators);
        byte[] digest = SHA256.HashData(_data);
        await Check(_ => key.SignHashAsync(digest), result: 64);
    }

    private static Accelerators Open(bool sva) => new(new AcceleratorOptions { Embedded = new EmbeddedOptions { Sva = sva } });

    /// <param name="once">A call, with the number of its task.</param>
    /// <param name="result">Bytes in the array that it returns, a multiple of 8; 0 when it returns none.</param>
    private static async Task Check<T>(Func<int, ValueTask<T>> once, int result = 0)
    {
        long most = MostBytes + (result == 0 ? 0 : Tasks * Calls * ((3 * IntPtr.Size) + result));
        (long bytes, int pending) = await Allocations.LeastOfTasks(Tasks, Calls, most, once);
        Assert.True(bytes <= most, $"{bytes} bytes for {Tasks * Calls} calls");
        Assert.True(pending > 0, "no call was queued: nothing was tested");
    }
}
