using WarpDrive.Engines.Hashing;

namespace WarpDrive.Hisilicon.Sec;

/// <summary>One worker's engines for one forced path, or for none. Made when first needed and kept.</summary>
internal sealed class SecEngineSet(SecEngine forced) : IDisposable
{
    private HashEngine? _hash;

    /// <summary>What must be used where it can be.</summary>
    internal SecEngine Forced { get; } = forced;

    internal HashEngine Hash => _hash ??= new HashEngine(HashPathOf(Forced));

    /// <summary>Whether a path can do anything on this machine.</summary>
    internal static bool IsAvailable(SecEngine engine) => HashPathOf(engine) != HashPath.Auto;

    /// <summary>Number of a path for notes.</summary>
    internal static SecEngine Number(HashPath path) => path switch
    {
        HashPath.Scalar => SecEngine.Portable,
        HashPath.Vector128 => SecEngine.Vector128,
        HashPath.Vector256 => SecEngine.Vector256,
        HashPath.Vector512 => SecEngine.Vector512,
        HashPath.LibCrypto => SecEngine.LibCrypto,
        HashPath.IpsecMb => SecEngine.IpsecMb,
        HashPath.Runtime => SecEngine.Runtime,
        _ => SecEngine.Hardware,
    };

    public void Dispose() => _hash?.Dispose();

    /// <summary>The path of a number; automatic when it does no hashing here, which leaves hashing to the others.</summary>
    private static HashPath HashPathOf(SecEngine engine)
    {
        HashPath path = engine switch
        {
            SecEngine.Portable => HashPath.Scalar,
            SecEngine.Vector128 => HashPath.Vector128,
            SecEngine.Vector256 => HashPath.Vector256,
            SecEngine.Vector512 => HashPath.Vector512,
            SecEngine.LibCrypto => HashPath.LibCrypto,
            SecEngine.IpsecMb => HashPath.IpsecMb,
            SecEngine.Runtime => HashPath.Runtime,
            _ => HashPath.Auto,
        };
        for (HashKind kind = HashKind.Md5; kind <= HashKind.Sm3; kind++)
        {
            if (HashEngine.IsAvailable(path, kind))
            {
                return path;
            }
        }

        return HashPath.Auto;
    }
}
