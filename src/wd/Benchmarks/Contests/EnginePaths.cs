using WarpDrive.Engines.Ciphers;
using WarpDrive.Engines.Hashing;
using WarpDrive.Tool.Output;

namespace WarpDrive.Tool.Benchmarks.Contests;

/// <summary>Names of engine paths of cipher and digest devices, for engines that are called directly.</summary>
internal static class EnginePaths
{
    /// <summary>Paths of ciphers, for people.</summary>
    internal const string OfCiphers = "portable, vector128, avx2, avx512, libcrypto, ipsec-mb";

    /// <summary>The path of digests with a name.</summary>
    /// <param name="name">Name, or null for the fastest.</param>
    /// <exception cref="UserErrorException">There is none.</exception>
    internal static HashPath ForHash(string? name) => name switch
    {
        null => HashPath.Auto,
        "portable" => HashPath.Scalar,
        "vector128" => HashPath.Vector128,
        "avx2" => HashPath.Vector256,
        "avx512" => HashPath.Vector512,
        "libcrypto" => HashPath.LibCrypto,
        "ipsec-mb" => HashPath.IpsecMb,
        "runtime" => HashPath.Runtime,
        _ => throw new UserErrorException($"there is no engine '{name}'; use {CommandLine.SymbolFactory.HashEngines}"),
    };

    /// <summary>The path of ciphers with a name.</summary>
    /// <param name="name">Name, or null for the fastest.</param>
    /// <exception cref="UserErrorException">There is none.</exception>
    internal static CipherPath ForCipher(string? name) => name switch
    {
        null => CipherPath.Auto,
        "portable" => CipherPath.Managed,
        "vector128" => CipherPath.Vector128,
        "avx2" => CipherPath.Vector256,
        "avx512" => CipherPath.Vector512,
        "libcrypto" => CipherPath.LibCrypto,
        "ipsec-mb" => CipherPath.IpsecMb,
        _ => throw new UserErrorException($"there is no engine '{name}'; use {OfCiphers}"),
    };
}
