namespace WarpDrive.Daemon;

/// <summary>Exit codes of <c>uacced</c>.</summary>
internal enum ExitCode
{
    /// <summary>Ended in order, or the configuration is right.</summary>
    Ok = 0,

    /// <summary>Something failed; the error output says what.</summary>
    Failed = 1,

    /// <summary>The command line or the configuration is wrong.</summary>
    BadConfiguration = 2,

    /// <summary>Another daemon is alive at the socket.</summary>
    AlreadyRunning = 3,

    /// <summary>Ended, and work that clients had rung for was given up.</summary>
    DrainIncomplete = 4,
}
