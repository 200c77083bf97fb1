using WarpDrive.Uacce.PublicKey;

namespace WarpDrive.Hisilicon.Hpre;

/// <summary>The key blocks of curves (hisi-hpre.md §3): every number right-aligned in a slot of h bytes (§4). The curve is one that the device has slots for.</summary>
internal sealed class HpreCurveForm : KeyForm
{
    /// <summary>p‖a‖s‖b‖n: point multiplication. The device reads four.</summary>
    internal static readonly HpreCurveForm Multiply = new(HpreCurvePart.P, HpreCurvePart.A, HpreCurvePart.D, HpreCurvePart.B, HpreCurvePart.N);

    /// <summary>p‖a‖d‖b‖n‖gx‖gy: the secret third.</summary>
    internal static readonly HpreCurveForm Private = new(
        HpreCurvePart.P, HpreCurvePart.A, HpreCurvePart.D, HpreCurvePart.B, HpreCurvePart.N, HpreCurvePart.Gx, HpreCurvePart.Gy);

    /// <summary>p‖a‖b‖n‖gx‖gy‖qx‖qy.</summary>
    internal static readonly HpreCurveForm Public = new(
        HpreCurvePart.P, HpreCurvePart.A, HpreCurvePart.B, HpreCurvePart.N, HpreCurvePart.Gx, HpreCurvePart.Gy, HpreCurvePart.Qx, HpreCurvePart.Qy);

    /// <summary>The public layout with no point: key generation.</summary>
    internal static readonly HpreCurveForm Parameters = new(
        HpreCurvePart.P, HpreCurvePart.A, HpreCurvePart.B, HpreCurvePart.N, HpreCurvePart.Gx, HpreCurvePart.Gy, HpreCurvePart.Zero, HpreCurvePart.Zero);

    /// <summary>p‖a₂₄‖s: X25519 and X448; the scalar is clamped (§6.5).</summary>
    internal static readonly HpreCurveForm Ladder = new(HpreCurvePart.P, HpreCurvePart.A, HpreCurvePart.D);

    private readonly HpreCurvePart[] _parts;

    private HpreCurveForm(params HpreCurvePart[] parts) => _parts = parts;

    /// <inheritdoc/>
    public override int SizeOf(PublicKeyMaterial key) => _parts.Length * HpreNumbers.CurveSlot(key.Size);

    /// <inheritdoc/>
    public override string? Write(PublicKeyMaterial key, Span<byte> block)
    {
        EllipticCurve curve = key.Curve!;
        int h = HpreNumbers.CurveSlot(key.Size);
        foreach (HpreCurvePart part in _parts)
        {
            ReadOnlySpan<byte> number = part switch
            {
                HpreCurvePart.P => curve.Prime,
                HpreCurvePart.A => curve.A,
                HpreCurvePart.B => curve.B,
                HpreCurvePart.N => curve.Order,
                HpreCurvePart.Gx => curve.BaseX,
                HpreCurvePart.Gy => curve.BaseY,
                HpreCurvePart.D => key.Component(KeyComponent.D),
                HpreCurvePart.Qx => key.Component(KeyComponent.X),
                HpreCurvePart.Qy => key.Component(KeyComponent.Y),
                _ => [],
            };
            Span<byte> slot = block[..h];
            number.CopyTo(slot[^number.Length..]);
            if (part == HpreCurvePart.D && Refuse(number, curve, slot) is { } refusal)
            {
                return refusal;
            }

            if (part is HpreCurvePart.Qx or HpreCurvePart.Qy && number.IsEmpty)
            {
                return "the key does not hold a public point";
            }

            block = block[h..];
        }

        return null;
    }

    private static string? Refuse(ReadOnlySpan<byte> d, EllipticCurve curve, Span<byte> slot)
    {
        if (d.IsEmpty)
        {
            return "the key does not hold a private number";
        }

        if (curve.IsMontgomery)
        {
            Clamp(curve, slot);
            return null;
        }

        return HpreNumbers.IsBelowTwo(d) ? "the private number of the key must be greater than 1" : null;   // §6.4
    }

    /// <summary>RFC 7748 §5 at fixed places of the slot, big-endian.</summary>
    private static void Clamp(EllipticCurve curve, Span<byte> slot)
    {
        Span<byte> scalar = slot[^curve.Size..];
        if (curve.Bits == 255)
        {
            scalar[^1] &= 0xF8;
            scalar[0] = (byte)((scalar[0] & 0x7F) | 0x40);
        }
        else
        {
            scalar[^1] &= 0xFC;
            scalar[0] |= 0x80;
        }
    }
}
