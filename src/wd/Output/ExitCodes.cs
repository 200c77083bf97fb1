namespace WarpDrive.Tool.Output;

/// <summary>Joins the outcome of several files.</summary>
internal static class ExitCodes
{
    /// <summary>The worse of two: an error is worse than a warning, whatever their numbers are.</summary>
    internal static ExitCode Worse(ExitCode a, ExitCode b) =>
        a == ExitCode.Error || b == ExitCode.Error ? ExitCode.Error : a == ExitCode.Warning ? a : b;
}
