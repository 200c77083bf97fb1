using System.Security.Cryptography;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Ciphers;
using WarpDrive.Uacce.Compression;
using CipherMode = WarpDrive.Uacce.Ciphers.CipherMode;

namespace WarpDrive.LoadClient;

/// <summary>One request of each kind at a time, over a queue for each kind.</summary>
internal sealed class WorkMix : IDisposable
{
    private const int Largest = 100_000;
    private readonly Random _random;
    private readonly Compressor _compressor;
    private readonly Decompressor _decompressor;
    private readonly Hasher _hasher;
    private readonly Cipher _cipher;
    private readonly Aes _aes = Aes.Create();
    private readonly byte[] _source = new byte[Largest];
    private readonly byte[] _packed = new byte[(int)Compressor.MaxCompressedLength(Largest)];
    private readonly byte[] _result = new byte[Largest];
    private readonly byte[] _expected = new byte[Largest];
    private readonly byte[] _digest = new byte[32];
    private readonly byte[] _iv = new byte[16];
    private readonly bool _survives;

    internal WorkMix(Accelerators accelerators, int seed, bool survives)
    {
        _random = new Random(seed);
        _survives = survives;
        _compressor = new Compressor(new CompressionOptions { Format = CompressionFormat.Zlib, Level = 1 }, accelerators);
        _decompressor = new Decompressor(new DecompressionOptions { Format = CompressionFormat.Zlib }, accelerators);
        _hasher = new Hasher(HashAlgorithmName.SHA256, null, accelerators);
        byte[] key = new byte[16];
        _random.NextBytes(key);
        _aes.Key = key;
        _cipher = new Cipher(CipherAlgorithm.Aes, CipherMode.Cbc, key, null, accelerators);
    }

    /// <summary>Results that were right.</summary>
    internal long Right { get; private set; }

    /// <summary>Requests that failed with a status that says so.</summary>
    internal long Failed { get; private set; }

    public void Dispose()
    {
        _compressor.Dispose();
        _decompressor.Dispose();
        _hasher.Dispose();
        _cipher.Dispose();
        _aes.Dispose();
    }

    /// <summary>Four requests of a random size, each checked.</summary>
    internal void Round()
    {
        int length = 1 + _random.Next(_random.Next(8) == 0 ? Largest : 8000);
        Fill(_source.AsSpan(0, length));
        Compression(length);
        Digest(length);
        Encryption(length & ~15);
    }

    private void Compression(int length)
    {
        RequestStatus status = _compressor.TryCompress(_source.AsSpan(0, length), _packed, out CompressionResult packed);
        if (!IsDone("compress", status))
        {
            return;
        }

        Array.Clear(_result, 0, length);
        status = _decompressor.TryDecompress(_packed.AsSpan(0, packed.BytesWritten), _result.AsSpan(0, length), out CompressionResult plain);
        if (IsDone("decompress", status))
        {
            Check("decompressed", _source.AsSpan(0, length), _result.AsSpan(0, plain.BytesWritten));
        }
    }

    private void Digest(int length)
    {
        if (IsDone("hash", _hasher.TryHash(_source.AsSpan(0, length), _digest, out _)))
        {
            Check("digest", SHA256.HashData(_source.AsSpan(0, length)), _digest);
        }
    }

    private void Encryption(int length)
    {
        if (length == 0)
        {
            return;
        }

        _random.NextBytes(_iv);
        if (IsDone("encrypt", _cipher.TryEncrypt(_iv, _source.AsSpan(0, length), _result.AsSpan(0, length), out _)))
        {
            _aes.EncryptCbc(_source.AsSpan(0, length), _iv, _expected, PaddingMode.None);
            Check("encrypted", _expected.AsSpan(0, length), _result.AsSpan(0, length));
        }
    }

    private bool IsDone(string what, RequestStatus status)
    {
        if (status == RequestStatus.Ok)
        {
            Right++;
            return true;
        }

        bool isClear = status is RequestStatus.DeviceLost or RequestStatus.NoDevice or RequestStatus.Busy;
        if (!_survives || !isClear)
        {
            throw new WrongResultException($"{what} failed: {status}");
        }

        Failed++;
        return false;
    }

    private static void Check(string what, ReadOnlySpan<byte> expected, ReadOnlySpan<byte> actual)
    {
        if (!expected.SequenceEqual(actual))
        {
            throw new WrongResultException($"{what} wrong: {expected.Length} bytes expected, {actual.Length} came, equal up to {expected.CommonPrefixLength(actual)}");
        }
    }

    private void Fill(Span<byte> bytes)
    {
        int period = 1 + _random.Next(200);
        _random.NextBytes(bytes[..Math.Min(period, bytes.Length)]);
        for (int i = period; i < bytes.Length; i++)
        {
            bytes[i] = i % 67 == 0 ? (byte)_random.Next(256) : bytes[i - period];
        }
    }
}
