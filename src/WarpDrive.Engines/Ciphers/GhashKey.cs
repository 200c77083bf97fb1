using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;

namespace WarpDrive.Engines.Ciphers;

/// <summary>The powers of a GHASH key H, which is the cipher of the zero block (SP 800-38D section 7). They are zeroed on dispose.</summary>
/// <remarks>
/// The field is that of POLYVAL, whose product needs no shift (RFC 8452 appendix A): H is turned round and multiplied by x
/// once, blocks are turned round, and the product is a b x^-128. One thread at a time sets or disposes; any number may use
/// a key that stays as it is.
/// </remarks>
internal sealed unsafe class GhashKey : IDisposable
{
    /// <summary>How many powers there are, and so how many blocks share a reduction at most.</summary>
    internal const int Count = 16;

    private const int BlockSize = 16;

    // Pinned, so that collections leave no copies behind and kernels take addresses.
    private readonly byte[] _powers = GC.AllocateArray<byte>(Count * BlockSize, pinned: true);

    /// <summary>H^16, ..., H^2, H: n blocks take the last n. Valid as long as this object is reachable.</summary>
    internal byte* Powers => (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_powers));

    /// <summary>Takes another key.</summary>
    /// <param name="h">16 bytes: the zero block encrypted.</param>
    /// <exception cref="ArgumentException">The key has another size.</exception>
    internal void Set(ReadOnlySpan<byte> h)
    {
        if (h.Length != BlockSize)
        {
            throw new ArgumentException("a GHASH key has 16 bytes", nameof(h));
        }

        Vector128<ulong> first = Ghash.Reverse(Vector128.Create(h)).AsUInt64();
        ulong low = first.ToScalar();
        ulong high = first.GetElement(1);
        ulong carry = 0 - (high >> 63);
        high = ((high << 1) | (low >> 63)) ^ (carry & 0xC200000000000000);
        low = (low << 1) ^ (carry & 1);

        first = Vector128.Create(low, high);
        Vector128<ulong> power = first;
        for (int i = Count - 1; ; i--)
        {
            power.AsByte().Store(Powers + (i * BlockSize));
            if (i == 0)
            {
                break;
            }

            power = Ghash.Multiply(power, first);
        }
    }

    /// <summary>Zeroes the powers; the object may be set again.</summary>
    public void Dispose() => CryptographicOperations.ZeroMemory(_powers);
}
