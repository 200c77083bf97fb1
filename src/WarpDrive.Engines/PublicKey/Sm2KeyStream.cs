using System.Buffers.Binary;
using System.Security.Cryptography;

namespace WarpDrive.Engines.PublicKey;

/// <summary>What SM2 encryption makes of the shared point x ‖ y: the key stream and the check value c3, both with SM3 (GB/T 32918.4-2016).</summary>
internal static class Sm2KeyStream
{
    private const int MaxShared = 2 * 72;

    /// <summary>result = text XOR the stream SM3(x ‖ y ‖ counter), the counter 32-bit big-endian from 1 (section 5.4.3).</summary>
    /// <returns>False when the stream is all zero, so that the text would stand as it is.</returns>
    internal static bool TryApply(ReadOnlySpan<byte> shared, ReadOnlySpan<byte> text, Span<byte> result)
    {
        Span<byte> seed = stackalloc byte[MaxShared + sizeof(uint)];
        Span<byte> stream = stackalloc byte[Sm3Digest.Size];
        seed = seed[..(shared.Length + sizeof(uint))];
        shared.CopyTo(seed);
        int any = 0;
        uint counter = 1;
        for (int at = 0; at < text.Length; at += stream.Length, counter++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(seed[shared.Length..], counter);
            Sm3Digest.Compute(seed, stream);
            int piece = Math.Min(stream.Length, text.Length - at);
            for (int i = 0; i < piece; i++)
            {
                any |= stream[i];
                result[at + i] = (byte)(text[at + i] ^ stream[i]);
            }
        }

        CryptographicOperations.ZeroMemory(seed);
        CryptographicOperations.ZeroMemory(stream);
        return any != 0;
    }

    /// <summary>c3 = SM3(x ‖ message ‖ y).</summary>
    internal static void Check(ReadOnlySpan<byte> shared, ReadOnlySpan<byte> message, Span<byte> digest)
    {
        Span<byte> text = stackalloc byte[MaxShared + PublicKeyEngine.MaxSm2Message];
        text = text[..(shared.Length + message.Length)];
        int half = shared.Length / 2;
        shared[..half].CopyTo(text);
        message.CopyTo(text[half..]);
        shared[half..].CopyTo(text[(half + message.Length)..]);
        Sm3Digest.Compute(text, digest);
        CryptographicOperations.ZeroMemory(text);
    }
}
