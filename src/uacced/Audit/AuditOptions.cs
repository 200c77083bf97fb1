namespace WarpDrive.Daemon;

/// <summary>How many lines the audit log may have. What is left out is counted, and the next line says how many.</summary>
public sealed record AuditOptions
{
    /// <summary>Lines that one user may cause at once.</summary>
    public double UserBurst { get; init; } = 50;

    /// <summary>Lines a second that one user may cause after that.</summary>
    public double UserRate { get; init; } = 1;

    /// <summary>Lines at once from all users together.</summary>
    public double TotalBurst { get; init; } = 500;

    /// <summary>Lines a second from all users together after that.</summary>
    public double TotalRate { get; init; } = 10;
}
