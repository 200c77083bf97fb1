namespace WarpDrive.Hisilicon.Hpre;

/// <summary>Bytes of the operand blocks of an algorithm (hisi-hpre.md §3, §4).</summary>
/// <param name="Key">Block "key".</param>
/// <param name="In">Block "in"; 0: the address is not used.</param>
/// <param name="Out">Block "out"; 0: the answer is in the descriptor.</param>
internal readonly record struct HpreShape(int Key, int In, int Out)
{
    /// <summary>Largest blocks that any shape has: RSA-4096 CRT, SM2 decryption of 512 bytes, RSA-4096 key generation.</summary>
    internal const int MaxKey = 1280;
    internal const int MaxIn = 640;
    internal const int MaxOut = 1792;

    /// <summary>Bytes of SM2's C3 on the device.</summary>
    internal const int Sm3Size = 32;

    /// <summary>Bytes of an SM2 message that the device takes at most.</summary>
    internal const int MaxMessage = 512;

    /// <summary>Whether an algorithm belongs to queue type 1.</summary>
    internal static bool IsElliptic(HpreAlgorithm algorithm) => algorithm >= HpreAlgorithm.PointMultiply;

    /// <summary>Whether an algorithm answers in the descriptor.</summary>
    internal static bool IsVerification(HpreAlgorithm algorithm) => algorithm is HpreAlgorithm.EcdsaVerify or HpreAlgorithm.Sm2Verify;

    /// <summary>Whether the code is one of the table.</summary>
    internal static bool IsKnown(HpreAlgorithm algorithm) =>
        algorithm is <= HpreAlgorithm.Dh or (>= HpreAlgorithm.PointMultiply and <= HpreAlgorithm.Sm2Decrypt);

    /// <summary>Whether operands of so many bytes exist for a known algorithm (§4).</summary>
    internal static bool IsSize(HpreAlgorithm algorithm, int size) => algorithm switch
    {
        <= HpreAlgorithm.RsaKeyGenCrt => size is 128 or 256 or 384 or 512,
        <= HpreAlgorithm.Dh => size is 96 or 128 or 192 or 256 or 384 or 512,
        HpreAlgorithm.Montgomery => size is 32 or 72,
        <= HpreAlgorithm.Montgomery => size is 32 or 48 or 72,
        _ => size is 32,
    };

    /// <summary>The blocks of a known algorithm with operands of a size that it has.</summary>
    /// <param name="algorithm">The algorithm.</param>
    /// <param name="h">Bytes of an operand.</param>
    /// <param name="message">SM2 encryption and decryption: bytes of the message.</param>
    internal static HpreShape Of(HpreAlgorithm algorithm, int h, int message) => algorithm switch
    {
        HpreAlgorithm.RsaPower or HpreAlgorithm.Dh => new(2 * h, h, h),
        HpreAlgorithm.RsaCrt => new(h / 2 * 5, h, h),
        HpreAlgorithm.RsaKeyGen => new(2 * h, 0, 2 * h),
        HpreAlgorithm.RsaKeyGenCrt => new(2 * h, 0, h / 2 * 7),
        HpreAlgorithm.DhBase2 => new(2 * h, 0, h),
        HpreAlgorithm.PointMultiply => new(4 * h, 2 * h, 2 * h),   // drivers send a fifth operand that is not read (§3)
        HpreAlgorithm.EcdsaSign or HpreAlgorithm.Sm2Sign => new(7 * h, 2 * h, 2 * h),
        HpreAlgorithm.EcdsaVerify or HpreAlgorithm.Sm2Verify => new(8 * h, 3 * h, 0),
        HpreAlgorithm.Montgomery => new(3 * h, h, h),
        HpreAlgorithm.Sm2KeyGen => new(8 * h, 2 * h, 3 * h),
        HpreAlgorithm.Sm2Encrypt => new(8 * h, h + message, (2 * h) + message + Sm3Size),
        HpreAlgorithm.Sm2Decrypt => new(7 * h, (2 * h) + message + Sm3Size, message),
        _ => throw new ArgumentOutOfRangeException(nameof(algorithm)),
    };
}
