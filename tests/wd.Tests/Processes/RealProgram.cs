namespace WarpDrive.Tool.Tests.Processes;

/// <summary>Other people's programs.</summary>
internal static class RealProgram
{
    /// <summary>Runs one, which must end well.</summary>
    internal static ProcessResult Run(string program, byte[]? input, params string[] arguments) =>
        ProcessRunner.Run(Find(program), arguments, input).MustSucceed();

    /// <summary>Runs one, whatever its exit code.</summary>
    internal static ProcessResult Try(string program, byte[]? input, params string[] arguments) => ProcessRunner.Run(Find(program), arguments, input);

    /// <summary>Its path; skips the test when the machine does not have it.</summary>
    internal static string Find(string program)
    {
        foreach (string folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries))
        {
            string path = Path.Combine(folder, program);
            if (File.Exists(path))
            {
                return path;
            }
        }

        Assert.Skip($"{program} is not installed on this machine");
        return "";
    }
}
