using WarpDrive.Uacce.PublicKey;

namespace WarpDrive.Tool.Benchmarks.PublicKey;

/// <summary>Key blocks of curves of 256 bits, as engines take them (hisi-hpre.md section 3).</summary>
internal static class CurveBlocks
{
    /// <summary>Bytes of a number.</summary>
    internal const int Slot = 32;

    /// <summary>p ‖ a ‖ d ‖ b ‖ n ‖ gx ‖ gy.</summary>
    internal static byte[] Private(EllipticCurve curve, byte[] d) => EngineKey.Block(
        Slot, curve.Prime.ToArray(), curve.A.ToArray(), d, curve.B.ToArray(), curve.Order.ToArray(), curve.BaseX.ToArray(), curve.BaseY.ToArray());

    /// <summary>p ‖ a ‖ b ‖ n ‖ gx ‖ gy ‖ qx ‖ qy.</summary>
    internal static byte[] Public(EllipticCurve curve, byte[] x, byte[] y) => EngineKey.Block(
        Slot, curve.Prime.ToArray(), curve.A.ToArray(), curve.B.ToArray(), curve.Order.ToArray(), curve.BaseX.ToArray(), curve.BaseY.ToArray(), x, y);

    /// <summary>p ‖ a ‖ s ‖ b, to multiply a point.</summary>
    internal static byte[] Multiply(EllipticCurve curve, byte[] s) =>
        EngineKey.Block(Slot, curve.Prime.ToArray(), curve.A.ToArray(), s, curve.B.ToArray());

    /// <summary>e ‖ s ‖ r of a signature r ‖ s.</summary>
    internal static byte[] VerifyInput(byte[] digest, byte[] signature) => [.. digest, .. signature[Slot..], .. signature[..Slot]];

    /// <summary>e ‖ k with a nonce that is good for measuring only.</summary>
    internal static byte[] SignInput(byte[] digest) => [.. digest, .. digest.Reverse()];
}
