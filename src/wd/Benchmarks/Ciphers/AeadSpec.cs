using WarpDrive.Engines.Ciphers;
using WarpDrive.Uacce.Aeads;

namespace WarpDrive.Tool.Benchmarks.Ciphers;

/// <summary>Authenticated encryption and a size of key, by a name such as <c>aes-256-gcm</c>.</summary>
/// <param name="Algorithm">Algorithm.</param>
/// <param name="KeyLength">Bytes of the key.</param>
internal readonly record struct AeadSpec(AeadAlgorithm Algorithm, int KeyLength)
{
    /// <summary>Names, for people.</summary>
    internal const string Names = "aes-128-gcm, aes-192-gcm, aes-256-gcm, aes-128-ccm, aes-192-ccm, aes-256-ccm, sm4-gcm, sm4-ccm";

    /// <summary>Bytes of a nonce: what both modes take.</summary>
    internal const int NonceLength = 12;

    /// <summary>Bytes of a tag.</summary>
    internal const int TagLength = 16;

    /// <summary>Bytes of associated data: the header of a TLS 1.2 record (RFC 5246 §6.2.3.3).</summary>
    internal const int AssociatedLength = 13;

    /// <summary>Whether the cipher is AES.</summary>
    internal bool IsAes => Algorithm is AeadAlgorithm.AesGcm or AeadAlgorithm.AesCcm;

    /// <summary>The engine's name.</summary>
    internal AeadKind Kind => Algorithm switch
    {
        AeadAlgorithm.AesGcm => AeadKind.AesGcm,
        AeadAlgorithm.AesCcm => AeadKind.AesCcm,
        AeadAlgorithm.Sm4Gcm => AeadKind.Sm4Gcm,
        _ => AeadKind.Sm4Ccm,
    };

    /// <summary>Reads a name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="spec">What it means.</param>
    internal static bool TryParse(string name, out AeadSpec spec)
    {
        spec = name switch
        {
            "aes-128-gcm" => new(AeadAlgorithm.AesGcm, 16),
            "aes-192-gcm" => new(AeadAlgorithm.AesGcm, 24),
            "aes-256-gcm" => new(AeadAlgorithm.AesGcm, 32),
            "aes-128-ccm" => new(AeadAlgorithm.AesCcm, 16),
            "aes-192-ccm" => new(AeadAlgorithm.AesCcm, 24),
            "aes-256-ccm" => new(AeadAlgorithm.AesCcm, 32),
            "sm4-gcm" => new(AeadAlgorithm.Sm4Gcm, 16),
            "sm4-ccm" => new(AeadAlgorithm.Sm4Ccm, 16),
            _ => default,
        };
        return spec.KeyLength != 0;
    }
}
