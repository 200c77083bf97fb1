using System.Diagnostics;

namespace WarpDrive.Daemon.Tests;

/// <summary>The files that a package installs.</summary>
public sealed class PackagingTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("uacced").FullName;

    [Fact]
    public void The_configuration_that_is_installed_is_right_and_says_the_defaults()
    {
        (int code, string output, string error) = DaemonProgram.Run("--check-config", "--config", Installed("uacced.json"));
        Assert.Equal((0, ""), (code, error.Trim()));
        (_, string defaults, _) = DaemonProgram.Run("--check-config");
        Assert.Equal(defaults, output);
    }

    [Fact]
    public void The_unit_allows_the_nice_value_that_workers_may_take() =>
        Assert.Contains($"\nLimitNICE={new DeviceSettings().WorkerNice}\n", File.ReadAllText(Installed("uacced.service")), StringComparison.Ordinal);

    [Fact]
    public void The_service_manager_understands_every_line_of_the_units()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/systemd-analyze"), "there is no systemd-analyze here");
        string service = Path.Combine(_directory, "uacced.service"), socket = Path.Combine(_directory, "uacced.socket");
        File.WriteAllText(service, File.ReadAllText(Installed("uacced.service")).Replace("/usr/bin/uacced ", DaemonProgram.Path + " ", StringComparison.Ordinal));
        File.Copy(Installed("uacced.socket"), socket);
        Assert.Equal("", Verify(service, socket));
        File.AppendAllText(service, "\n[Service]\nNoSuchKey=1\n");
        Assert.Contains("NoSuchKey", Verify(service, socket), StringComparison.Ordinal);   // it would have been told
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private static string Installed(string name) => Path.Combine(AppContext.BaseDirectory, "packaging", name);

    /// <summary>What systemd says of the units; of others on the machine it may say anything.</summary>
    private static string Verify(params string[] units)
    {
        var info = new ProcessStartInfo("systemd-analyze", ["verify", "--man=no", .. units]) { RedirectStandardError = true };
        using Process process = Process.Start(info)!;
        string words = process.StandardError.ReadToEnd();
        Assert.True(process.WaitForExit(TimeSpan.FromSeconds(60)));
        return string.Join('\n', words.Split('\n').Where(line => line.Contains("uacced", StringComparison.Ordinal)));
    }
}
