using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace WarpDrive.Engines.Hashing.Lanes;

/// <summary>A compression function for several messages at once.</summary>
/// <param name="compress">
/// Takes whole blocks of every message into the states: word i of message j is element j of row i, a row being as long as there are lanes. Reads each
/// message at its address, which it does not move. Its scratch memory is <see cref="ScratchSize"/> bytes.
/// </param>
/// <param name="lanes">How many messages run together.</param>
internal readonly unsafe struct LaneKernel(delegate*<void*, byte**, nint, void*, void> compress, int lanes)
{
    internal const int MaxLanes = 32;

    /// <summary>Bytes of the states: eight vectors, or four rows of two.</summary>
    internal const int StateSize = 8 * 64;

    /// <summary>Bytes of scratch memory: the 81 words that SHA-1 expands a block into.</summary>
    internal const int ScratchSize = 81 * 64;

    internal int Lanes => lanes;

    /// <summary>Whether this machine has vectors of that width.</summary>
    internal static bool IsSupported(HashPath path) => path switch
    {
        HashPath.Vector128 => Vector128.IsHardwareAccelerated,
        HashPath.Vector256 => Avx2.IsSupported,
        HashPath.Vector512 => Avx512F.IsSupported && Avx512BW.IsSupported,
        _ => false,
    };

    /// <summary>The kernel for vectors of a width that <see cref="IsSupported"/> allows.</summary>
    internal static LaneKernel Of(HashPath path, HashFamily family) => path switch
    {
        HashPath.Vector512 => family switch
        {
            HashFamily.Md5 => new(&Md5Lanes<Lanes512<uint>>.Compress, 32),
            HashFamily.Sha1 => new(&Sha1Lanes<Lanes512<uint>>.Compress, 16),
            HashFamily.Sha256 => new(&Sha2Lanes<Lanes512<uint>, uint, Sha256Functions<Lanes512<uint>>>.Compress, 16),
            HashFamily.Sha512 => new(&Sha2Lanes<Lanes512<ulong>, ulong, Sha512Functions<Lanes512<ulong>>>.Compress, 8),
            _ => new(&Sm3Lanes<Lanes512<uint>>.Compress, 16),
        },
        HashPath.Vector256 => family switch
        {
            HashFamily.Md5 => new(&Md5Lanes<Lanes256<uint>>.Compress, 16),
            HashFamily.Sha1 => new(&Sha1Lanes<Lanes256<uint>>.Compress, 8),
            HashFamily.Sha256 => new(&Sha2Lanes<Lanes256<uint>, uint, Sha256Functions<Lanes256<uint>>>.Compress, 8),
            HashFamily.Sha512 => new(&Sha2Lanes<Lanes256<ulong>, ulong, Sha512Functions<Lanes256<ulong>>>.Compress, 4),
            _ => new(&Sm3Lanes<Lanes256<uint>>.Compress, 8),
        },
        _ => family switch
        {
            HashFamily.Md5 => new(&Md5Lanes<Lanes128<uint>>.Compress, 8),
            HashFamily.Sha1 => new(&Sha1Lanes<Lanes128<uint>>.Compress, 4),
            HashFamily.Sha256 => new(&Sha2Lanes<Lanes128<uint>, uint, Sha256Functions<Lanes128<uint>>>.Compress, 4),
            HashFamily.Sha512 => new(&Sha2Lanes<Lanes128<ulong>, ulong, Sha512Functions<Lanes128<ulong>>>.Compress, 2),
            _ => new(&Sm3Lanes<Lanes128<uint>>.Compress, 4),
        },
    };

    internal void Compress(void* state, byte** data, nint blocks, void* scratch) => compress(state, data, blocks, scratch);
}
