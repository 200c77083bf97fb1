using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace WarpDrive.Engines.Ciphers;

/// <summary>SM4 (GB/T 32907-2016) in the modes of GB/T 17964 and their like, over the fastest path of the machine.</summary>
/// <remarks>
/// Every path but <see cref="Sm4Path.Scalar"/> runs in constant time: no branch and no address depends on key or data.
/// Lengths are checked by the caller. Source and destination are the same address or do not overlap.
/// </remarks>
internal static unsafe partial class Sm4Kernels
{
    private const int BlockSize = 16;

    private static readonly Sm4Path s_best = FindBest();

    private static readonly Sm4Primitives[] s_primitives = Build();

    /// <summary>The path that <see cref="Sm4Path.Auto"/> takes on this machine.</summary>
    internal static Sm4Path Best => s_best;

    /// <summary>Whether this machine has the instructions of a path.</summary>
    internal static bool IsSupported(Sm4Path path) => path switch
    {
        Sm4Path.Auto or Sm4Path.Scalar or Sm4Path.Portable => true,
        Sm4Path.Aes => Sm4SboxAes.IsSupported,
        Sm4Path.Gfni128 => Gfni.IsSupported,
        Sm4Path.Gfni256 => Sm4Unit256.IsSupported,
        Sm4Path.Gfni512 => Sm4Unit512.IsSupported,
        _ => false,
    };

    /// <summary>The path that is taken when <paramref name="path"/> is asked for: the best one instead of one that is missing.</summary>
    internal static Sm4Path Resolve(Sm4Path path) => path != Sm4Path.Auto && IsSupported(path) ? path : s_best;

    /// <summary>Encrypts blocks each by itself.</summary>
    /// <param name="key">The key.</param>
    /// <param name="source">The input.</param>
    /// <param name="destination">The output.</param>
    /// <param name="length">Bytes, a multiple of 16.</param>
    /// <param name="path">The path to force.</param>
    internal static void EcbEncrypt(Sm4Key key, byte* source, byte* destination, nint length, Sm4Path path = Sm4Path.Auto)
    {
        Of(path).Ecb(key.Encryption, source, destination, length / BlockSize);
        GC.KeepAlive(key);
    }

    /// <summary>Decrypts blocks each by itself; see <see cref="EcbEncrypt"/>.</summary>
    internal static void EcbDecrypt(Sm4Key key, byte* source, byte* destination, nint length, Sm4Path path = Sm4Path.Auto)
    {
        Of(path).Ecb(key.Decryption, source, destination, length / BlockSize);
        GC.KeepAlive(key);
    }

    /// <summary>Encrypts or decrypts with the keystream of a 128-bit big-endian counter (SP 800-38A section 6.5).</summary>
    /// <param name="key">The key.</param>
    /// <param name="counter">The counter block of the first 16 bytes; not written.</param>
    /// <param name="source">The input.</param>
    /// <param name="destination">The output.</param>
    /// <param name="length">Bytes, any number.</param>
    /// <param name="path">The path to force.</param>
    internal static void Ctr(Sm4Key key, byte* counter, byte* source, byte* destination, nint length, Sm4Path path = Sm4Path.Auto)
    {
        Of(path).Ctr(key.Encryption, counter, source, destination, length);
        GC.KeepAlive(key);
    }

    /// <summary>Runs messages in a mode whose blocks wait for each other, side by side where there are enough of them.</summary>
    /// <param name="messages">Whole blocks of each message. None reads what another writes.</param>
    /// <param name="mode">What is done to all of them.</param>
    /// <param name="path">The path to force.</param>
    /// <returns>How many ran together at most; 1 when they ran one after the other.</returns>
    internal static int Serial(Span<Sm4Lane> messages, Sm4SerialMode mode, Sm4Path path = Sm4Path.Auto)
    {
        ref readonly Sm4Primitives primitives = ref Of(path);
        if (messages.Length >= primitives.BreakEven)
        {
            return primitives.Lanes(messages, mode);
        }

        foreach (ref Sm4Lane message in messages)
        {
            primitives.Single(ref message, mode);
        }

        return 1;
    }

    private static ref readonly Sm4Primitives Of(Sm4Path path) => ref s_primitives[(int)Resolve(path)];

    private static Sm4Primitives[] Build()
    {
        var primitives = new Sm4Primitives[(int)Sm4Path.Gfni512 + 1];
        primitives[(int)Sm4Path.Scalar] = new Sm4Primitives(
            &Sm4Reference.Ecb, &Sm4Reference.Ctr, &Sm4Reference.Lanes, &Sm4Reference.Single, int.MaxValue);
        primitives[(int)Sm4Path.Portable] = Of<Sm4Unit128<Sm4SboxNibble>, Vector128<uint>, Sm4SboxNibble>();
        primitives[(int)Sm4Path.Aes] = Of<Sm4Unit128<Sm4SboxAes>, Vector128<uint>, Sm4SboxAes>();
        primitives[(int)Sm4Path.Gfni128] = Of<Sm4Unit128<Sm4SboxGfni>, Vector128<uint>, Sm4SboxGfni>();
        primitives[(int)Sm4Path.Gfni256] = Of<Sm4Unit256, Vector256<uint>, Sm4SboxGfni>();
        primitives[(int)Sm4Path.Gfni512] = Of<Sm4Unit512, Vector512<uint>, Sm4SboxGfni>();
        return primitives;
    }

    private static Sm4Primitives Of<TUnit, TVector, TSbox>()
        where TUnit : struct, ISm4Unit<TVector>
        where TVector : unmanaged
        where TSbox : struct, ISm4Sbox => new(
            &Sm4Batch<TUnit, TVector>.Ecb, &Sm4Batch<TUnit, TVector>.Ctr, &Sm4Batch<TUnit, TVector>.Lanes, &Sm4Single<TSbox>.Run, 2);

    private static Sm4Path FindBest()
    {
        for (Sm4Path path = Sm4Path.Gfni512; path > Sm4Path.Portable; path--)
        {
            if (IsSupported(path))
            {
                return path;
            }
        }

        return Sm4Path.Portable;
    }
}
