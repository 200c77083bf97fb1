using System.Diagnostics;
using WarpDrive.Tool.Tests.Processes;

namespace WarpDrive.Tool.Tests.Files;

/// <summary>A signal in the middle of the work.</summary>
public sealed class InterruptTests
{
    [Theory]
    [InlineData("compress", "INT", 2)]
    [InlineData("compress", "TERM", 15)]
    [InlineData("compress", "HUP", 1)]
    [InlineData("decompress", "TERM", 15)]
    public async Task An_interrupted_run_leaves_nothing_behind(string command, string signal, int number)
    {
        using var directory = new TemporaryDirectory();
        using Process process = ProcessRunner.StartHearingSignals(Wd.Path, [command, "-o", directory.File("out")]);
        Task<string> error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);

        // The input stays open, so that the work can only end by the signal.
        byte[] start = command == "compress" ? new byte[3_000_000] : [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3];
        process.StandardInput.BaseStream.Write(start);
        process.StandardInput.BaseStream.Flush();
        Assert.True(SpinWait.SpinUntil(() => directory.Names().Length == 1, TimeSpan.FromMinutes(1)), "no temporary file appeared");

        RealProgram.Run("kill", null, $"-{signal}", process.Id.ToString());
        ProcessRunner.WaitForExit(process);

        Assert.Equal(128 + number, process.ExitCode);
        Assert.Empty(directory.Names());
        Assert.Empty(await error);
    }
}
