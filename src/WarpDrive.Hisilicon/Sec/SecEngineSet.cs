using WarpDrive.Engines.Ciphers;
using WarpDrive.Engines.Hashing;

namespace WarpDrive.Hisilicon.Sec;

/// <summary>One worker's engines for one forced path, or for none. Made when first needed and kept.</summary>
internal sealed class SecEngineSet(SecEngine forced) : IDisposable
{
    private HashEngine? _hash;
    private CipherEngine? _cipher;
    private AeadEngine? _aead;
    private MacEngine? _mac;

    /// <summary>What must be used where it can be.</summary>
    internal SecEngine Forced { get; } = forced;

    internal HashEngine Hash => _hash ??= new HashEngine(HashPathOf(Forced));

    internal CipherEngine Cipher => _cipher ??= new CipherEngine(CipherPathOf(Forced));

    internal AeadEngine Aead => _aead ??= new AeadEngine(CipherPathOf(Forced));

    internal MacEngine Mac => _mac ??= new MacEngine(CipherPathOf(Forced));

    /// <summary>Whether a path can do anything on this machine.</summary>
    internal static bool IsAvailable(SecEngine engine) => HashPathOf(engine) != HashPath.Auto || CipherPathOf(engine) != CipherPath.Auto;

    /// <summary>Number of a digest's path for notes.</summary>
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

    /// <summary>Number of a cipher's path for notes.</summary>
    internal static SecEngine Number(CipherPath path) => path switch
    {
        CipherPath.Managed => SecEngine.Portable,
        CipherPath.Vector128 => SecEngine.Vector128,
        CipherPath.Vector256 => SecEngine.Vector256,
        CipherPath.Vector512 => SecEngine.Vector512,
        CipherPath.LibCrypto => SecEngine.LibCrypto,
        CipherPath.IpsecMb => SecEngine.IpsecMb,
        _ => SecEngine.Hardware,
    };

    /// <summary>Keys that are prepared now.</summary>
    internal int PreparedKeys => (_cipher?.PreparedKeys ?? 0) + (_aead?.PreparedKeys ?? 0) + (_mac?.PreparedKeys ?? 0);

    /// <summary>Zeroes the keys that are prepared. No job is under way.</summary>
    internal void ForgetKeys()
    {
        _cipher?.ForgetKeys();
        _aead?.ForgetKeys();
        _mac?.ForgetKeys();
    }

    public void Dispose()
    {
        _hash?.Dispose();
        _cipher?.Dispose();
        _aead?.Dispose();
        _mac?.Dispose();
    }

    /// <summary>The hash path of a number; automatic when it does no hashing here, which leaves hashing to the others.</summary>
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

    /// <summary>The cipher path of a number; automatic when it encrypts nothing here.</summary>
    private static CipherPath CipherPathOf(SecEngine engine)
    {
        CipherPath path = engine switch
        {
            SecEngine.Portable => CipherPath.Managed,
            SecEngine.Vector128 => CipherPath.Vector128,
            SecEngine.Vector256 => CipherPath.Vector256,
            SecEngine.Vector512 => CipherPath.Vector512,
            SecEngine.LibCrypto => CipherPath.LibCrypto,
            SecEngine.IpsecMb => CipherPath.IpsecMb,
            _ => CipherPath.Auto,
        };
        return CipherEngine.IsAvailable(path, CipherKind.Aes, BlockMode.Cbc) || CipherEngine.IsAvailable(path, CipherKind.Sm4, BlockMode.Ctr)
            ? path
            : CipherPath.Auto;
    }
}
