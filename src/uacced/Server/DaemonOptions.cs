using Microsoft.Win32.SafeHandles;

namespace WarpDrive.Daemon;

/// <summary>How a <see cref="DaemonServer"/> serves.</summary>
public sealed record DaemonOptions
{
    /// <summary>Where clients look that were told nothing else.</summary>
    public const string DefaultSocketPath = Uacce.Daemon.WireLimits.DefaultSocket;

    /// <summary>Path of the socket, at most 107 bytes.</summary>
    public string SocketPath { get; init; } = DefaultSocketPath;

    /// <summary>Permissions of the socket file: who may write to it may connect.</summary>
    public UnixFileMode SocketMode { get; init; } =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite;

    /// <summary>Group id of the socket file, or null for that of the process.</summary>
    public uint? SocketGroup { get; init; }

    /// <summary>A listening socket that the service manager made, or null. Path, permissions and group are the service manager's then; the server closes it.</summary>
    public SafeFileHandle? Listener { get; init; }

    /// <summary>Who may connect, and what a user may have.</summary>
    public DaemonLimits Limits { get; init; } = new();

    /// <summary>Time that a connection has for its HELLO; above zero, up to a day.</summary>
    public TimeSpan HelloTimeout { get; init; } = Uacce.Daemon.WireLimits.HelloTime;

    /// <summary>Time that a client may leave its replies unread when its buffer is full; then the connection is closed.</summary>
    public TimeSpan SendTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How many lines the audit log may have.</summary>
    public AuditOptions Audit { get; init; } = new();

    /// <summary>Clock of the audit log.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Which process sent a packet, by what the kernel says. A test stands in for a forked child here.</summary>
    internal Func<int, int> SenderProcess { get; init; } = static pid => pid;

    /// <summary>Checks the ranges.</summary>
    /// <exception cref="ArgumentException">An option is outside.</exception>
    public void Validate()
    {
        ArgumentException.ThrowIfNullOrEmpty(SocketPath);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(HelloTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(HelloTimeout, TimeSpan.FromDays(1));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(SendTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(SendTimeout, TimeSpan.FromDays(1));
        Limits.Validate();
    }
}
