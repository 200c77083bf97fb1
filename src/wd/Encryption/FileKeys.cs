using System.Security.Cryptography;

namespace WarpDrive.Tool.Encryption;

/// <summary>The keys of one file, derived from a key file and the header (docs/spec/encrypted-file.md §2).</summary>
internal sealed class FileKeys : IDisposable
{
    /// <summary>Bytes of the check behind a header.</summary>
    internal const int CheckSize = 16;
    /// <summary>Bytes of a chunk's nonce.</summary>
    internal const int NonceSize = 12;

    private const int HeaderKeySize = 32, ChunkKeySize = 32, PrefixSize = 7;

    private readonly byte[] _material = GC.AllocateArray<byte>(HeaderKeySize + ChunkKeySize + PrefixSize, pinned: true);
    private readonly FileHeader _header;

    /// <summary>Derives the keys.</summary>
    /// <param name="key">The 32 bytes of the key file.</param>
    /// <param name="header">Header of the file.</param>
    internal FileKeys(ReadOnlySpan<byte> key, FileHeader header)
    {
        _header = header;
        ReadOnlySpan<byte> purpose = "wd encrypted file"u8;
        HKDF.DeriveKey(HashAlgorithmName.SHA256, key, _material, header.Salt.Span, [.. purpose, .. header.Start.Span]);
    }

    /// <summary>The key that seals the chunks.</summary>
    internal ReadOnlySpan<byte> ChunkKey => _material.AsSpan(HeaderKeySize, _header.Algorithm == FileAlgorithm.Aes256Gcm ? 32 : 16);

    /// <summary>Computes what stands behind the header.</summary>
    /// <param name="check">16 bytes.</param>
    internal void WriteCheck(Span<byte> check)
    {
        Span<byte> whole = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_material.AsSpan(0, HeaderKeySize), _header.Bytes.Span, whole);
        whole[..CheckSize].CopyTo(check);
    }

    /// <summary>Whether header and key belong together. In constant time.</summary>
    /// <param name="check">What stands behind the header.</param>
    internal bool Verify(ReadOnlySpan<byte> check)
    {
        Span<byte> expected = stackalloc byte[CheckSize];
        WriteCheck(expected);
        return CryptographicOperations.FixedTimeEquals(expected, check);
    }

    /// <summary>The nonce of a chunk.</summary>
    /// <param name="nonce">12 bytes.</param>
    /// <param name="chunk">Its number, from 0.</param>
    /// <param name="last">Whether it is the last of the file.</param>
    internal void WriteNonce(Span<byte> nonce, uint chunk, bool last)
    {
        _material.AsSpan(HeaderKeySize + ChunkKeySize, PrefixSize).CopyTo(nonce);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(nonce[PrefixSize..], chunk);
        nonce[NonceSize - 1] = last ? (byte)1 : (byte)0;
    }

    /// <summary>Zeroes the keys.</summary>
    public void Dispose() => CryptographicOperations.ZeroMemory(_material);
}
