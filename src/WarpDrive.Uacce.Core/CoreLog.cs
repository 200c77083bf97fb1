using Microsoft.Extensions.Logging;
using WarpDrive.Linux;

namespace WarpDrive.Uacce.Core;

/// <summary>What the core has to say. Nothing here is per request.</summary>
internal static partial class CoreLog
{
    [LoggerMessage(1, LogLevel.Information, "device {Device} registered: api {Api}, flags {Flags}, {Instances} instances")]
    internal static partial void Registered(ILogger logger, string device, string api, DeviceFlags flags, int instances);

    [LoggerMessage(2, LogLevel.Information, "device {Device} removed with {Queues} queues open")]
    internal static partial void Removed(ILogger logger, string device, int queues);

    [LoggerMessage(3, LogLevel.Information, "device {Device}: SVA was asked for and is not available")]
    internal static partial void SvaTakenBack(ILogger logger, string device);

    [LoggerMessage(4, LogLevel.Warning, "device {Device} reset after a fatal error, {Queues} queues lost, reset succeeded: {Succeeded}, isolated: {Isolated}")]
    internal static partial void Reset(ILogger logger, string device, int queues, bool succeeded, bool isolated);

    [LoggerMessage(5, LogLevel.Warning, "device {Device} queue {Queue}: stop gave up on descriptors after {Seconds} s")]
    internal static partial void DrainGaveUp(ILogger logger, string device, uint queue, double seconds);

    [LoggerMessage(6, LogLevel.Error, "device {Device} queue {Queue}: a step still runs after {Seconds} s; the queue's memory stays until it ends")]
    internal static partial void StepStuck(ILogger logger, string device, uint queue, double seconds);

    [LoggerMessage(7, LogLevel.Error, "device {Device} queue {Queue}: the device model failed in {Callback}")]
    internal static partial void ModelFailed(ILogger logger, Exception exception, string device, uint queue, string callback);

    [LoggerMessage(8, LogLevel.Information, "device {Device} queue {Queue}: start refused with {Errno}")]
    internal static partial void StartRefused(ILogger logger, string device, uint queue, Errno errno);

    [LoggerMessage(9, LogLevel.Information, "address space with PASID {Pasid} ended with {Queues} queues open")]
    internal static partial void AddressSpaceEnded(ILogger logger, uint pasid, int queues);
}
