using System.Diagnostics;
using WarpDrive.Tool.Output;
using WarpDrive.Tool.Tests.Files;
using WarpDrive.Tool.Tests.Processes;

namespace WarpDrive.Tool.Tests.Benchmarks;

/// <summary>The hidden processes of benchmarks: they end when nobody holds their input any more, and take no nonsense.</summary>
public sealed class PartnerTests(DaemonFixture daemon) : IClassFixture<DaemonFixture>
{
    [Fact]
    public void A_client_ends_with_its_input_even_while_it_works()
    {
        using Process process = ProcessRunner.Start(Wd.Path, ["bench", "partner", "client", "--kind", "Null", "--socket", daemon.Socket]);
        Assert.Equal("ready", process.StandardOutput.ReadLine());
        long now = Stopwatch.GetTimestamp();
        process.StandardInput.Write($"{now} {now + (Stopwatch.Frequency / 5)}\n");
        process.StandardInput.Close();
        string[] words = process.StandardOutput.ReadLine()!.Split(' ');
        Assert.Equal(3, words.Length);
        Assert.True(long.Parse(words[0], System.Globalization.CultureInfo.InvariantCulture) > 0);
        Assert.Equal("0", words[2]);
        ProcessRunner.WaitForExit(process);
        Assert.Equal(0, process.ExitCode);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("1 2 3")]
    [InlineData("2 1")]
    [InlineData("0 9000000000000000000")]
    public void A_client_wants_two_moments_of_the_next_hour(string line)
    {
        ProcessResult result = Wd.RunWithInput([.. System.Text.Encoding.UTF8.GetBytes(line), (byte)'\n'], "bench", "partner", "client", "--kind", "Null", "--socket", daemon.Socket);

        Assert.Equal((int)ExitCode.Error, result.ExitCode);
        Assert.Contains("two time stamps", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_daemon_ends_with_the_input_of_its_keeper()
    {
        using Process keeper = ProcessRunner.Start(Wd.Path, ["bench", "partner", "daemon", "--program", Path.Combine(AppContext.BaseDirectory, "uacced"), "--devices", "null=1"]);
        string socket = keeper.StandardOutput.ReadLine()!;
        Assert.Contains("wd_null", Wd.Run("devices", "--socket", socket).MustSucceed().Text, StringComparison.Ordinal);
        keeper.StandardInput.Close();
        ProcessRunner.WaitForExit(keeper);
        Assert.Equal(0, keeper.ExitCode);
        Assert.False(Directory.Exists(Path.GetDirectoryName(socket)));
        Assert.Equal((int)ExitCode.Error, Wd.Run("top", "--once", "--socket", socket).ExitCode);
    }

    [Fact]
    public void A_daemon_that_does_not_start_is_told()
    {
        using var directory = new TemporaryDirectory();
        string program = Path.Combine(AppContext.BaseDirectory, "uacced");
        foreach ((string path, string devices, string words) in new[] { (program, "nonsense", "exit code 2"), (directory.Write("no", [1]), "null=1", "does not start") })
        {
            ProcessResult result = Wd.Run("bench", "partner", "daemon", "--program", path, "--devices", devices);
            Assert.Equal((int)ExitCode.Error, result.ExitCode);
            Assert.Contains(words, result.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void They_are_not_in_the_help() =>
        Assert.DoesNotContain("partner", Wd.Run("bench", "--help").MustSucceed().Text, StringComparison.Ordinal);
}
