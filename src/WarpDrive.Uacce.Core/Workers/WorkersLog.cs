using Microsoft.Extensions.Logging;
using WarpDrive.Linux;

namespace WarpDrive.Uacce.Core;

/// <summary>What workers log; event ids 200–219.</summary>
internal static partial class WorkersLog
{
    [LoggerMessage(200, LogLevel.Error, "{Worker}: the device model failed on queue {Queue}; the queue ends, others go on")]
    public static partial void QueueFailed(ILogger logger, Exception exception, string worker, uint queue);

    [LoggerMessage(201, LogLevel.Warning, "{Worker}: the device model failed on a group of {Count} queues; trying each alone")]
    public static partial void GroupFailed(ILogger logger, Exception exception, string worker, int count);

    [LoggerMessage(202, LogLevel.Error, "{Worker}: what is done about a failed queue failed itself, queue {Queue}")]
    public static partial void FailureHandlerFailed(ILogger logger, Exception exception, string worker, uint queue);

    [LoggerMessage(203, LogLevel.Error, "{Worker}: a pass failed outside of the device's step")]
    public static partial void PassFailed(ILogger logger, Exception exception, string worker);

    [LoggerMessage(204, LogLevel.Warning, "{Worker}: still busy {Seconds} s after it was asked to end; left behind")]
    public static partial void WorkerLeftBehind(ILogger logger, string worker, double seconds);

    [LoggerMessage(205, LogLevel.Error, "the bell failed on a channel; others go on")]
    public static partial void BellFailed(ILogger logger, Exception exception);

    [LoggerMessage(206, LogLevel.Warning, "{Worker}: a step of client {Client} (process {Pid}, user {Uid}) takes too long; {Next} serves the others")]
    public static partial void WorkerReplaced(ILogger logger, string worker, string client, int pid, uint uid, string next);

    [LoggerMessage(207, LogLevel.Information, "{Worker}: the long step of client {Client} is over")]
    public static partial void StuckStepOver(ILogger logger, string worker, string client);

    [LoggerMessage(208, LogLevel.Error, "{Pool}: the watch over long steps failed")]
    public static partial void WatchFailed(ILogger logger, Exception exception, string pool);

    [LoggerMessage(209, LogLevel.Information, "{Worker}: a nice value of {Nice}, to work for many clients, was refused with {Error}; RLIMIT_NICE (LimitNICE= of a unit) or CAP_SYS_NICE permits it")]
    public static partial void PriorityRefused(ILogger logger, string worker, int nice, Errno error);
}
