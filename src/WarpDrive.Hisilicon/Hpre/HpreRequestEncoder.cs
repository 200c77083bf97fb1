using WarpDrive.Uacce.PublicKey;

namespace WarpDrive.Hisilicon.Hpre;

/// <summary>Turns requests into descriptors and private operand blocks: sizes, ranges and layouts of hisi-hpre.md §3–§6.</summary>
/// <remarks>The sender's: not thread safe. A refused request leaves nothing behind.</remarks>
internal sealed unsafe partial class HpreRequestEncoder
{
    /// <summary>Bytes of an SM2 message that is finished by the driver, at most.</summary>
    internal const int MaxSplitMessage = 16 << 20;

    private readonly HpreSlots _slots;
    private readonly bool _elliptic;
    private readonly bool _hasSva;
    private readonly bool _hasFastCore;

    /// <summary>Makes the encoder of a queue.</summary>
    /// <param name="slots">Its private blocks.</param>
    /// <param name="elliptic">Queue type 1.</param>
    /// <param name="hasSva">Key blocks can be named where they are; else they are copied into the slot.</param>
    /// <param name="generation">Hardware generation.</param>
    internal HpreRequestEncoder(HpreSlots slots, bool elliptic, bool hasSva, int generation)
    {
        _slots = slots;
        _elliptic = elliptic;
        _hasSva = hasSva;
        _hasFastCore = generation >= 3;
    }

    /// <summary>Descriptors that a request takes: 2 for SM2 encryption that the device does not do whole.</summary>
    internal static int DescriptorsOf(in PublicKeyRequest request) => IsSplitEncryption(in request) ? 2 : 1;

    /// <summary>Encodes a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="slot">The private slot of its last descriptor.</param>
    /// <param name="last">Its descriptor, or the last of two (the other: <see cref="PointOf"/>); the tag is up to the caller.</param>
    /// <param name="pending">What to remember of it.</param>
    /// <returns>Null, or why it is refused: a constant string.</returns>
    internal string? Encode(in PublicKeyRequest request, uint slot, out HpreSqe last, out HprePending pending)
    {
        last = default;
        pending = new HprePending { Tag = request.Tag };
        if (PublicKeySizes.Family(request.Operation) == PublicKeyFamily.Elliptic != _elliptic)
        {
            return _elliptic ? "the queue was opened for curves: RSA and DH go to one of the modular family" : "the queue was opened for RSA and DH: curves go to one of the elliptic family";
        }

        if (request.HasNonce && request.Operation is not (PublicKeyOperation.EcdsaSign or PublicKeyOperation.Sm2Sign or PublicKeyOperation.Sm2Encrypt))
        {
            return "the operation takes no nonce";
        }

        if (request.Operation is PublicKeyOperation.RsaKeyGen or PublicKeyOperation.RsaKeyGenCrt)
        {
            return EncodeKeyGen(in request, slot, ref last, ref pending);
        }

        PublicKeyMaterial? key = request.Key;
        if (key is null)
        {
            return "the request has no key";
        }

        if (!key.TryAddReference())
        {
            return "the key was disposed";
        }

        string? refusal;
        try
        {
            refusal = _elliptic ? EncodeCurve(in request, key, slot, ref last, ref pending) : EncodeModular(in request, key, slot, ref last, ref pending);
        }
        catch
        {
            Unwind(key, slot, ref pending);
            throw;
        }

        if (refusal is not null)
        {
            Unwind(key, slot, ref pending);
            return refusal;
        }

        pending.Key = key;
        return null;
    }

    /// <summary>Gives back what an encoded request holds, when it was not sent or is done.</summary>
    internal void Release(uint slot, ref HprePending pending)
    {
        _slots.Clear(slot, pending.KeyLength, pending.InLength, pending.OutLength);
        pending.Message.Drop();
        pending.Key?.ReleaseReference();
        pending.Key = null;
    }

    private void Unwind(PublicKeyMaterial key, uint slot, ref HprePending pending)
    {
        _slots.Clear(slot, pending.KeyLength, pending.InLength, pending.OutLength);
        pending.Message.Drop();
        key.ReleaseReference();
    }

    private string? EncodeKeyGen(in PublicKeyRequest request, uint slot, ref HpreSqe sqe, ref HprePending pending)
    {
        const string Sizes = "RSA key generation takes e (k bytes), p and q (k/2 bytes each), for keys of 1024, 2048, 3072 or 4096 bits";
        if (request.Key is not null)
        {
            return "RSA key generation takes its numbers from the input, not from a key";
        }

        int k = request.InputLength / 2;
        HpreAlgorithm algorithm = request.Operation == PublicKeyOperation.RsaKeyGen ? HpreAlgorithm.RsaKeyGen : HpreAlgorithm.RsaKeyGenCrt;
        if (request.InputLength != 2 * k || !HpreShape.IsSize(algorithm, k))
        {
            return Sizes;
        }

        if (RefuseBuffers(in request) is { } refusal)
        {
            return refusal;
        }

        var input = new ReadOnlySpan<byte>((void*)request.Input, request.InputLength);
        if (HpreNumbers.IsZero(input[..k]) || HpreNumbers.IsZero(input.Slice(k, k / 2)) || HpreNumbers.IsZero(input[^(k / 2)..]))
        {
            return "e, p and q may not be zero";
        }

        HpreShape shape = HpreShape.Of(algorithm, k, 0);
        pending.KeyLength = shape.Key;
        pending.OutLength = shape.Out;
        pending.Produced = shape.Out;
        pending.Output = request.Output;
        input.CopyTo(_slots.Key(slot, shape.Key));
        sqe = HpreSqe.Create(algorithm, k);
        sqe.Key = _slots.KeyAddress(slot);
        sqe.Out = _slots.OutAddress(slot);
        return null;
    }

    private string? EncodeModular(in PublicKeyRequest request, PublicKeyMaterial key, uint slot, ref HpreSqe sqe, ref HprePending pending)
    {
        int k = key.Size;
        (HpreAlgorithm algorithm, HpreKeyForm form) = request.Operation switch
        {
            PublicKeyOperation.RsaPublic => (HpreAlgorithm.RsaPower, HpreKeyForm.RsaPublic),
            PublicKeyOperation.RsaPrivate => (HpreAlgorithm.RsaPower, HpreKeyForm.RsaPrivate),
            PublicKeyOperation.RsaPrivateCrt => (HpreAlgorithm.RsaCrt, HpreKeyForm.RsaCrt),
            PublicKeyOperation.DhBase2 => (HpreAlgorithm.DhBase2, HpreKeyForm.Dh),
            _ => (HpreAlgorithm.Dh, HpreKeyForm.Dh),
        };
        if (key.Curve is not null)
        {
            return "the key is one of a curve";
        }

        if (!HpreShape.IsSize(algorithm, k))
        {
            return algorithm <= HpreAlgorithm.RsaCrt ? "the device has RSA of 1024, 2048, 3072 and 4096 bits" : "the device has DH of 768, 1024, 1536, 2048, 3072 and 4096 bits";
        }

        HpreShape shape = HpreShape.Of(algorithm, k, 0);
        if (request.InputLength != shape.In)
        {
            return shape.In == 0 ? "the operation takes no input" : "the input must have as many bytes as the modulus";
        }

        if (RefuseBuffers(in request) is { } refusal)
        {
            return refusal;
        }

        KeyBlock block = key.BlockOf(form);
        if (block.Refusal is not null)
        {
            return block.Refusal;
        }

        sqe = HpreSqe.Create(algorithm, k);
        pending.InLength = shape.In;
        pending.OutLength = shape.Out;
        pending.Produced = shape.Out;
        pending.Output = request.Output;
        PlaceKey(block, slot, ref sqe, ref pending);
        if (shape.In != 0)
        {
            new ReadOnlySpan<byte>((void*)request.Input, shape.In).CopyTo(_slots.In(slot, shape.In));
            sqe.In = _slots.InAddress(slot);
        }

        sqe.Out = _slots.OutAddress(slot);
        return null;
    }

    /// <summary>Names the key's own block, or a copy where the device cannot see that.</summary>
    private void PlaceKey(KeyBlock block, uint slot, ref HpreSqe sqe, ref HprePending pending)
    {
        if (_hasSva)
        {
            sqe.Key = block.Address;
            return;
        }

        pending.KeyLength = block.Length;
        new ReadOnlySpan<byte>((void*)block.Address, block.Length).CopyTo(_slots.Key(slot, block.Length));
        sqe.Key = _slots.KeyAddress(slot);
    }

    private static string? RefuseBuffers(in PublicKeyRequest request)
    {
        int produced = PublicKeySizes.Output(in request);
        if (request.InputLength > 0 && request.Input == 0)
        {
            return "the request has no input";
        }

        if (produced > 0 && request.Output == 0)
        {
            return "the request has no output";
        }

        return produced < 0 ? "the input has the wrong size" : request.OutputLength < produced ? "the output is too small for the result" : null;
    }
}
