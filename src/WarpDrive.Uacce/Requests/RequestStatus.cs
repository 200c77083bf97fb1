namespace WarpDrive.Uacce;

/// <summary>How a request to a queue ended. Members say so where they belong to one class of requests.</summary>
public enum RequestStatus
{
    /// <summary>Done.</summary>
    Ok = 0,
    /// <summary>
    /// Stateful: the stream has ended. Decompression: nothing after its trailer was consumed. Compression with Last: all input is taken and the
    /// trailer is in the destination; while that is not so, the status is <see cref="Ok"/> or <see cref="MoreOutput"/>, and the caller repeats Last.
    /// </summary>
    StreamEnd,
    /// <summary>Stateful: call again with fresh output space, possibly with no input.</summary>
    MoreOutput,
    /// <summary>Stateless: the destination is too small; what it holds is not meaningful.</summary>
    OutputTooSmall,
    /// <summary>Stateless decompression: the input ends before its stream does.</summary>
    Truncated,
    /// <summary>The compressed data is damaged.</summary>
    BadData,
    /// <summary>The checksum or length behind the data does not match.</summary>
    ChecksumMismatch,
    /// <summary>The format's header is damaged or asks for something unsupported; the completion's reason has more.</summary>
    BadHeader,
    /// <summary>AEAD: the authentication tag does not match; the destination holds zeros.</summary>
    TagMismatch,
    /// <summary>Public key: an operand is out of range, off the curve, or of a size that the operation does not have.</summary>
    BadOperand,
    /// <summary>Public key: the operands are legal and have no result, as a number without inverse or a signature with r = 0; draw another nonce.</summary>
    NoResult,
    /// <summary>Public key: the check that a decryption makes failed; nothing was written.</summary>
    CheckFailed,
    /// <summary>An address could not be used; <see cref="ICompletion.FaultAddress"/> names it.</summary>
    BadAddress,
    /// <summary>The device does not understand the request.</summary>
    BadRequest,
    /// <summary>The device is gone, reset or isolated; the request may or may not have been executed.</summary>
    DeviceLost,
    /// <summary>The device failed in some other way.</summary>
    DeviceError,
    /// <summary>Never from a device: no queue is free, and the caller did not want to wait, or the waiting line is full.</summary>
    Busy,
    /// <summary>Never from a device: the deadline passed.</summary>
    TimedOut,
    /// <summary>Never from a device: there is no usable device for the algorithm.</summary>
    NoDevice,
    /// <summary>Never from a device: the caller's limit on decompressed bytes is reached.</summary>
    OutputLimit,
    /// <summary>Never from a device: the user driver would not send the request.</summary>
    Refused,
    /// <summary>Never from a device: the caller cancelled.</summary>
    Cancelled,
}
