namespace WarpDrive.Engines.Hashing;

/// <summary>The sizes of the hash functions.</summary>
public static class HashKinds
{
    /// <summary>The largest <see cref="BlockSize(HashKind)"/>, in bytes.</summary>
    public const int MaxBlockSize = 128;

    /// <summary>The largest <see cref="DigestSize"/> and <see cref="StateSize"/>, in bytes.</summary>
    public const int MaxDigestSize = 64;

    /// <summary>How many kinds there are.</summary>
    internal const int Count = (int)HashKind.Sm3 + 1;

    internal const int FamilyCount = (int)HashFamily.Sm3 + 1;

    /// <summary>Bytes of a digest, 16 to 64.</summary>
    /// <param name="kind">The hash function.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such kind.</exception>
    public static int DigestSize(HashKind kind) => kind switch
    {
        HashKind.Md5 => 16,
        HashKind.Sha1 => 20,
        HashKind.Sha224 or HashKind.Sha512T224 => 28,
        HashKind.Sha256 or HashKind.Sha512T256 or HashKind.Sm3 => 32,
        HashKind.Sha384 => 48,
        HashKind.Sha512 => 64,
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>Bytes of a block: 64, or 128 for SHA-384 and the SHA-512 functions.</summary>
    /// <param name="kind">The hash function.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such kind.</exception>
    public static int BlockSize(HashKind kind) => BlockSize(FamilyOf(kind));

    /// <summary>
    /// Bytes of the state between the parts of a message, see <see cref="HashPart"/>: that of the family, not cut to the digest
    /// (32 for SHA-224; 64 for SHA-384, SHA-512/224 and SHA-512/256).
    /// </summary>
    /// <param name="kind">The hash function.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such kind.</exception>
    public static int StateSize(HashKind kind) => StateWords(FamilyOf(kind)) * WordSize(FamilyOf(kind));

    internal static HashFamily FamilyOf(HashKind kind) => kind switch
    {
        HashKind.Md5 => HashFamily.Md5,
        HashKind.Sha1 => HashFamily.Sha1,
        HashKind.Sha224 or HashKind.Sha256 => HashFamily.Sha256,
        HashKind.Sha384 or HashKind.Sha512 or HashKind.Sha512T224 or HashKind.Sha512T256 => HashFamily.Sha512,
        HashKind.Sm3 => HashFamily.Sm3,
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    internal static int WordSize(HashFamily family) => family == HashFamily.Sha512 ? 8 : 4;

    internal static int BlockSize(HashFamily family) => 16 * WordSize(family);

    internal static int StateWords(HashFamily family) => family switch
    {
        HashFamily.Md5 => 4,
        HashFamily.Sha1 => 5,
        _ => 8,
    };

    /// <summary>The initial value of a kind whose words have 32 bits.</summary>
    internal static ReadOnlySpan<uint> Initial32(HashKind kind) => kind switch
    {
        HashKind.Md5 => [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476],                   // RFC 1321 section 3.3
        HashKind.Sha1 => [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0],      // FIPS 180-4 section 5.3.1
        HashKind.Sha224 =>                                                                  // section 5.3.2
        [
            0xc1059ed8, 0x367cd507, 0x3070dd17, 0xf70e5939, 0xffc00b31, 0x68581511, 0x64f98fa7, 0xbefa4fa4,
        ],
        HashKind.Sha256 =>                                                                  // section 5.3.3
        [
            0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
        ],
        HashKind.Sm3 =>                                                                     // GB/T 32905-2016 section 4.1
        [
            0x7380166f, 0x4914b2b9, 0x172442d7, 0xda8a0600, 0xa96f30bc, 0x163138aa, 0xe38dee4d, 0xb0fb0e4e,
        ],
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>The initial value of a kind whose words have 64 bits (FIPS 180-4 sections 5.3.4 to 5.3.6).</summary>
    internal static ReadOnlySpan<ulong> Initial64(HashKind kind) => kind switch
    {
        HashKind.Sha384 =>
        [
            0xcbbb9d5dc1059ed8, 0x629a292a367cd507, 0x9159015a3070dd17, 0x152fecd8f70e5939,
            0x67332667ffc00b31, 0x8eb44a8768581511, 0xdb0c2e0d64f98fa7, 0x47b5481dbefa4fa4,
        ],
        HashKind.Sha512 =>
        [
            0x6a09e667f3bcc908, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b, 0xa54ff53a5f1d36f1,
            0x510e527fade682d1, 0x9b05688c2b3e6c1f, 0x1f83d9abfb41bd6b, 0x5be0cd19137e2179,
        ],
        HashKind.Sha512T224 =>
        [
            0x8c3d37c819544da2, 0x73e1996689dcd4d6, 0x1dfab7ae32ff9c82, 0x679dd514582f9fcf,
            0x0f6d2b697bd44da8, 0x77e36f7304c48942, 0x3f9d85a86a1d36c8, 0x1112e6ad91d692a1,
        ],
        HashKind.Sha512T256 =>
        [
            0x22312194fc2bf72c, 0x9f555fa3c84c64c2, 0x2393b86b6f53b151, 0x963877195940eabd,
            0x96283ee2a88effe3, 0xbe5e1e2553863992, 0x2b0199fc2c85b8aa, 0x0eb72ddc81c52ca2,
        ],
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}
