using System.Globalization;
using System.Text;

namespace WarpDrive;

/// <summary>The one table of <c>WD_*</c> variables; docs/environment.md is printed from it, a test keeps them equal.</summary>
internal static class EnvironmentTable
{
    internal static readonly EnvironmentVariable[] Variables =
    [
        new("WD_PROVIDER", "a provider's name", "Use this provider only, e.g. `embedded`.", static (o, v) => o with { OnlyProvider = v }),
        new("WD_PROVIDERS_OFF", "names, separated by commas", "Do not use these providers.",
            static (o, v) => o with { DisabledProviders = v.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) }),
        new("WD_SOCKET", "a path", "Use the devices of the `uacced` that listens there, instead of those in the process.", static (o, v) => o with { Daemon = v }),
        new("WD_FALLBACK", "on, off", "Whether devices in the process serve while that `uacced` cannot.",
            static (o, v) => o with { DaemonFallback = Switch(v) }),
        new("WD_REATTACH", "seconds, 0…86400", "How long a request waits for a lost `uacced` to come back.",
            static (o, v) => o with { DaemonReattach = Seconds(v, 0) }),
        new("WD_DEVICE", "a device's name", "Use this device only, e.g. `hisi_zip-0`.", static (o, v) => o with { Device = v }),
        new("WD_SCHEDULING", "nearest, round-robin, least-loaded", "How requests are spread over devices.",
            static (o, v) => o with { Scheduling = Policy(v) }),
        new("WD_ENGINE", "an engine's name", "Software ZIP devices use this engine only, e.g. `isal`.", static (o, v) => o with { Engine = v }),
        new("WD_EMBEDDED_DEVICES", "0…64", "Software devices of each kind (ZIP, SEC, HPRE) in the process.",
            static (o, v) => o with { Embedded = o.Embedded with { Devices = Number(v, 0, 64) } }),
        new("WD_EMBEDDED_WORKERS", "1…256", "Worker threads of each software device.",
            static (o, v) => o with { Embedded = o.Embedded with { Workers = Number(v, 1, 256) } }),
        new("WD_EMBEDDED_HW", "2, 3", "Hardware generation that software devices behave like.",
            static (o, v) => o with { Embedded = o.Embedded with { HardwareVersion = Number(v, 2, 3) } }),
        new("WD_EMBEDDED_SVA", "on, off", "Whether software devices share the addresses of the process.",
            static (o, v) => o with { Embedded = o.Embedded with { Sva = Switch(v) } }),
        new("WD_DEADLINE", "seconds, 0.001…86400", "Deadline of a request that names none.",
            static (o, v) => o with { Deadline = Seconds(v) }),
        new("WD_STOP_TIMEOUT", "seconds, 0.001…86400", "How long a device may take to let go of buffers when a queue is stopped.",
            static (o, v) => o with { StopTimeout = Seconds(v) }),
        new("WD_SYNC_CONTEXTS", "1…1024", "Queues that synchronous calls may open for each device, direction and level.",
            static (o, v) => o with { SyncContexts = Number(v, 1, 1024) }),
        new("WD_ASYNC_CONTEXTS", "1…1024", "Queues that asynchronous calls share for each device, direction and level.",
            static (o, v) => o with { AsyncContexts = Number(v, 1, 1024) }),
        new("WD_QUEUE_LIMIT", "0…1048576", "Asynchronous requests that may wait in line when every ring is full.",
            static (o, v) => o with { QueueLimit = Number(v, 0, 1 << 20) }),
        new("WD_RECEIPTS", "all, off, or a number", "Receipts on every result, on none, or with times on one in so many.",
            static (o, v) => Receipts(o, v)),
        new("WD_RESERVED_MEMORY", "KiB, 256…65536", "Memory reserved on each queue of a device without shared addresses; on each of a daemon with them, at most 2048.",
            static (o, v) => o with { ReservedMemory = Number(v, 256, 65536) << 10 }),
    ];

    internal static AcceleratorOptions Read(Func<string, string?> get)
    {
        var options = new AcceleratorOptions();
        foreach (EnvironmentVariable variable in Variables)
        {
            string? value = get(variable.Name);
            if (string.IsNullOrEmpty(value))
            {
                continue;
            }

            try
            {
                options = variable.Apply(options, value);
            }
            catch (Exception e) when (e is FormatException or OverflowException)
            {
                throw new FormatException($"{variable.Name}={value}: the value must be: {variable.Values}", e);
            }
        }

        return options;
    }

    internal static string ToMarkdown()
    {
        var text = new StringBuilder("| variable | values | meaning |\n|---|---|---|\n");
        foreach (EnvironmentVariable variable in Variables)
        {
            text.Append(CultureInfo.InvariantCulture, $"| `{variable.Name}` | {variable.Values} | {variable.Meaning} |\n");
        }

        return text.ToString();
    }

    private static SchedulingPolicy Policy(string value) => value switch
    {
        "nearest" => SchedulingPolicy.Nearest,
        "round-robin" => SchedulingPolicy.RoundRobin,
        "least-loaded" => SchedulingPolicy.LeastLoaded,
        _ => throw new FormatException("unknown policy"),
    };

    private static AcceleratorOptions Receipts(AcceleratorOptions options, string value) => value switch
    {
        "all" => options with { Receipts = ReceiptMode.All },
        "off" => options with { Receipts = ReceiptMode.Off },
        _ => options with { Receipts = ReceiptMode.Sampled, ReceiptInterval = Number(value, 1, 1 << 30) },
    };

    private static bool Switch(string value) => value switch
    {
        "on" => true,
        "off" => false,
        _ => throw new FormatException("neither on nor off"),
    };

    private static int Number(string value, int least, int most)
    {
        int number = int.Parse(value, NumberStyles.None, CultureInfo.InvariantCulture);
        return number >= least && number <= most ? number : throw new OverflowException("out of range");
    }

    private static TimeSpan Seconds(string value, double least = 0.001)
    {
        double seconds = double.Parse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
        return seconds >= least && seconds <= 86400 ? TimeSpan.FromSeconds(seconds) : throw new OverflowException("out of range");
    }
}
