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

        int block = algorithm.BlockSize();
        var memory = new SecretMemory(block);
        try
        {
            length = key.Length;
            if (key.Length > block)
            {
                using var hasher = new Hasher(algorithm, options, accelerators);
                hasher.Hash(key, memory.Span);
                length = hasher.HashSize;
            }
            else
            {
                key.CopyTo(memory.Span);
            }

            length = (length + 3) & ~3;   // zeros at the end of a key change nothing
            return memory;
        }
        catch
        {
            memory.Dispose();
            throw;
        }
    }
}
