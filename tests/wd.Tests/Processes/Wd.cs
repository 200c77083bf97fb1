namespace WarpDrive.Tool.Tests.Processes;

/// <summary>The built <c>wd</c>, run as a user runs it.</summary>
internal static class Wd
{
    /// <summary>Its path: the build puts it beside the tests.</summary>
    internal static string Path => System.IO.Path.Combine(AppContext.BaseDirectory, "wd");

    /// <summary>Runs it without input.</summary>
    internal static ProcessResult Run(params string[] arguments) => ProcessRunner.Run(Path, arguments);

    /// <summary>Runs it with bytes on its standard input.</summary>
    internal static ProcessResult RunWithInput(byte[] input, params string[] arguments) => ProcessRunner.Run(Path, arguments, input);
}
