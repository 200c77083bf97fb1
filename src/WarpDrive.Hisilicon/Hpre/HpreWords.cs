using System.Globalization;
using WarpDrive.Uacce;

namespace WarpDrive.Hisilicon.Hpre;

/// <summary>Words for completions: what happened, and what to do about it.</summary>
internal static class HpreWords
{
    /// <summary>One or two sentences.</summary>
    internal static string Describe(in Completion completion)
    {
        string detail = Detail(completion.Reason);
        return completion.Status switch
        {
            RequestStatus.Ok => "done",
            RequestStatus.BadOperand => $"an operand is not allowed{detail}: a number that is not below its modulus, an even modulus, a point off the curve, or numbers that do not make a key (errors 0x{completion.DeviceStatus:x})",
            RequestStatus.NoResult => $"the operands have no result{detail}: draw another nonce, or use another point",
            RequestStatus.CheckFailed => $"the ciphertext is damaged, or of another key{detail}: nothing was decrypted",
            RequestStatus.BadAddress => string.Create(
                CultureInfo.InvariantCulture,
                $"address 0x{completion.FaultAddress:x} is not mapped, or lacks the permission: the device cannot see the memory of the queue"),
            RequestStatus.BadRequest => $"the device does not take this request{detail} (errors 0x{completion.DeviceStatus:x})",
            RequestStatus.DeviceLost => "the device is gone, reset or isolated: open a queue of another device and repeat what can be repeated",
            _ => $"the device failed{detail} (errors 0x{completion.DeviceStatus:x}): repeat the request on another queue",
        };
    }

    private static string Detail(ushort reason) => (HpreReason)reason switch
    {
        HpreReason.None => "",
        HpreReason.UnknownAlgorithm => ": the algorithm is unknown",
        HpreReason.WrongQueue => ": RSA and DH have queues of their own, curves have others",
        HpreReason.WrongGeneration => ": this hardware generation has RSA and DH only",
        HpreReason.BadLength => ": the algorithm has no operands of this size",
        HpreReason.NullAddress => ": an address is 0",
        HpreReason.NoEngine => ": libcrypto cannot be used",
        HpreReason.WideResult => ": a result is wider than its number can be",
        HpreReason.WrongCheck => ": its check value does not match",
        HpreReason.ZeroKeyStream => ": the key stream is zero",
        _ => ": unknown detail " + reason.ToString(CultureInfo.InvariantCulture),
    };
}
