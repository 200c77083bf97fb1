using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using WarpDrive.Engines.Hashing;

namespace WarpDrive.Engines.PublicKey;

/// <summary>SM3 of a short message that lies in one piece, for what SM2 hashes: nothing of it stays behind.</summary>
internal static unsafe class Sm3Digest
{
    /// <summary>Bytes of a digest.</summary>
    internal const int Size = 32;

    private const int Block = 64;

    /// <summary>Hashes a message (GB/T 32905-2016 section 5).</summary>
    internal static void Compute(ReadOnlySpan<byte> message, Span<byte> digest)
    {
        Span<uint> state = stackalloc uint[8];
        Span<byte> tail = stackalloc byte[2 * Block];
        HashKinds.Initial32(HashKind.Sm3).CopyTo(state);
        int whole = message.Length / Block;
        int rest = message.Length - (whole * Block);
        int last = rest + 9 <= Block ? Block : 2 * Block;   // 9: the first padding byte and the length
        tail.Clear();
        message[(whole * Block)..].CopyTo(tail);
        tail[rest] = 0x80;
        BinaryPrimitives.WriteUInt64BigEndian(tail[(last - 8)..], (ulong)message.Length * 8);
        fixed (uint* words = state)
        fixed (byte* first = message)
        fixed (byte* end = tail)
        {
            Sm3Scalar.Compress(words, first, whole);
            Sm3Scalar.Compress(words, end, last / Block);
        }

        for (int i = 0; i < state.Length; i++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(digest[(4 * i)..], state[i]);
        }

        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(state));
        CryptographicOperations.ZeroMemory(tail);
    }
}
