using Microsoft.Extensions.Logging;

namespace WarpDrive;

/// <summary>The library's log messages. Nothing is logged per request.</summary>
internal static partial class LibraryLog
{
    [LoggerMessage(EventId = 100, Level = LogLevel.Warning, Message = "device {Device} of {Provider} is lost: {Reason}")]
    internal static partial void DeviceLost(ILogger logger, string device, string provider, string reason);

    [LoggerMessage(EventId = 101, Level = LogLevel.Error, Message = "queue of {Device} did not stop within {Seconds} s and is retired with its buffers")]
    internal static partial void QueueRetired(ILogger logger, string device, double seconds);

    [LoggerMessage(EventId = 102, Level = LogLevel.Warning, Message = "queue of {Device} could not be opened: {Reason}")]
    internal static partial void OpenFailed(ILogger logger, string device, string reason);

    [LoggerMessage(EventId = 104, Level = LogLevel.Error, Message = "{Provider} did not let go of a caller's buffers on {Device} within {Seconds} s: the call waits until it does, or ends")]
    internal static partial void BuffersHeldElsewhere(ILogger logger, string device, string provider, double seconds);

    [LoggerMessage(EventId = 105, Level = LogLevel.Warning, Message = "{Provider} has let go of a caller's buffers on {Device} after further {Seconds} s")]
    internal static partial void BuffersReturned(ILogger logger, string device, string provider, double seconds);

    [LoggerMessage(EventId = 103, Level = LogLevel.Warning, Message = "a request on {Device} missed its deadline; the queue is stopped")]
    internal static partial void DeadlineMissed(ILogger logger, string device);

    [LoggerMessage(EventId = 106, Level = LogLevel.Information, Message = "{Provider} does not share the addresses of this process, data is copied through reserved memory: {Reason}")]
    internal static partial void AddressesNotShared(ILogger logger, string provider, string reason);
}
