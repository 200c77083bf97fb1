using System.Runtime.InteropServices;
using System.Security.Cryptography;
using WarpDrive.Tool.Output;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Aeads;

namespace WarpDrive.Tool.Encryption;

/// <summary>Seals and opens the chunks of one file, a round of them at a time: a device works on many together.</summary>
internal sealed class ChunkCipher : IDisposable
{
    private const int RoundSize = 1 << 20;   // bytes of data in a round; more only leaves the cache
    private const int TagSize = 16;

    private readonly Aead _aead;
    private readonly FileKeys _keys;
    private readonly int _chunkSize;
    private readonly byte[] _nonces;
    private readonly AeadJob[] _jobs;
    private readonly CipherResult[] _results;

    /// <summary>Makes it.</summary>
    /// <param name="accelerators">The library instance.</param>
    /// <param name="header">Header of the file.</param>
    /// <param name="keys">Keys of the file; not disposed here.</param>
    /// <param name="settings">Wishes of the command line.</param>
    internal ChunkCipher(Accelerators accelerators, FileHeader header, FileKeys keys, EncryptionSettings settings)
    {
        _keys = keys;
        _chunkSize = header.ChunkSize;
        int chunks = Math.Max(1, RoundSize / _chunkSize);
        Data = GC.AllocateUninitializedArray<byte>((chunks * _chunkSize) + 1, pinned: true);
        Sealed = GC.AllocateUninitializedArray<byte>((chunks * (_chunkSize + TagSize)) + 1, pinned: true);
        _nonces = GC.AllocateArray<byte>(chunks * FileKeys.NonceSize, pinned: true);
        _jobs = new AeadJob[chunks];
        _results = new CipherResult[chunks];
        _aead = new Aead(
            header.Algorithm == FileAlgorithm.Sm4Gcm ? AeadAlgorithm.Sm4Gcm : AeadAlgorithm.AesGcm, keys.ChunkKey,
            new CryptoOptions { Device = settings.Device, Engine = settings.Engine }, accelerators);
    }

    /// <summary>Plain data of a round, and room for one byte of the next.</summary>
    internal byte[] Data { get; }

    /// <summary>Sealed chunks of a round, and room for one byte of the next.</summary>
    internal byte[] Sealed { get; }

    /// <summary>Where the last chunk was worked on.</summary>
    internal Receipt Receipt { get; private set; }

    /// <summary>Number of the first chunk of the next round.</summary>
    /// <exception cref="UserErrorException">The format has no more numbers.</exception>
    internal uint Advance(uint first)
    {
        ulong next = first + (ulong)_jobs.Length;
        return next <= uint.MaxValue ? (uint)next : throw new UserErrorException("longer than the format allows: 2^32 chunks");
    }

    /// <summary>Seals what is in <see cref="Data"/>.</summary>
    /// <param name="first">Number of its first chunk.</param>
    /// <param name="length">Bytes; less than a whole round only in the last.</param>
    /// <param name="last">Whether the file ends with it.</param>
    /// <returns>The chunks, in <see cref="Sealed"/>.</returns>
    internal ReadOnlySpan<byte> Seal(uint first, int length, bool last)
    {
        int chunks = Math.Max(1, (length + _chunkSize - 1) / _chunkSize);
        for (int i = 0; i < chunks; i++)
        {
            int size = Math.Min(_chunkSize, length - (i * _chunkSize));
            _jobs[i] = Job(i, first, size, last && i == chunks - 1, encrypt: true);
        }

        _aead.EncryptMany(_jobs.AsSpan(0, chunks), _results);
        Receipt = _results[0].Receipt;
        return Sealed.AsSpan(0, length + (chunks * TagSize));
    }

    /// <summary>Opens what is in <see cref="Sealed"/>.</summary>
    /// <param name="first">Number of its first chunk.</param>
    /// <param name="length">Bytes; less than a whole round only in the last.</param>
    /// <param name="last">Whether the file ends with it.</param>
    /// <returns>The data, in <see cref="Data"/>; every tag of the round was right.</returns>
    /// <exception cref="UserErrorException">A tag is not.</exception>
    internal ReadOnlySpan<byte> Open(uint first, int length, bool last)
    {
        int whole = _chunkSize + TagSize;
        int chunks = Math.Max(1, (length + whole - 1) / whole);
        int rest = length - ((chunks - 1) * whole) - TagSize;   // data of the last chunk
        if (rest < 0 || (rest == 0 && (chunks > 1 || first > 0)))
        {
            throw new UserErrorException("unexpected end of file: the data is cut off");
        }

        for (int i = 0; i < chunks; i++)
        {
            _jobs[i] = Job(i, first, i == chunks - 1 ? rest : _chunkSize, last && i == chunks - 1, encrypt: false);
        }

        try
        {
            _aead.DecryptMany(_jobs.AsSpan(0, chunks), _results);
        }
        catch (CryptographicException e) when (IsMismatch(e))
        {
            throw new UserErrorException(last ? "damaged or cut off: a chunk is not what was encrypted" : "damaged: a chunk is not what was encrypted");
        }

        Receipt = _results[0].Receipt;
        return Data.AsSpan(0, ((chunks - 1) * _chunkSize) + rest);
    }

    /// <summary>Zeroes the data and the keys.</summary>
    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(Data);
        _aead.Dispose();
    }

    private static bool IsMismatch(Exception? e) =>
        e is AuthenticationTagMismatchException or CryptoRequestException { Status: RequestStatus.TagMismatch } || (e?.InnerException is Exception inner && IsMismatch(inner));

    private AeadJob Job(int index, uint first, int size, bool last, bool encrypt)
    {
        int nonce = index * FileKeys.NonceSize;
        _keys.WriteNonce(_nonces.AsSpan(nonce, FileKeys.NonceSize), first + (uint)index, last);
        Memory<byte> data = MemoryMarshal.CreateFromPinnedArray(Data, index * _chunkSize, size);
        Memory<byte> closed = MemoryMarshal.CreateFromPinnedArray(Sealed, index * (_chunkSize + TagSize), size + TagSize);
        return new AeadJob(
            MemoryMarshal.CreateFromPinnedArray(_nonces, nonce, FileKeys.NonceSize), encrypt ? data : closed[..size], encrypt ? closed[..size] : data, closed[size..]);
    }
}
