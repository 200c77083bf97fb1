using WarpDrive.Linux;

namespace WarpDrive.Uacce.Daemon;

/// <summary>Where a provider finds the daemon, and how patient it is. Tests replace the process.</summary>
/// <param name="SocketPath">Path of the socket.</param>
internal sealed record DaemonSettings(string SocketPath)
{
    /// <summary>How long a reply may take.</summary>
    internal TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a reply may take when the daemon drains a queue first; its own limit is 10 s unless configured.</summary>
    internal TimeSpan DrainPatience { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>The calling process.</summary>
    internal Func<int> CurrentProcess { get; init; } = Libc.Getpid;

    /// <summary>The path that an option names, else the environment, else the default.</summary>
    /// <param name="path">The option, or null.</param>
    /// <param name="environment">Value of <see cref="WireLimits.SocketVariable"/>, null or empty when there is none.</param>
    internal static string PathOr(string? path, string? environment) =>
        path ?? (string.IsNullOrEmpty(environment) ? WireLimits.DefaultSocket : environment);
}
