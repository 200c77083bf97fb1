using System.Security.Cryptography;

namespace WarpDrive;

/// <summary>The pseudorandom function of TLS 1.0 and 1.1 (RFC 4346 §5), 48 bytes of it, as .NET derives keys with it.</summary>
internal static class TlsFunction
{
    private const int Length = 48;

    /// <summary>PRF(secret, label and seed).</summary>
    internal static byte[] Derive(ReadOnlySpan<byte> secret, ReadOnlySpan<byte> labelAndSeed)
    {
        int half = (secret.Length + 1) / 2;
        byte[] result = new byte[Length];
        Expand(HashAlgorithmName.MD5, secret[..half], labelAndSeed, result);
        Expand(HashAlgorithmName.SHA1, secret[^half..], labelAndSeed, result);
        return result;
    }

    /// <summary>XORs P_hash into the result.</summary>
    private static void Expand(HashAlgorithmName hash, ReadOnlySpan<byte> secret, ReadOnlySpan<byte> seed, Span<byte> result)
    {
        byte[] round = seed.ToArray();
        for (int done = 0; done < result.Length;)
        {
            round = CryptographicOperations.HmacData(hash, secret, round);
            foreach (byte value in CryptographicOperations.HmacData(hash, secret, [.. round, .. seed]))
            {
                if (done < result.Length)
                {
                    result[done++] ^= value;
                }
            }
        }
    }
}
