using System.Text;

namespace WarpDrive.Tool.Tests.Processes;

/// <summary>What a finished process left.</summary>
/// <param name="ExitCode">Its exit code; 128 + n when signal n ended it.</param>
/// <param name="Output">Its standard output.</param>
/// <param name="Error">Its error output.</param>
public sealed record ProcessResult(int ExitCode, byte[] Output, string Error)
{
    /// <summary>The standard output as text.</summary>
    public string Text => Encoding.UTF8.GetString(Output);

    /// <summary>Fails the test unless the process ended well; shows what it said.</summary>
    public ProcessResult MustSucceed()
    {
        Assert.True(ExitCode == 0, $"exit code {ExitCode}: {Error}");
        return this;
    }
}
