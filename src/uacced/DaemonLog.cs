using Microsoft.Extensions.Logging;
using WarpDrive.Linux;

namespace WarpDrive.Daemon;

/// <summary>What the daemon has to say. Nothing here is per request; what clients can cause goes through <see cref="AuditLog"/>.</summary>
internal static partial class DaemonLog
{
    [LoggerMessage(100, LogLevel.Information, "listening on {Socket}, instance {Instance}, {Devices} devices, at most {Descriptors} descriptors")]
    internal static partial void Listening(ILogger logger, string socket, Guid instance, int devices, ulong descriptors);

    [LoggerMessage(101, LogLevel.Information, "ending: nothing is opened any more, {Connections} connections are let finish for {Seconds} s")]
    internal static partial void Draining(ILogger logger, int connections, double seconds);

    [LoggerMessage(102, LogLevel.Information, "ended")]
    internal static partial void Ended(ILogger logger);

    [LoggerMessage(103, LogLevel.Warning, "ended with work left undone after {Seconds} s")]
    internal static partial void EndedLate(ILogger logger, double seconds);

    [LoggerMessage(104, LogLevel.Information, "limits changed")]
    internal static partial void LimitsChanged(ILogger logger);

    [LoggerMessage(105, LogLevel.Error, "limits stay as they are: {Reason}")]
    internal static partial void LimitsRefused(ILogger logger, string reason);

    [LoggerMessage(106, LogLevel.Warning, "no descriptors left ({Errno}): connections are refused until some are free; raise LimitNOFILE, or lower the quotas")]
    internal static partial void OutOfDescriptors(ILogger logger, Errno errno);

    [LoggerMessage(107, LogLevel.Error, "the connection of pid {Pid}, uid {Uid} failed and is closed")]
    internal static partial void SessionFailed(ILogger logger, Exception exception, int pid, uint uid);

    [LoggerMessage(108, LogLevel.Error, "accepting connections failed")]
    internal static partial void AcceptFailed(ILogger logger, Exception exception);

    [LoggerMessage(109, LogLevel.Error, "the connection of pid {Pid}, uid {Uid} does not end; its queues stay until it does")]
    internal static partial void SessionStuck(ILogger logger, int pid, uint uid);

    [LoggerMessage(110, LogLevel.Warning, "the limit of open files could not be raised: {Reason}")]
    internal static partial void LimitNotRaised(ILogger logger, string reason);

    [LoggerMessage(111, LogLevel.Critical, "cannot serve: {Reason}")]
    internal static partial void CannotServe(ILogger logger, string reason);

    [LoggerMessage(112, LogLevel.Information, "metrics at {Address}")]
    internal static partial void MonitoringAt(ILogger logger, string address);

    [LoggerMessage(113, LogLevel.Warning, "monitoring failed: {Reason}")]
    internal static partial void MonitoringFailed(ILogger logger, string reason);

    [LoggerMessage(120, LogLevel.Information, "audit: pid {Pid} uid {Uid} attached, {Memory}")]
    internal static partial void Attached(ILogger logger, int pid, uint uid, string memory);

    [LoggerMessage(121, LogLevel.Information, "audit: pid {Pid} uid {Uid} detached, {Reason}: {Opened} queues opened, {Requests} requests, {Faults} faults, {Discarded} rings discarded, {Refused} control requests refused, {Malformed} packets malformed")]
    internal static partial void Detached(
        ILogger logger, int pid, uint uid, string reason, long opened, long requests, long faults, long discarded, long refused, long malformed);

    [LoggerMessage(122, LogLevel.Warning, "audit: pid {Pid} uid {Uid} refused: {What}: {Errno} ({Words})")]
    internal static partial void Refused(ILogger logger, int pid, uint uid, string what, Errno errno, string words);

    [LoggerMessage(123, LogLevel.Warning, "audit: pid {Pid} uid {Uid} queue {Queue} of {Device} isolated for malformed traffic")]
    internal static partial void Isolated(ILogger logger, int pid, uint uid, string device, uint queue);

    [LoggerMessage(124, LogLevel.Warning, "audit: {Count} lines left out before this one")]
    internal static partial void Suppressed(ILogger logger, long count);
}
