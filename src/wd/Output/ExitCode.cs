namespace WarpDrive.Tool.Output;

/// <summary>Exit codes of <c>wd</c>, those of gzip. A process ended by a signal leaves with 128 + the signal's number.</summary>
internal enum ExitCode
{
    /// <summary>All done.</summary>
    Ok = 0,

    /// <summary>Something failed, or the command line was wrong.</summary>
    Error = 1,

    /// <summary>Done, with a warning.</summary>
    Warning = 2,
}
