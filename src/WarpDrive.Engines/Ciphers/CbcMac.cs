using System.Runtime.Intrinsics;
using System.Security.Cryptography;

namespace WarpDrive.Engines.Ciphers;

/// <summary>The chain that CMAC (SP 800-38B, 6.2) and XCBC (RFC 3566, section 4) share; they differ in their keys.</summary>
internal static unsafe class CbcMac<TCipher>
    where TCipher : struct, IBlockCipher
{
    private const int BlockSize = 16;

    /// <summary>Computes a code.</summary>
    /// <param name="key">The cipher of the chain.</param>
    /// <param name="subkeys">The key for a whole last block, then the one for a filled last block, 16 bytes each.</param>
    /// <param name="source">The message.</param>
    /// <param name="length">Its bytes.</param>
    /// <param name="tag">16 bytes.</param>
    internal static void Run(TCipher key, byte* subkeys, byte* source, int length, byte* tag)
    {
        byte* chain = stackalloc byte[BlockSize];
        byte* last = stackalloc byte[BlockSize];
        new Span<byte>(chain, BlockSize).Clear();
        for (; length > BlockSize; length -= BlockSize)
        {
            (Vector128.Load(chain) ^ Vector128.Load(source)).Store(chain);
            key.Encrypt(chain, chain, 1);
            source += BlockSize;
        }

        // The last block is filled with a one bit and zeros when it is not whole, as is that of an empty message.
        new Span<byte>(last, BlockSize).Clear();
        Buffer.MemoryCopy(source, last, BlockSize, length);
        byte* subkey = subkeys;
        if (length < BlockSize)
        {
            last[length] = 0x80;
            subkey += BlockSize;
        }

        (Vector128.Load(chain) ^ Vector128.Load(last) ^ Vector128.Load(subkey)).Store(chain);
        key.Encrypt(chain, tag, 1);
        CryptographicOperations.ZeroMemory(new Span<byte>(chain, BlockSize));
        CryptographicOperations.ZeroMemory(new Span<byte>(last, BlockSize));
    }
}
