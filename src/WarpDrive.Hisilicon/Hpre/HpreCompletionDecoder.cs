using System.Security.Cryptography;
using WarpDrive.Uacce;
using WarpDrive.Uacce.PublicKey;

namespace WarpDrive.Hisilicon.Hpre;

/// <summary>Turns a processed descriptor into a completion: status by hisi-hpre.md §7, results from slots to the caller's memory.</summary>
/// <remarks>The receiver's: not thread safe. The device is not trusted with lengths: all of them are the driver's own.</remarks>
internal sealed unsafe class HpreCompletionDecoder : IDisposable
{
    private const int PointSize = 64;

    private readonly HpreSlots _slots;
    private readonly bool _isModel;
    private Sm2Envelope? _envelope;   // made when first needed
    private Completion _point;        // of kG, while kQ is waited for

    /// <summary>Makes the decoder of a queue.</summary>
    /// <param name="slots">Its private blocks.</param>
    /// <param name="isModel">A software device: the bits of etype are known.</param>
    internal HpreCompletionDecoder(HpreSlots slots, bool isModel)
    {
        _slots = slots;
        _isModel = isModel;
    }

    /// <summary>Decodes a descriptor.</summary>
    /// <param name="sqe">As the device left it.</param>
    /// <param name="slot">Its private slot.</param>
    /// <param name="pending">What was remembered.</param>
    /// <param name="note">The device's remarks; zero from hardware.</param>
    /// <param name="completion">What came of the request.</param>
    /// <returns>False when the request goes on with the next descriptor.</returns>
    internal bool Decode(in HpreSqe sqe, uint slot, in HprePending pending, in SlotNote note, out Completion completion)
    {
        completion = new Completion
        {
            Tag = pending.Tag,
            Status = StatusOf(in sqe),
            DeviceStatus = (ushort)sqe.Error,
            Reason = note.Reason,
            Engine = note.Engine,
            FaultAddress = note.FaultAddress,
            TakenAt = note.TakenAt,
            ServedNanoseconds = note.ServedNanoseconds,
            BatchSize = note.BatchSize,
        };
        if (pending.Role == HpreRole.EncryptPoint)
        {
            _point = completion;
            return false;
        }

        if (pending.Role == HpreRole.EncryptSecret)
        {
            completion.ServedNanoseconds += _point.ServedNanoseconds;
            completion.TakenAt = _point.TakenAt;
            if (_point.Status != RequestStatus.Ok)
            {
                completion.Status = _point.Status;
                completion.DeviceStatus = _point.DeviceStatus;
                completion.Reason = _point.Reason;
                completion.FaultAddress = _point.FaultAddress;
            }
        }

        if (completion.Status != RequestStatus.Ok)
        {
            return true;
        }

        switch (pending.Role)
        {
            case HpreRole.EncryptSecret:
                Encrypt(slot, in pending, ref completion);
                break;
            case HpreRole.DecryptSecret:
                Decrypt(slot, in pending, ref completion);
                break;
            default:
                completion.IsValid = pending.IsVerification && sqe.IsValid;
                Copy(slot, in pending, ref completion);
                break;
        }

        return true;
    }

    public void Dispose() => _envelope?.Dispose();

    private RequestStatus StatusOf(in HpreSqe sqe)
    {
        if (sqe.Done != HpreSqe.Processed)
        {
            return RequestStatus.DeviceError;
        }

        if (sqe.Error == HpreError.None && sqe.Detail == 0)
        {
            return RequestStatus.Ok;
        }

        if ((sqe.Detail & HpreSqe.SvaFault) != 0)
        {
            return RequestStatus.BadAddress;
        }

        if (!_isModel)
        {
            return RequestStatus.BadOperand;   // all that is known of hardware's bits: a parameter is wrong (status 67)
        }

        return sqe.Error switch
        {
            HpreError.BadOperand => RequestStatus.BadOperand,
            HpreError.Undefined => RequestStatus.NoResult,
            HpreError.CheckFailed => RequestStatus.CheckFailed,
            HpreError.UnknownAlgorithm or HpreError.BadLength or HpreError.NullAddress => RequestStatus.BadRequest,
            _ => RequestStatus.DeviceError,
        };
    }

    private void Copy(uint slot, in HprePending pending, ref Completion completion)
    {
        if (pending.Produced == 0)
        {
            return;
        }

        ReadOnlySpan<byte> result = _slots.Out(slot, pending.OutLength);
        var output = new Span<byte>((void*)pending.Output, pending.Produced);
        if (pending.SlotSize == pending.NumberSize)
        {
            result[..output.Length].CopyTo(output);   // also all of RSA and DH, which have no slots
        }
        else if (HpreNumbers.Fits(result, pending.SlotSize, pending.NumberSize))
        {
            HpreNumbers.Gather(result, pending.SlotSize, output, pending.NumberSize);
        }
        else
        {
            completion.Status = RequestStatus.DeviceError;
            completion.Reason = (ushort)HpreReason.WideResult;
            return;
        }

        completion.Produced = pending.Produced;
    }

    /// <summary>C1 = kG, C2 = M ⊕ KDF(kQ), C3 = H(x₂‖M‖y₂).</summary>
    private void Encrypt(uint slot, in HprePending pending, ref Completion completion)
    {
        ReadOnlySpan<byte> points = _slots.Out(slot, pending.OutLength);
        ReadOnlySpan<byte> secret = points[..PointSize];
        Sm2Envelope envelope = _envelope ??= new Sm2Envelope();
        Span<byte> message = pending.Message.Data;
        if (!envelope.TryDerive(pending.Hash, secret, pending.Message.Stream))
        {
            completion.Status = RequestStatus.NoResult;   // with another nonce there is one
            completion.Reason = (ushort)HpreReason.ZeroKeyStream;
            return;
        }

        var output = new Span<byte>((void*)pending.Output, pending.Produced);
        envelope.Check(pending.Hash, secret, message, output[(PointSize + message.Length)..]);
        Sm2Envelope.Mix(message, pending.Message.Stream);
        points.Slice(PointSize, PointSize).CopyTo(output);
        message.CopyTo(output[PointSize..]);
        completion.Produced = pending.Produced;
    }

    /// <summary>M = C2 ⊕ KDF(d·C1), given out when C3 is that of M.</summary>
    private void Decrypt(uint slot, in HprePending pending, ref Completion completion)
    {
        ReadOnlySpan<byte> secret = _slots.Out(slot, pending.OutLength);
        Sm2Envelope envelope = _envelope ??= new Sm2Envelope();
        Span<byte> message = pending.Message.Data[..pending.Produced];
        ReadOnlySpan<byte> given = pending.Message.Data[pending.Produced..];
        if (!envelope.TryDerive(pending.Hash, secret, pending.Message.Stream))
        {
            completion.Status = RequestStatus.CheckFailed;
            completion.Reason = (ushort)HpreReason.ZeroKeyStream;
            return;
        }

        Sm2Envelope.Mix(message, pending.Message.Stream);
        Span<byte> check = stackalloc byte[PublicKeySizes.Digest(pending.Hash)];
        envelope.Check(pending.Hash, secret, message, check);
        if (!CryptographicOperations.FixedTimeEquals(check, given))
        {
            completion.Status = RequestStatus.CheckFailed;
            completion.Reason = (ushort)HpreReason.WrongCheck;
            return;
        }

        message.CopyTo(new Span<byte>((void*)pending.Output, pending.Produced));
        completion.Produced = pending.Produced;
    }
}
