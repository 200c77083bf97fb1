using System.Buffers.Binary;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using System.Security.Cryptography;
using ArmAes = System.Runtime.Intrinsics.Arm.Aes;

namespace WarpDrive.Engines.Ciphers;

/// <summary>GHASH of SP 800-38D section 6.4, from an accumulator to an accumulator, so that streams may stop between blocks.</summary>
/// <remarks>The accumulator is 16 bytes in the order of the standard; it is zero at the start. Calls come from any thread.</remarks>
internal static unsafe partial class Ghash
{
    private const int BlockSize = 16;

    private static readonly GhashPath s_best = FindBest();

    /// <summary>The path that <see cref="GhashPath.Auto"/> takes on this machine.</summary>
    internal static GhashPath Best => s_best;

    private static bool HasMultiplier => Pclmulqdq.IsSupported || ArmAes.IsSupported;

    /// <summary>Whether this machine has the instructions of a path.</summary>
    internal static bool IsSupported(GhashPath path) => path switch
    {
        GhashPath.Auto or GhashPath.Portable => true,
        GhashPath.Clmul128 => HasMultiplier,
        GhashPath.Clmul256 => Pclmulqdq.V256.IsSupported && Avx2.IsSupported,
        GhashPath.Clmul512 => Pclmulqdq.V512.IsSupported && Avx512BW.IsSupported,
        _ => false,
    };

    /// <summary>Takes bytes in; a last block that is not whole is filled with zeros, as the standard fills AAD and ciphertext.</summary>
    /// <param name="key">The key.</param>
    /// <param name="accumulator">16 bytes, in and out.</param>
    /// <param name="data">The bytes.</param>
    /// <param name="length">How many, not negative.</param>
    /// <param name="path">The path to force.</param>
    internal static void Update(GhashKey key, byte* accumulator, byte* data, nint length, GhashPath path = GhashPath.Auto)
    {
        nint blocks = length / BlockSize;
        Blocks(key, accumulator, data, blocks, path);
        int rest = (int)(length % BlockSize);
        if (rest != 0)
        {
            byte* padded = stackalloc byte[BlockSize];
            var block = new Span<byte>(padded, BlockSize);
            block.Clear();
            new ReadOnlySpan<byte>(data + (blocks * BlockSize), rest).CopyTo(block);
            Blocks(key, accumulator, padded, 1, path);
            CryptographicOperations.ZeroMemory(block);
        }
    }

    /// <summary>Takes the block of lengths in that ends a message.</summary>
    /// <param name="key">The key.</param>
    /// <param name="accumulator">16 bytes, in and out.</param>
    /// <param name="associated">Bytes of associated data in the whole message.</param>
    /// <param name="payload">Bytes of payload in the whole message.</param>
    /// <param name="path">The path to force.</param>
    internal static void Lengths(GhashKey key, byte* accumulator, ulong associated, ulong payload, GhashPath path = GhashPath.Auto)
    {
        byte* block = stackalloc byte[BlockSize];
        BinaryPrimitives.WriteUInt64BigEndian(new Span<byte>(block, 8), associated * 8);
        BinaryPrimitives.WriteUInt64BigEndian(new Span<byte>(block + 8, 8), payload * 8);
        Blocks(key, accumulator, block, 1, path);
    }

    /// <summary>The bytes of a block in reverse order.</summary>
    internal static Vector128<byte> Reverse(Vector128<byte> block) => Vector128.ShuffleNative(
        block, Vector128.Create((byte)15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0));

    /// <summary>a b x^-128, both turned round.</summary>
    internal static Vector128<ulong> Multiply(Vector128<ulong> a, Vector128<ulong> b)
    {
        if (!HasMultiplier)
        {
            return MultiplyPortable(a, b);
        }

        Vector128<ulong> middle = LowHigh(a, b) ^ HighLow(a, b);
        return Reduce(LowLow(a, b), middle, HighHigh(a, b));
    }

    private static void Blocks(GhashKey key, byte* accumulator, byte* data, nint blocks, GhashPath path)
    {
        if (blocks == 0)
        {
            return;
        }

        // A caller may force only what IsSupported allows; anything else takes the best path.
        path = path != GhashPath.Auto && IsSupported(path) ? path : s_best;
        Vector128<ulong> sum = Reverse(Vector128.Load(accumulator)).AsUInt64();
        sum = path switch
        {
            GhashPath.Clmul512 when Pclmulqdq.V512.IsSupported => Blocks512(key.Powers, sum, data, blocks),
            GhashPath.Clmul256 when Pclmulqdq.V256.IsSupported => Blocks256(key.Powers, sum, data, blocks),
            GhashPath.Clmul128 => Blocks128(key.Powers, sum, data, blocks),
            _ => BlocksPortable(key.Powers, sum, data, blocks),
        };
        Reverse(sum.AsByte()).Store(accumulator);
        GC.KeepAlive(key);
    }

    private static GhashPath FindBest()
    {
        for (GhashPath path = GhashPath.Clmul512; path > GhashPath.Portable; path--)
        {
            if (IsSupported(path))
            {
                return path;
            }
        }

        return GhashPath.Portable;
    }
}
