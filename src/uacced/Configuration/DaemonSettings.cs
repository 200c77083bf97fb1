using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using WarpDrive.Hisilicon;
using WarpDrive.Linux;

namespace WarpDrive.Daemon;

/// <summary>What the daemon was told by its file and its command line, checked and complete.</summary>
internal sealed record DaemonSettings
{
    private const double MaxDrainSeconds = 3600;

    /// <summary>How to serve.</summary>
    internal DaemonOptions Options { get; init; } = new();

    /// <summary>Which devices.</summary>
    internal DeviceSettings Devices { get; init; } = new();

    /// <summary>Time for what was rung when the daemon ends.</summary>
    internal TimeSpan Drain { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Where metrics are served, or null.</summary>
    internal MetricsAddress? Metrics { get; init; }

    /// <summary>What is less important is not logged.</summary>
    internal LogLevel LogLevel { get; init; } = LogLevel.Information;

    /// <summary>Names of log levels.</summary>
    internal static IReadOnlyList<string> LogLevels { get; } = ["debug", "information", "warning", "error"];

    /// <summary>Checks a file and fills in the defaults.</summary>
    /// <param name="file">What it says.</param>
    /// <param name="names">Who users and groups are.</param>
    /// <exception cref="ConfigException">Something in it cannot be; all of it is told, one a line.</exception>
    internal static DaemonSettings From(ConfigFile file, AccountNames names)
    {
        var errors = new List<string>();
        var defaults = new DaemonSettings();
        DaemonSettings settings = defaults with
        {
            Options = ReadOptions(file, names, defaults.Options, errors),
            Devices = ReadDevices(file.Devices, defaults.Devices, errors),
            Drain = TimeSpan.FromSeconds(Within(errors, "drainSeconds", file.DrainSeconds ?? defaults.Drain.TotalSeconds, 0, MaxDrainSeconds)),
            Metrics = ReadMetrics(file.Metrics, errors),
            LogLevel = Level(errors, file.LogLevel),
        };
        return errors.Count == 0 ? settings : throw new ConfigException(string.Join('\n', errors));
    }

    /// <summary>The same as a file would say it, nothing left out.</summary>
    internal string ToJson()
    {
        DaemonLimits limits = Options.Limits;
        var file = new ConfigFile
        {
            Socket = Options.SocketPath,
            SocketMode = "0" + Convert.ToString((int)Options.SocketMode, 8),
            SocketGroup = Text(Options.SocketGroup),
            Allow = limits.AllowedUsers is null && limits.AllowedGroups is null ? null : new ConfigAllow
            {
                Users = limits.AllowedUsers?.Select(uid => Text(uid)!).ToArray(),
                Groups = limits.AllowedGroups?.Select(gid => Text(gid)!).ToArray(),
            },
            Devices = new ConfigDevices
            {
                Zip = Devices.Counts.GetValueOrDefault(SoftwareDevices.Zip),
                Sec = Devices.Counts.GetValueOrDefault(SoftwareDevices.Sec),
                Hpre = Devices.Counts.GetValueOrDefault(SoftwareDevices.Hpre),
                Null = Devices.Counts.GetValueOrDefault(SoftwareDevices.Null),
                Workers = Devices.Workers,
                WorkerNice = Devices.WorkerNice,
                Instances = Devices.Instances,
                HardwareVersion = Devices.HardwareVersion,
                Sva = Devices.Sva,
            },
            Quota = File(limits.Quota),
            UserQuotas = limits.UserQuotas.Count == 0 ? null : limits.UserQuotas.ToDictionary(pair => Text(pair.Key)!, pair => File(pair.Value)),
            TotalConnections = limits.TotalConnections,
            DrainSeconds = Drain.TotalSeconds,
            Metrics = Metrics is null ? null : new ConfigMetrics { Listen = Metrics.Text, AllowRemote = Metrics.IsRemote },
            LogLevel = LogLevel.ToString().ToLowerInvariant(),
        };
        return JsonSerializer.Serialize(file, ConfigContext.Default.ConfigFile);
    }

    /// <summary>Permissions from octal digits; null when they are none.</summary>
    internal static UnixFileMode? Mode(string octal) =>
        octal.Length is >= 3 and <= 4 && octal.All(c => c is >= '0' and <= '7') && Convert.ToInt32(octal, 8) is <= 0b111_111_111 and int mode ? (UnixFileMode)mode : null;

    private static ConfigQuota File(Quota quota) =>
        new()
        {
            Connections = quota.Connections,
            Queues = quota.Queues,
            ReservedMiB = quota.ReservedBytes >> 20,
            InFlightMiB = quota.InFlightBytes >> 20,
            StagingMiB = quota.StagingBytes >> 20,
        };

    private static string? Text(uint? number) => number?.ToString(CultureInfo.InvariantCulture);

    private static DaemonOptions ReadOptions(ConfigFile file, AccountNames names, DaemonOptions defaults, List<string> errors)
    {
        UnixFileMode? mode = file.SocketMode is string octal ? Mode(octal) : defaults.SocketMode;
        if (mode is null)
        {
            errors.Add($"'socketMode' is octal digits from \"0000\" to \"0777\", not \"{file.SocketMode}\"");
        }

        if (file.Socket is { Length: 0 })
        {
            errors.Add("'socket' is empty");
        }

        DaemonLimits limits = defaults.Limits;
        return defaults with
        {
            SocketPath = file.Socket ?? defaults.SocketPath,
            SocketMode = mode ?? defaults.SocketMode,
            SocketGroup = file.SocketGroup is string group ? Known(errors, "socketGroup", "group", group, names.Group(group)) : null,
            Limits = limits with
            {
                AllowedUsers = file.Allow?.Users?.Select(user => Known(errors, "allow.users", "user", user, names.User(user))).ToHashSet(),
                AllowedGroups = file.Allow?.Groups?.Select(one => Known(errors, "allow.groups", "group", one, names.Group(one))).ToHashSet(),
                Quota = ReadQuota(errors, "quota", file.Quota, limits.Quota),
                UserQuotas = ReadUserQuotas(file, names, limits.Quota, errors),
                TotalConnections = (int)Within(errors, "totalConnections", file.TotalConnections ?? limits.TotalConnections, 1, 65536),
            },
        };
    }

    private static Dictionary<uint, Quota> ReadUserQuotas(ConfigFile file, AccountNames names, Quota defaults, List<string> errors)
    {
        var quotas = new Dictionary<uint, Quota>();
        Quota common = ReadQuota([], "quota", file.Quota, defaults);   // its errors are told once
        foreach ((string name, ConfigQuota own) in file.UserQuotas ?? [])
        {
            quotas[Known(errors, "userQuotas", "user", name, names.User(name))] = ReadQuota(errors, $"userQuotas.{name}", own, common);
        }

        return quotas;
    }

    private static Quota ReadQuota(List<string> errors, string path, ConfigQuota? file, Quota defaults) => defaults with
    {
        Connections = (int)Within(errors, $"{path}.connections", file?.Connections ?? defaults.Connections, 1, 65536),
        Queues = (int)Within(errors, $"{path}.queues", file?.Queues ?? defaults.Queues, 0, 65536),
        ReservedBytes = Bytes(errors, $"{path}.reservedMiB", file?.ReservedMiB, 0, defaults.ReservedBytes),
        InFlightBytes = Bytes(errors, $"{path}.inFlightMiB", file?.InFlightMiB, 1, defaults.InFlightBytes),
        StagingBytes = Bytes(errors, $"{path}.stagingMiB", file?.StagingMiB, 1, defaults.StagingBytes),
    };

    private static long Bytes(List<string> errors, string path, long? megabytes, int least, long bytes) =>
        megabytes is long given ? (long)Within(errors, path, given, least, 1 << 24) << 20 : bytes;

    private static DeviceSettings ReadDevices(ConfigDevices? file, DeviceSettings defaults, List<string> errors)
    {
        if (file is null)
        {
            return defaults;
        }

        int?[] counts = [file.Zip, file.Sec, file.Hpre, file.Null];   // in the order of the kinds
        bool any = counts.Any(count => count is not null);
        return new DeviceSettings
        {
            Counts = !any ? defaults.Counts : SoftwareDevices.Kinds.Zip(counts).ToDictionary(
                pair => pair.First, pair => (int)Within(errors, $"devices.{pair.First}", pair.Second ?? 0, 0, DeviceSettings.MostOfAKind)),
            Workers = (int)Within(errors, "devices.workers", file.Workers ?? defaults.Workers, 1, 256),
            WorkerNice = (int)Within(errors, "devices.workerNice", file.WorkerNice ?? defaults.WorkerNice, Libc.LowestNice, 0),
            Instances = (int)Within(errors, "devices.instances", file.Instances ?? defaults.Instances, 1, 1024),
            HardwareVersion = (int)Within(errors, "devices.hardwareVersion", file.HardwareVersion ?? defaults.HardwareVersion, 2, 3),
            Sva = file.Sva ?? defaults.Sva,
        };
    }

    private static MetricsAddress? ReadMetrics(ConfigMetrics? file, List<string> errors)
    {
        try
        {
            return file?.Listen is string text ? MetricsAddress.Parse(text, file.AllowRemote ?? false) : null;
        }
        catch (ConfigException e)
        {
            errors.Add($"'metrics.listen': {e.Message}");
            return null;
        }
    }

    private static LogLevel Level(List<string> errors, string? name)
    {
        if (name is not null && !LogLevels.Contains(name, StringComparer.Ordinal))
        {
            errors.Add($"'logLevel' is one of {string.Join(", ", LogLevels)}, not \"{name}\"");
            return LogLevel.Information;
        }

        return name is null ? LogLevel.Information : Enum.Parse<LogLevel>(name, ignoreCase: true);
    }

    private static uint Known(List<string> errors, string path, string what, string name, uint? number)
    {
        if (number is null)
        {
            errors.Add($"'{path}': there is no {what} \"{name}\"");
        }

        return number ?? 0;
    }

    private static double Within(List<string> errors, string path, double value, double least, double most)
    {
        if (!(value >= least && value <= most))
        {
            errors.Add(string.Create(CultureInfo.InvariantCulture, $"'{path}' goes from {least} to {most}, not {value}"));
            return least;
        }

        return value;
    }
}
