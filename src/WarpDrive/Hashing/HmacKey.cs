using WarpDrive.Uacce.Digests;

namespace WarpDrive;

/// <summary>Brings keys into the form that devices take: at most one block (RFC 2104 §2), whole words (hisi-sec.md §6.2).</summary>
internal static class HmacKey
{
    internal static SecretMemory Create(
        DigestAlgorithm algorithm, ReadOnlySpan<byte> key, CryptoOptions? options, Accelerators? accelerators, out int length)
    {
        if (algorithm.IsBlockCipherMac())
        {
            throw new ArgumentOutOfRangeException(nameof(algorithm), algorithm, "this is a MAC of its own: use AesMac or Gmac");
        }

        var memory = new SecretMemory(algorithm.BlockSize());
        try
        {
            length = Write(algorithm, key, memory.Span, options, accelerators);
            return memory;
        }
        catch
        {
            memory.Dispose();
            throw;
        }
    }

    /// <summary>Writes a key in that form.</summary>
    /// <param name="algorithm">A digest.</param>
    /// <param name="key">Key, any length.</param>
    /// <param name="room">Room of zeros for one block of the digest.</param>
    /// <param name="options">How a long key is hashed.</param>
    /// <param name="accelerators">Where.</param>
    /// <returns>Bytes of the key in this form: a multiple of 4.</returns>
    /// <exception cref="CryptoRequestException">A long key could not be hashed.</exception>
    internal static int Write(DigestAlgorithm algorithm, ReadOnlySpan<byte> key, Span<byte> room, CryptoOptions? options, Accelerators? accelerators)
    {
        int length = key.Length;
        if (length > algorithm.BlockSize())
        {
            using var hasher = new Hasher(algorithm, options, accelerators);
            hasher.Hash(key, room);
            length = hasher.HashSize;
        }
        else
        {
            key.CopyTo(room);
        }

        return (length + 3) & ~3;   // zeros at the end of a key change nothing
    }
}
