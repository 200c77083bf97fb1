using System.Globalization;
using WarpDrive.Uacce;

namespace WarpDrive.Hisilicon.Sec;

/// <summary>Words for completions: what happened, and what to do about it.</summary>
internal static class SecWords
{
    /// <summary>One or two sentences.</summary>
    /// <param name="completion">The completion.</param>
    internal static string Describe(in Completion completion) => completion.Status switch
    {
        RequestStatus.Ok => "done",
        RequestStatus.TagMismatch => "the tag does not match: data, associated data, IV, key or tag were changed; no plaintext was released",
        RequestStatus.BadAddress when completion.FaultAddress != 0 => string.Create(
            CultureInfo.InvariantCulture,
            $"address 0x{completion.FaultAddress:x} is not mapped, or lacks the permission: keep all buffers of a request valid until it completes"),
        RequestStatus.BadAddress => "an address of the request is not mapped, or lacks the permission: keep all buffers of a request valid until it completes",
        RequestStatus.BadRequest => string.Create(
            CultureInfo.InvariantCulture,
            $"the device does not take this request: {Error((SecStatus)completion.DeviceStatus)}{Detail((SecReason)completion.Reason)} (error 0x{completion.DeviceStatus:x2})"),
        RequestStatus.DeviceLost => "the device is gone, reset or isolated: open a queue of another device and repeat what can be repeated",
        _ => string.Create(
            CultureInfo.InvariantCulture, $"the device failed (error 0x{completion.DeviceStatus:x2}): repeat the request on another queue"),
    };

    private static string Error(SecStatus status) => status switch
    {
        SecStatus.BadType => "unknown descriptor type or scene",
        SecStatus.BadAlgorithm => "unknown algorithm or mode",
        SecStatus.BadKeyLength => "wrong key length",
        SecStatus.BadDataLength => "wrong length of data",
        SecStatus.BadMacLength => "wrong length of the MAC or tag",
        SecStatus.BadList => "malformed scatter list",
        SecStatus.MissingAddress => "a needed address is 0",
        _ => "unknown error",
    };

    private static string Detail(SecReason reason) => reason switch
    {
        SecReason.None => "",
        SecReason.Type => ", in the descriptor type",
        SecReason.Scene => ", in the scene",
        SecReason.AddressType => ", in an address type",
        SecReason.Operation => ", in the choice of cipher and authentication",
        SecReason.CipherAlgorithm => ", in the cipher",
        SecReason.CipherMode => ", in the mode",
        SecReason.AuthAlgorithm => ", in the digest",
        SecReason.Generation => ": this hardware generation does not have it",
        SecReason.CipherKey => ", of the cipher key",
        SecReason.AuthKey => ", of the authentication key",
        SecReason.CipherLength => ", of what is to be ciphered",
        SecReason.AuthLength => ", of what is to be authenticated",
        SecReason.Offset => ", in an offset",
        SecReason.MacLength => ", of the MAC or tag",
        SecReason.CcmBlock => ", in the first block of CCM",
        SecReason.TotalLength => ", in the length of the whole message",
        SecReason.ListTooShort => ": it holds fewer bytes than the request says",
        SecReason.ListMalformed => ": an entry, a count or the alignment breaks the limits",
        SecReason.Stream => ", in a part of a stream",
        SecReason.AuthIv => ", in the initial value",
        _ => ", in a way unknown to this driver",
    };
}
