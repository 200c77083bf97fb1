using System.Buffers.Binary;
using System.Security.Cryptography;

namespace WarpDrive;

/// <summary>The encodings of RFC 8017: devices compute on numbers only. All messages fill the modulus, whose bits are a multiple of 8.</summary>
/// <remarks>Decoding of decrypted data takes the same time whatever is wrong with it, and says only that something is.</remarks>
internal static class RsaPadding
{
    private const int LeastFilling = 8;   // RFC 8017 §7.2.1 and §9.2
    private const byte PssTrailer = 0xbc;

    private static readonly byte[] s_notZero = [.. Enumerable.Range(1, 255).Select(value => (byte)value)];

    /// <summary>EMSA-PKCS1-v1_5 (§9.2).</summary>
    internal static void EncodePkcs1Signature(ReadOnlySpan<byte> hash, HashAlgorithmName algorithm, Span<byte> message)
    {
        ReadOnlySpan<byte> prefix = DigestNames.DigestInfoPrefix(algorithm);
        int filling = message.Length - 3 - prefix.Length - hash.Length;
        if (filling < LeastFilling)
        {
            throw new CryptographicException($"the key is too short for a signature with {algorithm.Name}");
        }

        message[0] = 0;
        message[1] = 1;
        message.Slice(2, filling).Fill(0xff);
        message[2 + filling] = 0;
        prefix.CopyTo(message[(3 + filling)..]);
        hash.CopyTo(message[^hash.Length..]);
    }

    /// <summary>EMSA-PSS-ENCODE (§9.1.1) with a salt as long as the digest, as .NET uses it.</summary>
    internal static void EncodePss(ReadOnlySpan<byte> hash, HashAlgorithmName algorithm, Span<byte> message)
    {
        int size = hash.Length;
        int block = message.Length - size - 1;   // of the masked data block
        if (block < size + 1)
        {
            throw new CryptographicException($"the key is too short for a PSS signature with {algorithm.Name}");
        }

        message.Clear();
        Span<byte> salt = message.Slice(block - size, size);
        RandomNumberGenerator.Fill(salt);
        message[block - size - 1] = 1;
        PssHash(hash, salt, algorithm, message.Slice(block, size));
        Mask(message[..block], message.Slice(block, size), algorithm);
        message[0] &= 0x7f;   // the modulus has one bit more than the encoded message
        message[^1] = PssTrailer;
    }

    /// <summary>EMSA-PSS-VERIFY (§9.1.2).</summary>
    /// <param name="hash">Digest of the message.</param>
    /// <param name="algorithm">Its algorithm.</param>
    /// <param name="message">The encoded message; used up.</param>
    internal static bool VerifyPss(ReadOnlySpan<byte> hash, HashAlgorithmName algorithm, Span<byte> message)
    {
        int size = hash.Length;
        int block = message.Length - size - 1;
        if (block < size + 1 || message[^1] != PssTrailer || (message[0] & 0x80) != 0)
        {
            return false;
        }

        ReadOnlySpan<byte> seed = message.Slice(block, size);
        Mask(message[..block], seed, algorithm);
        message[0] &= 0x7f;
        if (message[..(block - size - 1)].ContainsAnyExcept((byte)0) || message[block - size - 1] != 1)
        {
            return false;
        }

        Span<byte> expected = stackalloc byte[size];
        PssHash(hash, message.Slice(block - size, size), algorithm, expected);
        return expected.SequenceEqual(seed);
    }

    /// <summary>EME-PKCS1-v1_5 (§7.2.1).</summary>
    internal static void EncodePkcs1(ReadOnlySpan<byte> data, Span<byte> message)
    {
        int filling = message.Length - 3 - data.Length;
        if (filling < LeastFilling)
        {
            throw TooLong(message.Length - 3 - LeastFilling);
        }

        message[0] = 0;
        message[1] = 2;
        RandomNumberGenerator.GetItems(s_notZero, message.Slice(2, filling));
        message[2 + filling] = 0;
        data.CopyTo(message[^data.Length..]);
    }

    /// <summary>Undoes EME-PKCS1-v1_5 (§7.2.2).</summary>
    /// <returns>Where the data begins, or −1.</returns>
    internal static int DecodePkcs1(ReadOnlySpan<byte> message)
    {
        int bad = message[0] | (message[1] ^ 2);
        int start = 0;
        for (int i = 2; i < message.Length; i++)
        {
            int isZero = (message[i] - 1) >> 31;          // −1 for a zero byte
            int isFirst = isZero & ((start - 1) >> 31);   // and none before it
            start |= isFirst & (i + 1);
        }

        bad |= (start - 3 - LeastFilling) >> 31;   // too little filling, or no end of it
        return start | ((-bad | bad) >> 31);
    }

    /// <summary>EME-OAEP (§7.1.1 step 2) with an empty label and MGF1 on the same digest, as .NET uses it.</summary>
    internal static void EncodeOaep(ReadOnlySpan<byte> data, HashAlgorithmName algorithm, Span<byte> message)
    {
        int size = DigestNames.SizeOf(algorithm);
        if (data.Length > message.Length - (2 * size) - 2)
        {
            throw TooLong(message.Length - (2 * size) - 2);
        }

        message.Clear();
        Span<byte> seed = message.Slice(1, size);
        Span<byte> block = message[(1 + size)..];
        CryptographicOperations.HashData(algorithm, [], block);
        block[^(data.Length + 1)] = 1;
        data.CopyTo(block[^data.Length..]);
        RandomNumberGenerator.Fill(seed);
        Mask(block, seed, algorithm);
        Mask(seed, block, algorithm);
    }

    /// <summary>Undoes EME-OAEP (§7.1.2 step 3).</summary>
    /// <param name="message">The encoded message; becomes the decoded one.</param>
    /// <param name="algorithm">Digest of label and mask.</param>
    /// <returns>Where the data begins, or −1.</returns>
    internal static int DecodeOaep(Span<byte> message, HashAlgorithmName algorithm)
    {
        int size = DigestNames.SizeOf(algorithm);
        if (message.Length < (2 * size) + 2)
        {
            return -1;
        }

        Span<byte> seed = message.Slice(1, size);
        Span<byte> block = message[(1 + size)..];
        Mask(seed, block, algorithm);
        Mask(block, seed, algorithm);
        Span<byte> label = stackalloc byte[size];
        CryptographicOperations.HashData(algorithm, [], label);
        int bad = message[0];
        for (int i = 0; i < size; i++)
        {
            bad |= label[i] ^ block[i];
        }

        int start = 0;
        for (int i = size; i < block.Length; i++)
        {
            int notZero = -block[i] >> 31;                   // −1 unless the byte is zero
            int isFirst = notZero & ((start - 1) >> 31);
            start |= isFirst & (i + 1);
            bad |= isFirst & (block[i] ^ 1);
        }

        bad |= (start - 1) >> 31;
        return (1 + size + start) | ((-bad | bad) >> 31);
    }

    /// <summary>H of eight zeros, the digest and the salt (§9.1.1 step 5).</summary>
    private static void PssHash(ReadOnlySpan<byte> hash, ReadOnlySpan<byte> salt, HashAlgorithmName algorithm, Span<byte> result)
    {
        Span<byte> all = stackalloc byte[8 + hash.Length + salt.Length];
        all[..8].Clear();
        hash.CopyTo(all[8..]);
        salt.CopyTo(all[(8 + hash.Length)..]);
        CryptographicOperations.HashData(algorithm, all, result);
    }

    /// <summary>XORs the output of MGF1 (appendix B.2.1) into data.</summary>
    private static void Mask(Span<byte> data, ReadOnlySpan<byte> seed, HashAlgorithmName algorithm)
    {
        Span<byte> numbered = stackalloc byte[seed.Length + 4];   // a seed is shorter than the modulus
        Span<byte> mask = stackalloc byte[DigestNames.SizeOf(algorithm)];
        seed.CopyTo(numbered);
        for (uint i = 0; !data.IsEmpty; i++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(numbered[seed.Length..], i);
            CryptographicOperations.HashData(algorithm, numbered, mask);
            int count = Math.Min(mask.Length, data.Length);
            for (int j = 0; j < count; j++)
            {
                data[j] ^= mask[j];
            }

            data = data[count..];
        }

        CryptographicOperations.ZeroMemory(numbered);
        CryptographicOperations.ZeroMemory(mask);
    }

    private static CryptographicException TooLong(int most) =>
        new(most < 0 ? "the key is too short for this padding" : $"the data is too long: with this key and padding at most {most} bytes");
}
