using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using System.Security.Cryptography;

namespace WarpDrive.Engines.Ciphers;

/// <summary>The 32 round keys of an SM4 key, in the order of encryption and in that of decryption. They are zeroed on dispose.</summary>
/// <remarks>One thread at a time sets or disposes; any number may use a key that stays as it is.</remarks>
internal sealed unsafe class Sm4Key : IDisposable
{
    /// <summary>The size of a key in bytes.</summary>
    internal const int Size = 16;

    private const int Rounds = 32;

    // Pinned, so that collections leave no copies behind and kernels take addresses.
    private readonly uint[] _words = GC.AllocateArray<uint>(2 * Rounds, pinned: true);

    /// <summary>A key to be set.</summary>
    internal Sm4Key()
    {
    }

    /// <summary>Expands <paramref name="key"/>.</summary>
    /// <param name="key">16 bytes.</param>
    internal Sm4Key(ReadOnlySpan<byte> key) => Set(key);

    /// <summary>32 words for encryption, valid as long as this object is reachable.</summary>
    internal uint* Encryption => (uint*)Unsafe(_words);

    /// <summary>32 words for decryption: the same in reverse order (GB/T 32907 section 7.2).</summary>
    internal uint* Decryption => Encryption + Rounds;

    /// <summary>Expands another key in place of the one before (GB/T 32907 section 7.3), without tables indexed by secrets.</summary>
    /// <param name="key">16 bytes.</param>
    /// <exception cref="ArgumentException">The key has another size.</exception>
    internal void Set(ReadOnlySpan<byte> key)
    {
        if (key.Length != Size)
        {
            throw new ArgumentException("an SM4 key has 16 bytes", nameof(key));
        }

        uint k0 = BinaryPrimitives.ReadUInt32BigEndian(key) ^ 0xA3B1BAC6;           // FK, section 7.3 (1)
        uint k1 = BinaryPrimitives.ReadUInt32BigEndian(key[4..]) ^ 0x56AA3350;
        uint k2 = BinaryPrimitives.ReadUInt32BigEndian(key[8..]) ^ 0x677D9197;
        uint k3 = BinaryPrimitives.ReadUInt32BigEndian(key[12..]) ^ 0xB27022DC;
        for (int i = 0; i < Rounds; i++)
        {
            uint s = Substitute(k1 ^ k2 ^ k3 ^ Constant(i));
            uint next = k0 ^ s ^ BitOperations.RotateLeft(s, 13) ^ BitOperations.RotateLeft(s, 23);
            (k0, k1, k2, k3) = (k1, k2, k3, next);
            _words[i] = next;
            _words[(2 * Rounds) - 1 - i] = next;
        }
    }

    /// <summary>Zeroes the round keys; the object may be set again.</summary>
    public void Dispose() => CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(_words.AsSpan()));

    /// <summary>CK of section 7.3 (2): byte j of word i is 7 (4 i + j) modulo 256.</summary>
    private static uint Constant(int i)
    {
        uint first = (uint)(28 * i);
        return ((first & 0xFF) << 24) | (((first + 7) & 0xFF) << 16) | (((first + 14) & 0xFF) << 8) | ((first + 21) & 0xFF);
    }

    private static uint Substitute(uint word)
    {
        Vector128<byte> bytes = Vector128.CreateScalar(word).AsByte();
        bytes = Gfni.IsSupported ? Sm4SboxGfni.Substitute(bytes)
            : Sm4SboxAes.IsSupported ? Sm4SboxAes.Substitute(bytes)
            : Sm4SboxNibble.Substitute(bytes);
        return bytes.AsUInt32().ToScalar();
    }

    private static void* Unsafe(uint[] pinned) => System.Runtime.CompilerServices.Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(pinned));
}
