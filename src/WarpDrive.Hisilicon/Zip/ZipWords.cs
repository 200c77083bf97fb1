using System.Globalization;
using WarpDrive.Engines.Headers;
using WarpDrive.Engines.Inflate;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Compression;

namespace WarpDrive.Hisilicon.Zip;

/// <summary>Words for completions: what happened, and what to do about it.</summary>
internal static class ZipWords
{
    /// <summary>One or two sentences.</summary>
    internal static string Describe(in CompressionCompletion completion)
    {
        string detail = Detail(completion.Reason);
        return completion.Status switch
        {
            RequestStatus.Ok => "done",
            RequestStatus.StreamEnd => "the stream has ended; a new one begins with a request marked as first",
            RequestStatus.MoreOutput => "more output is waiting: call again with fresh output space",
            RequestStatus.OutputTooSmall => "the destination is too small for the result: give more space, or use a stream",
            RequestStatus.Truncated => "the input ends before its stream does: it was cut off, or more of it must be read first",
            RequestStatus.BadData => $"the compressed data is damaged{detail}: get it again from its source",
            RequestStatus.ChecksumMismatch => "the checksum or length behind the data does not match: the data is damaged, do not use the output",
            RequestStatus.BadHeader => $"the header cannot be used{detail}: check that the format is the right one",
            RequestStatus.BadAddress => string.Create(
                CultureInfo.InvariantCulture,
                $"address 0x{completion.FaultAddress:x} is not mapped, or lacks the permission: keep all buffers of a request valid until it completes"),
            RequestStatus.BadRequest => $"the device does not take this request{detail} (status 0x{completion.DeviceStatus:x2})",
            RequestStatus.DeviceLost => "the device is gone, reset or isolated: open a queue of another device and repeat what can be repeated",
            _ => $"the device failed{detail} (status 0x{completion.DeviceStatus:x2}): repeat the request on another queue",
        };
    }

    private static string Detail(ushort reason)
    {
        if (reason == 0)
        {
            return "";
        }

        if (reason >= (ushort)ZipReason.InflateBase)
        {
            return ": " + ((InflateStatus)(reason - (ushort)ZipReason.InflateBase)).Describe();
        }

        if (reason >= (ushort)ZipReason.HeaderBase)
        {
            return ": " + ((HeaderStatus)(reason - (ushort)ZipReason.HeaderBase)).Describe();
        }

        return ": " + (ZipReason)reason switch
        {
            ZipReason.WrongType => "the descriptor type is not that of this hardware generation",
            ZipReason.WrongBufferType => "unknown buffer type",
            ZipReason.SourceTooLong => "the source is too long for one request",
            ZipReason.ListMisaligned => "a scatter list is not aligned to 64 bytes",
            ZipReason.ListTooManyEntries => "a scatter list has more than 255 entries",
            ZipReason.ListChainTooLong => "more than 256 scatter lists are chained",
            ZipReason.ListEntryTooLong => "an entry of a scatter list is over 8 MiB",
            ZipReason.ListTooShort => "a scatter list holds fewer bytes than the request says",
            ZipReason.Overlap => "source and destination overlap",
            ZipReason.NoStreamContext => "a stream request names no context",
            ZipReason.BadStreamState => "the stream context holds no valid state: begin the stream anew",
            ZipReason.InputTooLongForOperation => "the input is too long for this operation",
            ZipReason.LiteralBufferTooSmall => "the literal buffer is too small",
            ZipReason.WrongMode => "the operation does not exist in this mode",
            ZipReason.ContextNotContiguous => "the stream context cannot be had in one piece",
            _ => "unknown detail " + reason.ToString(CultureInfo.InvariantCulture),
        };
    }
}
