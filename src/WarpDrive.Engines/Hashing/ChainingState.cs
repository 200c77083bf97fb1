using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace WarpDrive.Engines.Hashing;

/// <summary>The chaining words of one message, which lie apart when several messages share vectors.</summary>
/// <param name="words">The first word.</param>
/// <param name="stride">Bytes from one word to the next.</param>
internal readonly unsafe struct ChainingState(byte* words, nint stride)
{
    /// <summary>Sets the initial value of a kind.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void SetInitial(HashTraits* traits)
    {
        byte* at = words;
        int count = traits->StateWords;
        if (traits->WordSize == sizeof(ulong))
        {
            for (int i = 0; i < count; i++, at += stride)
            {
                *(ulong*)at = traits->Initial[i];
            }
        }
        else
        {
            for (int i = 0; i < count; i++, at += stride)
            {
                *(uint*)at = (uint)traits->Initial[i];
            }
        }
    }

    /// <summary>Reads serialised words.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Read(HashTraits* traits, byte* serialised)
    {
        byte* at = words;
        for (int i = 0; i < traits->StateWords; i++, at += stride)
        {
            if (traits->WordSize == sizeof(ulong))
            {
                *(ulong*)at = BinaryPrimitives.ReadUInt64BigEndian(new ReadOnlySpan<byte>(serialised + 8 * i, 8));
            }
            else
            {
                uint value = *(uint*)(serialised + 4 * i);
                *(uint*)at = traits->IsLittleEndian == BitConverter.IsLittleEndian ? value : BinaryPrimitives.ReverseEndianness(value);
            }
        }
    }

    /// <summary>Serialises the words from the left, as many bytes as asked for.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Write(HashTraits* traits, byte* serialised, int bytes)
    {
        byte* at = words;
        int i = 0;
        if (traits->WordSize == sizeof(ulong))
        {
            for (; i + 8 <= bytes; i += 8, at += stride)
            {
                BinaryPrimitives.WriteUInt64BigEndian(new Span<byte>(serialised + i, 8), *(ulong*)at);
            }

            if (i < bytes)
            {
                BinaryPrimitives.WriteUInt32BigEndian(new Span<byte>(serialised + i, 4), (uint)(*(ulong*)at >> 32));   // SHA-512/224
            }

            return;
        }

        bool swap = traits->IsLittleEndian != BitConverter.IsLittleEndian;
        for (; i < bytes; i += 4, at += stride)
        {
            uint value = *(uint*)at;
            *(uint*)(serialised + i) = swap ? BinaryPrimitives.ReverseEndianness(value) : value;
        }
    }

    /// <summary>Copies the words to another place.</summary>
    internal void CopyTo(HashTraits* traits, ChainingState other)
    {
        byte* serialised = stackalloc byte[HashKinds.MaxDigestSize];
        Write(traits, serialised, traits->StateSize);
        other.Read(traits, serialised);
    }
}
