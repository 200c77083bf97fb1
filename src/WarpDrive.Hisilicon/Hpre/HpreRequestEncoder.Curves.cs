using WarpDrive.Uacce.Digests;
using WarpDrive.Uacce.PublicKey;

namespace WarpDrive.Hisilicon.Hpre;

internal sealed unsafe partial class HpreRequestEncoder
{
    private const int Sm2Size = 32;

    /// <summary>The first descriptor of SM2 encryption in two, kG, from the last, kQ. All its memory is in the slot of the last, which lives longer.</summary>
    internal static HpreSqe PointOf(in HpreSqe last)
    {
        HpreSqe first = last;
        first.In += 2 * Sm2Size;
        first.Out += 2 * Sm2Size;
        return first;
    }

    private static bool IsSplitEncryption(in PublicKeyRequest request) =>
        request.Operation == PublicKeyOperation.Sm2Encrypt
        && (request.Hash != DigestAlgorithm.Sm3 || request.InputLength - (request.HasNonce ? Sm2Size : 0) > HpreShape.MaxMessage);

    private static bool IsSplitDecryption(in PublicKeyRequest request, int message) =>
        request.Operation == PublicKeyOperation.Sm2Decrypt && (request.Hash != DigestAlgorithm.Sm3 || message > HpreShape.MaxMessage);

    private string? EncodeCurve(in PublicKeyRequest request, PublicKeyMaterial key, uint slot, ref HpreSqe sqe, ref HprePending pending)
    {
        EllipticCurve? curve = key.Curve;
        if (curve is null)
        {
            return "the key is not one of a curve";
        }

        int k = curve.Size;
        int h = HpreNumbers.CurveSlot(k);
        if (h == 0)
        {
            return "the device has curves of 128, 192, 224, 256, 320, 384, 448 and 521 bits";
        }

        if (RefuseCurve(request.Operation, curve) is { } wrongCurve)
        {
            return wrongCurve;
        }

        if (RefuseLength(in request, k) is { } wrongLength)
        {
            return wrongLength;
        }

        if (RefuseBuffers(in request) is { } wrongBuffer)
        {
            return wrongBuffer;
        }

        pending.SlotSize = h;
        pending.NumberSize = k;
        pending.Output = request.Output;
        pending.Produced = PublicKeySizes.Output(in request);
        pending.IsVerification = PublicKeySizes.IsVerification(request.Operation);
        if (IsSplitEncryption(in request))
        {
            return EncodeSplitEncryption(in request, key, slot, ref sqe, ref pending);
        }

        if (IsSplitDecryption(in request, pending.Produced))
        {
            return EncodeSplitDecryption(in request, key, slot, ref sqe, ref pending);
        }

        (HpreAlgorithm algorithm, HpreCurveForm form) = request.Operation switch
        {
            PublicKeyOperation.PointMultiply => (HpreAlgorithm.PointMultiply, HpreCurveForm.Multiply),
            PublicKeyOperation.EcdsaSign => (HpreAlgorithm.EcdsaSign, HpreCurveForm.Private),
            PublicKeyOperation.EcdsaVerify => (HpreAlgorithm.EcdsaVerify, HpreCurveForm.Public),
            PublicKeyOperation.Sm2KeyGen => (HpreAlgorithm.Sm2KeyGen, HpreCurveForm.Parameters),
            PublicKeyOperation.Sm2Sign => (HpreAlgorithm.Sm2Sign, HpreCurveForm.Private),
            PublicKeyOperation.Sm2Verify => (HpreAlgorithm.Sm2Verify, HpreCurveForm.Public),
            PublicKeyOperation.Sm2Encrypt => (HpreAlgorithm.Sm2Encrypt, HpreCurveForm.Public),
            PublicKeyOperation.Sm2Decrypt => (HpreAlgorithm.Sm2Decrypt, HpreCurveForm.Private),
            _ => (HpreAlgorithm.Montgomery, HpreCurveForm.Ladder),
        };
        KeyBlock block = key.BlockOf(form);
        if (block.Refusal is not null)
        {
            return block.Refusal;
        }

        sqe = HpreSqe.Create(algorithm, h);
        int message = MessageOf(in request, pending.Produced);
        HpreShape shape = HpreShape.Of(algorithm, h, message);
        pending.InLength = shape.In;
        pending.OutLength = shape.Out;
        if (message > 0)
        {
            sqe.SetMessageLength(message);
        }

        var input = new ReadOnlySpan<byte>((void*)request.Input, request.InputLength);
        if (PlaceInput(in request, curve, input, _slots.In(slot, shape.In), h, ref sqe) is { } wrongInput)
        {
            return wrongInput;
        }

        PlaceKey(block, slot, ref sqe, ref pending);
        sqe.In = _slots.InAddress(slot);
        // A verification answers in this field. It names the input, as other drivers do; aligned to 64, it has no bit that reads as valid.
        sqe.Out = pending.IsVerification ? sqe.In : _slots.OutAddress(slot);
        if (algorithm == HpreAlgorithm.PointMultiply && _hasFastCore && k == Sm2Size && HpreNumbers.IsSame(curve, EllipticCurve.Secp256r1))
        {
            sqe.SetFastCore();
        }

        return null;
    }

    private static string? RefuseCurve(PublicKeyOperation operation, EllipticCurve curve) => operation switch
    {
        PublicKeyOperation.X25519 => ReferenceEquals(curve, EllipticCurve.X25519) ? null : "the key is not one of x25519",
        PublicKeyOperation.X448 => ReferenceEquals(curve, EllipticCurve.X448) ? null : "the key is not one of x448",
        >= PublicKeyOperation.Sm2KeyGen => HpreNumbers.IsSame(curve, EllipticCurve.Sm2) ? null : "the key is not one of the SM2 curve",
        _ => curve.IsMontgomery ? "keys of x25519 and x448 serve those operations only" : null,
    };

    private static string? RefuseLength(in PublicKeyRequest request, int k)
    {
        int digest = PublicKeySizes.Digest(request.Hash);
        int nonce = request.HasNonce ? k : 0;
        switch (request.Operation)
        {
            case PublicKeyOperation.PointMultiply:
                return request.InputLength == 0 || request.InputLength == 2 * k ? null : "the input must be a point, x and y, or nothing for the base point";
            case PublicKeyOperation.X25519 or PublicKeyOperation.X448:
                return request.InputLength == 0 || request.InputLength == k ? null : "the input must be u, or nothing for the base point";
            case PublicKeyOperation.EcdsaSign or PublicKeyOperation.Sm2Sign:
                return request.InputLength == k + nonce ? null : "the input must be a digest as wide as the curve's numbers, and a nonce if there is one";
            case PublicKeyOperation.EcdsaVerify or PublicKeyOperation.Sm2Verify:
                return request.InputLength == 3 * k ? null : "the input must be digest, r and s";
            case PublicKeyOperation.Sm2KeyGen:
                return request.InputLength == 0 ? null : "the operation takes no input";
            case PublicKeyOperation.Sm2Encrypt or PublicKeyOperation.Sm2Decrypt when digest == 0:
                return "the digest cannot be used for encryption";
            case PublicKeyOperation.Sm2Encrypt:
                return RefuseMessage(request.InputLength - nonce, "the message is empty");
            case PublicKeyOperation.Sm2Decrypt:
                return RefuseMessage(request.InputLength - (2 * k) - digest, "the input is too short for C1, C2 and C3");
            default:
                return "the operation is unknown";
        }
    }

    private static string? RefuseMessage(int length, string tooShort) =>
        length < 1 ? tooShort : length > MaxSplitMessage ? "SM2 messages have at most 16 MiB here" : null;

    /// <summary>Bytes of the message of SM2 encryption and decryption; 0 for all else.</summary>
    private static int MessageOf(in PublicKeyRequest request, int produced) => request.Operation switch
    {
        PublicKeyOperation.Sm2Encrypt => request.InputLength - (request.HasNonce ? Sm2Size : 0),
        PublicKeyOperation.Sm2Decrypt => produced,
        _ => 0,
    };

    private static string? PlaceInput(in PublicKeyRequest request, EllipticCurve curve, ReadOnlySpan<byte> input, Span<byte> block, int h, ref HpreSqe sqe)
    {
        int k = curve.Size;
        switch (request.Operation)
        {
            case PublicKeyOperation.PointMultiply when input.IsEmpty:
            case PublicKeyOperation.Sm2KeyGen:
                HpreNumbers.Spread(curve.BaseX, k, block, h);
                HpreNumbers.Spread(curve.BaseY, k, block[h..], h);
                return null;
            case PublicKeyOperation.PointMultiply:
                HpreNumbers.Spread(input, k, block, h);
                return null;
            case PublicKeyOperation.X25519 or PublicKeyOperation.X448:
                HpreNumbers.Spread(input.IsEmpty ? curve.BaseX : input, k, block, h);
                return RefuseCoordinate(curve, block[^k..]);
            case PublicKeyOperation.EcdsaSign or PublicKeyOperation.Sm2Sign:
                return PlaceSignature(in request, curve, input, block, h, ref sqe);
            case PublicKeyOperation.EcdsaVerify or PublicKeyOperation.Sm2Verify:
                HpreNumbers.Spread(input[..k], k, block, h);
                HpreNumbers.Spread(input.Slice(2 * k, k), k, block[h..], h);      // s before r (§3)
                HpreNumbers.Spread(input.Slice(k, k), k, block[(2 * h)..], h);
                return request.Operation == PublicKeyOperation.EcdsaVerify && HpreNumbers.IsZero(input[..k]) ? ZeroDigest : null;
            case PublicKeyOperation.Sm2Encrypt:
                return PlaceMessage(in request, curve, input, block, ref sqe);
            default:
                input.CopyTo(block);   // SM2 decryption: k is h
                return null;
        }
    }

    private const string ZeroDigest = "the digest may not be zero";
    private const string WrongNonce = "the nonce must be at least 1 and below the order of the curve";

    /// <summary>0 &lt; u &lt; p; X25519 ignores the top bit (§6.5).</summary>
    private static string? RefuseCoordinate(EllipticCurve curve, Span<byte> u)
    {
        if (curve.Bits == 255)
        {
            u[0] &= 0x7F;
        }

        return HpreNumbers.IsScalar(u, curve.Prime) ? null : "u must be at least 1 and below the field's prime";
    }

    private static string? PlaceSignature(in PublicKeyRequest request, EllipticCurve curve, ReadOnlySpan<byte> input, Span<byte> block, int h, ref HpreSqe sqe)
    {
        int k = curve.Size;
        bool isEcdsa = request.Operation == PublicKeyOperation.EcdsaSign;
        if (isEcdsa && HpreNumbers.IsZero(input[..k]))
        {
            return ZeroDigest;
        }

        HpreNumbers.Spread(input[..k], k, block, h);
        Span<byte> nonce = block[h..];
        if (request.HasNonce)
        {
            HpreNumbers.Spread(input[k..], k, nonce, h);
            return HpreNumbers.IsScalar(nonce[^k..], curve.Order) ? null : WrongNonce;
        }

        nonce.Clear();
        if (isEcdsa)
        {
            HpreNumbers.DrawScalar(curve, nonce[^k..]);
        }
        else
        {
            sqe.SetDrawsNonce();
        }

        return null;
    }

    private static string? PlaceMessage(in PublicKeyRequest request, EllipticCurve curve, ReadOnlySpan<byte> input, Span<byte> block, ref HpreSqe sqe)
    {
        if (request.HasNonce)
        {
            input.CopyTo(block);   // k ‖ message; numbers of SM2 fill their slots
            return HpreNumbers.IsScalar(block[..Sm2Size], curve.Order) ? null : WrongNonce;
        }

        block[..Sm2Size].Clear();
        input.CopyTo(block[Sm2Size..]);
        sqe.SetDrawsNonce();
        return null;
    }

    /// <summary>kQ, and what kG needs behind it (<see cref="PointOf"/>); the nonce takes the place of the private key in a block of the request's own.</summary>
    private string? EncodeSplitEncryption(in PublicKeyRequest request, PublicKeyMaterial key, uint slot, ref HpreSqe sqe, ref HprePending pending)
    {
        if (!key.Has(KeyComponent.X) || !key.Has(KeyComponent.Y))
        {
            return "the key does not hold a public point";
        }

        const int Nonce = 2 * Sm2Size;   // third in p‖a‖k‖b‖n
        EllipticCurve curve = EllipticCurve.Sm2;
        var input = new ReadOnlySpan<byte>((void*)request.Input, request.InputLength);
        pending.KeyLength = 5 * Sm2Size;
        Span<byte> block = _slots.Key(slot, pending.KeyLength);
        curve.Prime.CopyTo(block);
        curve.A.CopyTo(block[Sm2Size..]);
        curve.B.CopyTo(block[(3 * Sm2Size)..]);
        curve.Order.CopyTo(block[(4 * Sm2Size)..]);
        Span<byte> nonce = block.Slice(Nonce, Sm2Size);
        if (request.HasNonce)
        {
            input[..Sm2Size].CopyTo(nonce);
            input = input[Sm2Size..];
            if (!HpreNumbers.IsScalar(nonce, curve.Order))
            {
                return WrongNonce;
            }

            if (HpreNumbers.IsBelowTwo(nonce))
            {
                return "the nonce must be greater than 1 for a message that the device does not take whole";   // it is a private key there (§6.4)
            }
        }
        else
        {
            do
            {
                HpreNumbers.DrawScalar(curve, nonce);
            }
            while (HpreNumbers.IsBelowTwo(nonce));
        }

        BeginMultiply(slot, ref sqe, ref pending);
        sqe.MarkNonce();
        pending.Role = HpreRole.EncryptSecret;
        pending.Hash = request.Hash;
        pending.InLength *= 2;
        pending.OutLength *= 2;
        Span<byte> points = _slots.In(slot, pending.InLength);
        key.Component(KeyComponent.X).CopyTo(points);
        key.Component(KeyComponent.Y).CopyTo(points[Sm2Size..]);
        curve.BaseX.CopyTo(points[(2 * Sm2Size)..]);
        curve.BaseY.CopyTo(points[(3 * Sm2Size)..]);
        sqe.Key = _slots.KeyAddress(slot);
        pending.Message = Sm2Message.Copy(input, input.Length);
        return null;
    }

    /// <summary>d·C1.</summary>
    private string? EncodeSplitDecryption(in PublicKeyRequest request, PublicKeyMaterial key, uint slot, ref HpreSqe sqe, ref HprePending pending)
    {
        KeyBlock block = key.BlockOf(HpreCurveForm.Multiply);
        if (block.Refusal is not null)
        {
            return block.Refusal;
        }

        BeginMultiply(slot, ref sqe, ref pending);
        pending.Role = HpreRole.DecryptSecret;
        pending.Hash = request.Hash;
        PlaceKey(block, slot, ref sqe, ref pending);
        var input = new ReadOnlySpan<byte>((void*)request.Input, request.InputLength);
        input[..(2 * Sm2Size)].CopyTo(_slots.In(slot, pending.InLength));
        pending.Message = Sm2Message.Copy(input[(2 * Sm2Size)..], pending.Produced);
        return null;
    }

    private void BeginMultiply(uint slot, ref HpreSqe sqe, ref HprePending pending)
    {
        HpreShape shape = HpreShape.Of(HpreAlgorithm.PointMultiply, Sm2Size, 0);
        pending.InLength = shape.In;
        pending.OutLength = shape.Out;
        sqe = HpreSqe.Create(HpreAlgorithm.PointMultiply, Sm2Size);
        sqe.SetFastCore();   // always for these (§6.4)
        sqe.In = _slots.InAddress(slot);
        sqe.Out = _slots.OutAddress(slot);
    }
}
