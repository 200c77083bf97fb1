using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using WarpDrive.Linux;
using WarpDrive.Uacce.Core;

namespace WarpDrive.Daemon;

/// <summary>The daemon as a program: devices, server, signals.</summary>
internal static class DaemonProcess
{
    /// <summary>Serves until a signal ends it.</summary>
    /// <param name="settings">How.</param>
    /// <param name="reread">Reads the settings again.</param>
    internal static ExitCode Run(DaemonSettings settings, Func<DaemonSettings> reread)
    {
        using var log = new StderrLoggerFactory(Console.Error, settings.LogLevel, ServiceManager.ReadsOutput, TimeProvider.System);
        ILogger logger = log.CreateLogger("uacced");
        var ending = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        int signals = 0;

        void OnEnd(PosixSignalContext context)
        {
            context.Cancel = Interlocked.Increment(ref signals) == 1;   // the second one ends the process as it would have ended any
            ending.TrySetResult();
        }

        using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnEnd);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnEnd);
        try
        {
            using var registry = new DeviceRegistry(
                new CoreOptions { WithoutSva = !settings.Devices.Sva, DrainTimeout = settings.Drain, LowestWorkerNice = settings.Devices.WorkerNice }, log.CreateLogger<DeviceRegistry>());
            settings.Devices.AddTo(registry);
            using var server = new DaemonServer(registry, settings.Options with { Listener = ServiceManager.TakeListener() }, logger);
            using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
            {
                context.Cancel = true;
                Reload(server, log, logger, reread);
            });
            server.Start();
            using MonitoringServer? monitoring = Watch(settings, server, logger);   // until the end: /healthz says that it ends
            ServiceManager.Notify("READY=1");
            ending.Task.GetAwaiter().GetResult();
            ServiceManager.Notify("STOPPING=1");
            return server.StopAsync(settings.Drain).GetAwaiter().GetResult() ? ExitCode.Ok : ExitCode.DrainIncomplete;
        }
        catch (LinuxException e)
        {
            DaemonLog.CannotServe(logger, e.Message);
            return e.Errno == Errno.EADDRINUSE ? ExitCode.AlreadyRunning : ExitCode.Failed;
        }
        catch (SocketException e)
        {
            DaemonLog.CannotServe(logger, $"metrics at {settings.Metrics?.Text}: {e.Message}");
            return ExitCode.Failed;
        }
        catch (Exception e) when (e is ConfigException or ArgumentException)
        {
            DaemonLog.CannotServe(logger, e.Message);
            return ExitCode.BadConfiguration;
        }
    }

    private static MonitoringServer? Watch(DaemonSettings settings, DaemonServer server, ILogger logger)
    {
        if (settings.Metrics is not { } address)
        {
            return null;
        }

        var monitoring = new MonitoringServer(address, path => Monitoring.Answer(server, path), logger);
        DaemonLog.MonitoringAt(logger, monitoring.EndPoint.ToString()!);
        monitoring.Start();
        return monitoring;
    }

    private static void Reload(DaemonServer server, StderrLoggerFactory log, ILogger logger, Func<DaemonSettings> reread)
    {
        try
        {
            DaemonSettings settings = reread();
            server.ChangeLimits(settings.Options.Limits);
            log.Level = settings.LogLevel;
        }
        catch (ConfigException e)
        {
            DaemonLog.LimitsRefused(logger, e.Message);
        }
    }
}
