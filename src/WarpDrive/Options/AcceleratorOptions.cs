using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Drivers;

namespace WarpDrive;

/// <summary>How a library instance finds devices and treats requests. Immutable; <see cref="FromEnvironment"/> reads the <c>WD_*</c> variables.</summary>
public sealed record AcceleratorOptions
{
    /// <summary>Only the provider of this name is used, e.g. <c>embedded</c>; null for all that are not switched off.</summary>
    public string? OnlyProvider { get; init; }

    /// <summary>Names of providers that are switched off.</summary>
    public IReadOnlyList<string> DisabledProviders { get; init; } = [];

    /// <summary>Further providers, asked after the built-in ones. The library instance disposes them with itself.</summary>
    public IReadOnlyList<IUacceProvider> Providers { get; init; } = [];

    /// <summary>Further user drivers beside the built-in ones.</summary>
    public IReadOnlyList<IUserDriver> Drivers { get; init; } = [];

    /// <summary>Software devices in this process.</summary>
    public EmbeddedOptions Embedded { get; init; } = new();

    /// <summary>
    /// Path of the socket of a <c>uacced</c>, whose devices are then used instead of those in this process; null for none, unless
    /// <see cref="OnlyProvider"/> is <c>daemon</c>, which means the usual socket.
    /// </summary>
    public string? Daemon { get; init; }

    /// <summary>Whether devices in this process serve while the daemon of <see cref="Daemon"/> cannot; false: requests fail then.</summary>
    public bool DaemonFallback { get; init; }

    /// <summary>
    /// How long a request waits for a lost daemon to come back, when nothing else may serve it; not negative, at most a day. A synchronous call waits on
    /// its thread; an asynchronous one gives its task back at once.
    /// </summary>
    public TimeSpan DaemonReattach { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Only the device of this name is used, e.g. <c>hisi_zip-0</c>; null for all.</summary>
    public string? Device { get; init; }

    /// <summary>How requests are spread over devices.</summary>
    public SchedulingPolicy Scheduling { get; init; }

    /// <summary>Engine that software ZIP devices must use, e.g. <c>isal</c>; for the others see <see cref="CryptoOptions.Engine"/>; null lets them choose the fastest that keeps the promised ratio.</summary>
    public string? Engine { get; init; }

    /// <summary>Deadline of a request that names none, waiting in line included; more than zero, at most a day.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a device may take to let go of buffers when a queue is stopped; more than zero, at most a day.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Queues that synchronous calls may open for each (device, direction, level), 1…1024.</summary>
    public int SyncContexts { get; init; } = Math.Clamp(Environment.ProcessorCount * 4, 4, 64);

    /// <summary>Queues that asynchronous calls share for each (device, direction, level), 1…1024.</summary>
    public int AsyncContexts { get; init; } = Math.Clamp(Environment.ProcessorCount, 1, 16);

    /// <summary>Asynchronous requests that may wait in line when every ring is full, per (device, direction, level), 0…1048576.</summary>
    public int QueueLimit { get; init; } = 4096;

    /// <summary>How many results carry a full receipt.</summary>
    public ReceiptMode Receipts { get; init; }

    /// <summary>With <see cref="ReceiptMode.Sampled"/>: one in this many results carries times; 1…2^30.</summary>
    public int ReceiptInterval { get; init; } = 64;

    /// <summary>
    /// Bytes reserved on a queue of a device without shared addresses, 256 KiB…64 MiB; limits one request there. A queue of a daemon with shared
    /// addresses gets so many, at most 2 MiB: what fits into a quarter is copied through them, which is faster than what the daemon would have to do.
    /// </summary>
    public int ReservedMemory { get; init; } = 4 << 20;

    /// <summary>Where the library writes its rare events: devices lost, queues retired, a daemon that does not share addresses.</summary>
    public ILogger Logger { get; init; } = NullLogger.Instance;

    /// <summary>The defaults, changed by the <c>WD_*</c> variables of the process (docs/environment.md).</summary>
    /// <exception cref="FormatException">A variable holds a value that it cannot have; the message names both.</exception>
    public static AcceleratorOptions FromEnvironment() => EnvironmentTable.Read(Environment.GetEnvironmentVariable);

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegative(Embedded.Devices, nameof(Embedded));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Embedded.Devices, 64, nameof(Embedded));
        Check(Embedded.Workers, 1, 256, nameof(Embedded.Workers));
        Check(Embedded.HardwareVersion, 2, 3, nameof(Embedded.HardwareVersion));
        Check(SyncContexts, 1, 1024, nameof(SyncContexts));
        Check(AsyncContexts, 1, 1024, nameof(AsyncContexts));
        Check(QueueLimit, 0, 1 << 20, nameof(QueueLimit));
        Check(ReceiptInterval, 1, 1 << 30, nameof(ReceiptInterval));
        Check(ReservedMemory, 256 << 10, 64 << 20, nameof(ReservedMemory));
        ArgumentOutOfRangeException.ThrowIfLessThan(DaemonReattach, TimeSpan.Zero, nameof(DaemonReattach));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(DaemonReattach, TimeSpan.FromDays(1), nameof(DaemonReattach));
        Deadlines.Check(Deadline, nameof(Deadline));
        Deadlines.Check(StopTimeout, nameof(StopTimeout));
    }

    private static void Check(int value, int least, int most, string name)
    {
        if (value < least || value > most)
        {
            throw new ArgumentOutOfRangeException(name, value, $"{name} goes from {least} to {most}");
        }
    }
}
