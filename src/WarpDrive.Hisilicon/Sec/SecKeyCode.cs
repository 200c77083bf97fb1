namespace WarpDrive.Hisilicon.Sec;

/// <summary>c_key_len codes (hisi-sec.md §5).</summary>
internal static class SecKeyCode
{
    /// <summary>AES-128, or one half of an XTS key of it.</summary>
    internal const uint Aes128 = 0;
    /// <summary>AES-192.</summary>
    internal const uint Aes192 = 1;
    /// <summary>AES-256, or one half of an XTS key of it.</summary>
    internal const uint Aes256 = 2;
    /// <summary>SM4.</summary>
    internal const uint Sm4 = 0;
    /// <summary>DES; devices ignore it (§10, 2).</summary>
    internal const uint Des = 1;
    /// <summary>Triple DES with three keys.</summary>
    internal const uint TripleDes3 = 1;
    /// <summary>Triple DES with two keys.</summary>
    internal const uint TripleDes2 = 3;

    /// <summary>The code of a key.</summary>
    /// <param name="algorithm">Cipher.</param>
    /// <param name="keyLength">Bytes of one key; of one half for XTS.</param>
    internal static uint For(SecCipherAlgorithm algorithm, int keyLength) => algorithm switch
    {
        SecCipherAlgorithm.Aes => (uint)(keyLength - 16) / 8,
        SecCipherAlgorithm.Sm4 => Sm4,
        SecCipherAlgorithm.Des => Des,
        _ => keyLength == 24 ? TripleDes3 : TripleDes2,
    };

    /// <summary>Bytes of one key (of one half for XTS), or 0 when the code is none.</summary>
    /// <param name="algorithm">Cipher.</param>
    /// <param name="code">Code.</param>
    internal static int Length(SecCipherAlgorithm algorithm, uint code) => algorithm switch
    {
        SecCipherAlgorithm.Aes => code <= Aes256 ? 16 + (8 * (int)code) : 0,
        SecCipherAlgorithm.Sm4 => 16,
        SecCipherAlgorithm.Des => 8,
        _ => code switch { TripleDes3 => 24, TripleDes2 => 16, _ => 0 },
    };
}
