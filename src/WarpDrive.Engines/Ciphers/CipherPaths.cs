using WarpDrive.Engines.Native;

namespace WarpDrive.Engines.Ciphers;

/// <summary>Which path can compute what on this machine.</summary>
internal static unsafe class CipherPaths
{
    /// <summary>Why a path cannot be used here at all; empty when it can.</summary>
    internal static string ReasonAgainst(CipherPath path) => path switch
    {
        CipherPath.Auto or CipherPath.Managed => "",
        CipherPath.LibCrypto => LibCrypto.Ciphers.Reason,
        CipherPath.IpsecMb => IpsecMb.Reason,
        _ => ToSm4(path) == Sm4Path.Auto ? $"the processor lacks the instructions of {path}" : "",
    };

    /// <summary>Throws when a path that is asked for is missing.</summary>
    /// <exception cref="PlatformNotSupportedException">The library or the instructions are missing.</exception>
    internal static void Require(CipherPath path)
    {
        string reason = ReasonAgainst(path);
        if (reason.Length != 0)
        {
            throw new PlatformNotSupportedException($"the cipher path {path} is not there: {reason}");
        }
    }

    /// <summary>Whether the path is there and serves the cipher in the mode.</summary>
    internal static bool Serves(CipherPath path, CipherKind kind, BlockMode mode)
    {
        bool isDes = kind is CipherKind.Des or CipherKind.TripleDes;
        if (ReasonAgainst(path).Length != 0 || (isDes && mode is not (BlockMode.Ecb or BlockMode.Cbc)))
        {
            return false;
        }

        bool isStealing = mode is BlockMode.CbcCs1 or BlockMode.CbcCs2 or BlockMode.CbcCs3;
        return path switch
        {
            CipherPath.Auto => !isDes || Serves(CipherPath.LibCrypto, kind, mode) || Serves(CipherPath.IpsecMb, kind, mode),
            CipherPath.Managed => !isDes,
            CipherPath.LibCrypto when isDes => LibCrypto.Ciphers.Find(CipherKind.TripleDes, mode, 24) != null,
            CipherPath.LibCrypto when isStealing => LibCrypto.Ciphers.Find(kind, BlockMode.Cbc, 16) != null,
            CipherPath.LibCrypto => LibCrypto.Ciphers.Find(kind, mode, 16) != null,
            CipherPath.IpsecMb when isDes => mode == BlockMode.Cbc,
            CipherPath.IpsecMb => kind == CipherKind.Aes && (isStealing || mode is BlockMode.Ecb or BlockMode.Cbc or BlockMode.Ctr),
            _ => kind == CipherKind.Sm4,
        };
    }

    /// <summary>Whether DES and triple DES of a length can be computed by what is there.</summary>
    /// <param name="mode">The mode.</param>
    /// <param name="length">Bytes.</param>
    /// <param name="hasLibCrypto">libcrypto is there and has the cipher in this mode, in any length.</param>
    /// <param name="hasIpsecMb">libIPSec_MB is there: it has CBC only, and its lanes take no message of 64 KiB.</param>
    internal static bool HasDes(BlockMode mode, int length, bool hasLibCrypto, bool hasIpsecMb) =>
        mode is BlockMode.Ecb or BlockMode.Cbc && (hasLibCrypto || (hasIpsecMb && mode == BlockMode.Cbc && length <= IpsecMb.MaxLaneLength));

    /// <summary>The SM4 kernels of a path; <see cref="Sm4Path.Auto"/> when the processor lacks the instructions.</summary>
    internal static Sm4Path ToSm4(CipherPath path) => path switch
    {
        CipherPath.Managed => Sm4Path.Portable,
        CipherPath.Vector128 when Sm4Kernels.IsSupported(Sm4Path.Gfni128) => Sm4Path.Gfni128,
        CipherPath.Vector128 when Sm4Kernels.IsSupported(Sm4Path.Aes) => Sm4Path.Aes,
        CipherPath.Vector256 when Sm4Kernels.IsSupported(Sm4Path.Gfni256) => Sm4Path.Gfni256,
        CipherPath.Vector512 when Sm4Kernels.IsSupported(Sm4Path.Gfni512) => Sm4Path.Gfni512,
        _ => Sm4Path.Auto,
    };

    /// <summary>The path that SM4 kernels count as.</summary>
    internal static CipherPath OfSm4(Sm4Path path) => Sm4Kernels.Resolve(path) switch
    {
        Sm4Path.Gfni512 => CipherPath.Vector512,
        Sm4Path.Gfni256 => CipherPath.Vector256,
        Sm4Path.Gfni128 or Sm4Path.Aes => CipherPath.Vector128,
        _ => CipherPath.Managed,
    };
}
