using System.Security.Cryptography;
using WarpDrive.Engines.Native;

namespace WarpDrive.Engines.PublicKey;

/// <summary>One of libcrypto's numbers, cleared when it is disposed. Not thread safe while it is written.</summary>
internal sealed unsafe class BigNumber : IDisposable
{
    /// <summary>An empty number.</summary>
    /// <param name="secret">Whether libcrypto must take its constant-time paths for it (BN_FLG_CONSTTIME).</param>
    internal BigNumber(bool secret)
    {
        Handle = LibCrypto.Bn.BN_new();
        if (Handle == null)
        {
            NativeFailure.Throw("BN_new");
        }

        if (secret)
        {
            LibCrypto.Bn.BN_set_flags(Handle, LibCrypto.Bn.BN_FLG_CONSTTIME);
        }
    }

    /// <summary>A number from its big-endian bytes.</summary>
    internal BigNumber(ReadOnlySpan<byte> bigEndian, bool secret)
        : this(secret) => Set(bigEndian);

    /// <summary>The BIGNUM; null once disposed or handed over.</summary>
    internal void* Handle { get; private set; }

    internal int Bits => LibCrypto.Bn.BN_num_bits(Handle);

    internal int Bytes => (Bits + 7) / 8;

    internal bool IsZero => LibCrypto.Bn.BN_is_zero(Handle) != 0;

    internal bool IsOne => LibCrypto.Bn.BN_is_one(Handle) != 0;

    internal bool IsOdd => LibCrypto.Bn.BN_is_odd(Handle) != 0;

    /// <summary>Takes the value of big-endian bytes.</summary>
    internal void Set(ReadOnlySpan<byte> bigEndian)
    {
        fixed (byte* bytes = bigEndian)
        {
            if (LibCrypto.Bn.BN_bin2bn(bytes, bigEndian.Length, Handle) == null)
            {
                NativeFailure.Throw("BN_bin2bn");
            }
        }
    }

    /// <summary>Takes the value of 64-bit limbs, the least significant first.</summary>
    internal void Set(ReadOnlySpan<ulong> limbs)
    {
        fixed (ulong* words = limbs)
        {
            if (LibCrypto.Bn.BN_lebin2bn((byte*)words, limbs.Length * sizeof(ulong), Handle) == null)
            {
                NativeFailure.Throw("BN_lebin2bn");
            }
        }
    }

    internal void Set(ulong word)
    {
        if (LibCrypto.Bn.BN_set_word(Handle, word) == 0)
        {
            NativeFailure.Throw("BN_set_word");
        }
    }

    /// <summary>Takes the value of another number, not its flags.</summary>
    internal void Set(BigNumber other)
    {
        if (LibCrypto.Bn.BN_copy(Handle, other.Handle) == null)
        {
            NativeFailure.Throw("BN_copy");
        }
    }

    /// <summary>Writes big-endian bytes with leading zeros; false when the number needs more room.</summary>
    internal bool TryWrite(Span<byte> bigEndian)
    {
        fixed (byte* bytes = bigEndian)
        {
            return LibCrypto.Bn.BN_bn2binpad(Handle, bytes, bigEndian.Length) == bigEndian.Length;
        }
    }

    /// <summary>Writes 64-bit limbs, the least significant first; false when the number needs more room.</summary>
    internal bool TryWrite(Span<ulong> limbs)
    {
        fixed (ulong* words = limbs)
        {
            return LibCrypto.Bn.BN_bn2lebinpad(Handle, (byte*)words, limbs.Length * sizeof(ulong)) == limbs.Length * sizeof(ulong);
        }
    }

    /// <summary>Negative, zero or positive as this number is below, equal to or above the other.</summary>
    internal int CompareTo(BigNumber other) => LibCrypto.Bn.BN_cmp(Handle, other.Handle);

    /// <summary>Whether both numbers are the same, without telling by time where they differ.</summary>
    /// <param name="other">The other number.</param>
    /// <param name="bytes">Bytes that hold either number; at most 1024.</param>
    internal bool EqualsInConstantTime(BigNumber other, int bytes)
    {
        Span<byte> mine = stackalloc byte[1024];
        Span<byte> theirs = stackalloc byte[1024];
        mine = mine[..bytes];
        theirs = theirs[..bytes];
        bool equal = TryWrite(mine) & other.TryWrite(theirs) && CryptographicOperations.FixedTimeEquals(mine, theirs);
        CryptographicOperations.ZeroMemory(mine);
        CryptographicOperations.ZeroMemory(theirs);
        return equal;
    }

    /// <summary>Zeroes the value.</summary>
    internal void Clear() => LibCrypto.Bn.BN_clear(Handle);

    /// <summary>Gives the BIGNUM to a new owner.</summary>
    internal void* HandOver()
    {
        void* handle = Handle;
        Handle = null;
        return handle;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        LibCrypto.Bn.BN_clear_free(Handle);   // null is allowed
        Handle = null;
    }
}
