using System.Diagnostics;

namespace WarpDrive.Hisilicon.Tests.Samples;

public sealed class OwnDeviceTests
{
    [Fact]
    public void The_template_of_an_own_device_runs_and_counts()
    {
        string host = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        var start = new ProcessStartInfo(host, [Path.Combine(AppContext.BaseDirectory, "OwnDevice.dll")]) { RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        Assert.True(process.WaitForExit(60_000));
        Assert.Equal(0, process.ExitCode);
        Assert.Contains("my_count-0: my_count_3, count, 16 queues", output, StringComparison.Ordinal);
        Assert.Contains("a: Done, 1048575", output, StringComparison.Ordinal);
        Assert.Contains("b: Done, 1\n", output, StringComparison.Ordinal);
        Assert.Contains(": BadAddress, 0", output, StringComparison.Ordinal);
    }
}
