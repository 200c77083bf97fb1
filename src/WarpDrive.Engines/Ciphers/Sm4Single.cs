using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace WarpDrive.Engines.Ciphers;

/// <summary>One message alone in a serial mode: the words of one block lie in the lowest elements of four vectors.</summary>
/// <typeparam name="TSbox">The S-box.</typeparam>
internal static unsafe class Sm4Single<TSbox>
    where TSbox : struct, ISm4Sbox
{
    /// <summary>Runs a lane to its end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Run(ref Sm4Lane lane, Sm4SerialMode mode)
    {
        uint* keys = lane.Keys;
        byte* source = lane.Source;
        byte* destination = lane.Destination;
        Vector128<uint> chain = Vector128.Load((uint*)lane.Chain);
        bool chainsInput = mode is Sm4SerialMode.CbcEncrypt or Sm4SerialMode.CbcMac;
        for (nint left = lane.Blocks; left > 0; left--, source += 16)
        {
            Vector128<uint> data = Vector128.Load((uint*)source);
            if (chainsInput)
            {
                chain = Encrypt(chain ^ data, keys);
                if (mode == Sm4SerialMode.CbcMac)
                {
                    continue;
                }

                chain.Store((uint*)destination);
            }
            else
            {
                chain = Encrypt(chain, keys);
                Vector128<uint> output = chain ^ data;
                output.Store((uint*)destination);
                chain = mode == Sm4SerialMode.Ofb ? chain : output;
            }

            destination += 16;
        }

        chain.Store((uint*)lane.Chain);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<uint> Encrypt(Vector128<uint> block, uint* keys)
    {
        Vector128<uint> x0 = Sm4Unit128<TSbox>.SwapBytes(block);
        Vector128<uint> x1 = Vector128.Shuffle(x0, Vector128.Create(1u, 1, 1, 1));
        Vector128<uint> x2 = Vector128.Shuffle(x0, Vector128.Create(2u, 2, 2, 2));
        Vector128<uint> x3 = Vector128.Shuffle(x0, Vector128.Create(3u, 3, 3, 3));
        Vector128<uint> input = x1 ^ x2 ^ x3 ^ Vector128.Create(keys[0]);
        for (int i = 0; ; i += 4)
        {
            x0 = Sm4Unit128<TSbox>.Round(x0, input, x2 ^ x3 ^ Vector128.Create(keys[i + 1]), out input);
            x1 = Sm4Unit128<TSbox>.Round(x1, input, x3 ^ x0 ^ Vector128.Create(keys[i + 2]), out input);
            x2 = Sm4Unit128<TSbox>.Round(x2, input, x0 ^ x1 ^ Vector128.Create(keys[i + 3]), out input);
            if (i == 28)
            {
                x3 = Sm4Unit128<TSbox>.Round(x3, input, input, out _);
                break;
            }

            x3 = Sm4Unit128<TSbox>.Round(x3, input, x1 ^ x2 ^ Vector128.Create(keys[i + 4]), out input);
        }

        return Sm4Unit128<TSbox>.SwapBytes(
            Sm4Unit128<TSbox>.LowHalves(Sm4Unit128<TSbox>.ZipLow(x3, x2), Sm4Unit128<TSbox>.ZipLow(x1, x0)));
    }
}
