using System.Buffers.Binary;

namespace WarpDrive.Hisilicon.Sec;

/// <summary>The private memory of one AEAD request: an HMAC key extended to whole words, and 64 bytes for first blocks or the end of a stream.</summary>
internal static unsafe class SecAeadSlot
{
    /// <summary>Bytes of a slot.</summary>
    internal const int Size = SecLimits.MaxAuthKey + SecLimits.AuthIvSlot;

    private const int Blocks = SecLimits.MaxAuthKey;

    /// <summary>Copies an HMAC key; the slot holds zeros.</summary>
    /// <param name="slot">The slot.</param>
    /// <param name="key">The key.</param>
    /// <param name="length">Its bytes.</param>
    /// <returns>Address of the copy.</returns>
    internal static ulong PutKey(byte* slot, ulong key, int length)
    {
        new ReadOnlySpan<byte>((void*)key, length).CopyTo(new Span<byte>(slot, SecLimits.MaxAuthKey));
        return (ulong)slot;
    }

    /// <summary>
    /// Builds the two blocks of CCM (hisi-sec.md §7.2, SP 800-38C A.2, A.3): the first counter block with counter 1, and B0. All bytes of the length
    /// field are used, so that payloads of 64 KiB and more come out right.
    /// </summary>
    /// <param name="slot">The slot.</param>
    /// <param name="iv">The caller's 16 bytes.</param>
    /// <param name="tagLength">Bytes of the tag.</param>
    /// <param name="associatedLength">Bytes of associated data.</param>
    /// <param name="payloadLength">Bytes of payload.</param>
    /// <param name="counterBlock">Address of the first.</param>
    /// <param name="firstBlock">Address of B0.</param>
    internal static void PutCcm(byte* slot, ulong iv, int tagLength, int associatedLength, int payloadLength, out ulong counterBlock, out ulong firstBlock)
    {
        var counter = new Span<byte>(slot + Blocks, SecLimits.BlockSize);
        var first = new Span<byte>(slot + Blocks + SecLimits.BlockSize, SecLimits.BlockSize);
        new ReadOnlySpan<byte>((void*)iv, SecLimits.BlockSize).CopyTo(counter);
        int flags = counter[0] & 7;                       // checked: 1…7; masked, as the caller's memory may change
        int lengthBytes = flags + 1;
        counter[0] = (byte)flags;
        counter[^lengthBytes..].Clear();
        counter.CopyTo(first);
        counter[^1] = 1;

        first[0] = (byte)(flags | ((tagLength - 2) / 2 << 3) | (associatedLength > 0 ? 0x40 : 0));
        Span<byte> length = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(length, (ulong)payloadLength);
        length[^lengthBytes..].CopyTo(first[^lengthBytes..]);
        counterBlock = (ulong)(slot + Blocks);
        firstBlock = counterBlock + SecLimits.BlockSize;
    }

    /// <summary>Fills the auth-IV slot that ends a GCM stream on the device (hisi-sec.md §7.4).</summary>
    /// <param name="slot">The slot; it holds zeros.</param>
    /// <param name="iv">IV and last-used counter.</param>
    /// <param name="state">GHASH so far.</param>
    /// <returns>Its address.</returns>
    internal static ulong PutStreamEnd(byte* slot, ulong iv, ulong state)
    {
        byte* at = slot + Blocks;
        new ReadOnlySpan<byte>((void*)iv, SecLimits.GcmIvSize).CopyTo(new Span<byte>(at, SecLimits.GcmIvSize));
        at[15] = 1;
        new ReadOnlySpan<byte>((void*)state, SecLimits.BlockSize).CopyTo(new Span<byte>(at + 32, SecLimits.BlockSize));
        return (ulong)at;
    }
}
