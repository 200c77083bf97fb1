using System.Numerics;
using WarpDrive.Engines.Hashing.Lanes;

namespace WarpDrive.Engines.Hashing;

/// <summary>The compression functions for one message in plain code.</summary>
internal static unsafe class ScalarHashes
{
    /// <summary>Takes whole blocks into the chaining words of a family, which lie one behind the other in the machine's order.</summary>
    internal static void Compress(HashFamily family, void* state, byte* data, nint blocks)
    {
        switch (family)
        {
            case HashFamily.Md5:
                Md5Scalar.Compress(state, data, blocks);
                break;
            case HashFamily.Sha1:
                Sha1Scalar.Compress(state, data, blocks);
                break;
            case HashFamily.Sha256:
                Sha2<uint, Sha256Functions<SingleLane<uint>>>(state, data, blocks);
                break;
            case HashFamily.Sha512:
                Sha2<ulong, Sha512Functions<SingleLane<ulong>>>(state, data, blocks);
                break;
            default:
                Sm3Scalar.Compress(state, data, blocks);
                break;
        }
    }

    private static void Sha2<TWord, TFunctions>(void* state, byte* data, nint blocks)
        where TWord : unmanaged, IBinaryInteger<TWord>
        where TFunctions : struct, ISha2Functions<SingleLane<TWord>, TWord>
    {
        TWord* scratch = stackalloc TWord[TFunctions.Rounds];
        Sha2Lanes<SingleLane<TWord>, TWord, TFunctions>.Compress(state, &data, blocks, scratch);
    }
}
