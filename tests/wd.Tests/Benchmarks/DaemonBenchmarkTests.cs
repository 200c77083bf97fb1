using System.Text.Json;
using WarpDrive.Tool.Benchmarks.Daemons;
using WarpDrive.Tool.Output;
using WarpDrive.Tool.Tests.Files;
using WarpDrive.Tool.Tests.Processes;

namespace WarpDrive.Tool.Tests.Benchmarks;

/// <summary><c>wd bench daemon</c>: short runs, on a daemon that runs already and on one of its own. What they find is not judged here.</summary>
public sealed class DaemonBenchmarkTests(DaemonFixture daemon) : IClassFixture<DaemonFixture>
{
    [Theory]
    [InlineData("null", "1", "look", 0)]
    [InlineData("null", "16", "sleep", 0)]
    [InlineData("zip", "2", "look", 4096)]
    [InlineData("zip", "1", "sleep", 4096)]
    public void Clients_of_each_number_get_something_done(string device, string depth, string waits, int size)
    {
        JsonElement report = Run("clients", "--counts", "1,3", "--device", device, "--depth", depth, "--waits", waits, "--seconds", "0.3", "--socket", daemon.Socket);

        Assert.Equal("daemon-clients", report.GetProperty("job").GetString());
        Assert.Equal(device, report.GetProperty("device").GetString());
        Assert.Equal(depth, report.GetProperty("depth").GetRawText());
        Assert.Equal(waits, report.GetProperty("waits").GetString());
        Assert.Equal(size, report.GetProperty("size").GetInt32());
        Assert.Equal(0, report.GetProperty("errors").GetInt64());
        Assert.Equal(0.95, report.GetProperty("wantedAtLeast").GetDouble());
        JsonElement[] counts = [.. report.GetProperty("counts").EnumerateArray()];
        Assert.Equal([1, 3], counts.Select(count => count.GetProperty("clients").GetInt32()));
        Assert.All(counts, count => Assert.True(count.GetProperty("operationsPerSecond").GetDouble() > 0));
        Assert.Equal(1, counts[0].GetProperty("ratio").GetDouble());
        Assert.Equal(counts[1].GetProperty("ratio").GetDouble(), report.GetProperty("ratio").GetDouble());
        Assert.True(report.GetProperty("ratio").GetDouble() > 0);
    }

    [Fact]
    public void Idle_queues_are_opened_and_the_processor_time_is_told()
    {
        JsonElement report = Run("idle", "--queues", "50", "--seconds", "0.2", "--socket", daemon.Socket);

        Assert.Equal("daemon-idle", report.GetProperty("job").GetString());
        Assert.Equal(50, report.GetProperty("queues").GetInt32());
        Assert.Equal(0.2, report.GetProperty("seconds").GetDouble());
        Assert.True(report.GetProperty("percent").GetDouble() >= 0);
        Assert.True(report.GetProperty("percentBefore").GetDouble() >= 0);
        Assert.Equal(0.5, report.GetProperty("wantedBelow").GetDouble());
    }

    [Theory]
    [InlineData("null", 0)]
    [InlineData("zip", 1024)]
    public void A_client_is_served_beside_either_neighbour(string device, int size)
    {
        JsonElement report = Run("neighbour", "--device", device, "--size", "1K", "--depth", "4", "--seconds", "0.3", "--socket", daemon.Socket);

        Assert.Equal("daemon-neighbour", report.GetProperty("job").GetString());
        Assert.Equal(device, report.GetProperty("device").GetString());
        Assert.Equal((4, size), (report.GetProperty("depth").GetInt32(), report.GetProperty("size").GetInt32()));
        Assert.Equal(0, report.GetProperty("errors").GetInt64());
        JsonElement[] beside = [.. report.GetProperty("beside").EnumerateArray()];
        Assert.Equal(["none", "honest", "hostile"], beside.Select(each => each.GetProperty("neighbour").GetString()!));
        Assert.All(beside, each => Assert.True(each.GetProperty("operations").GetInt64() > 0));
        Assert.All(beside, each => Assert.InRange(each.GetProperty("p50Nanoseconds").GetDouble(), 1, each.GetProperty("p99Nanoseconds").GetDouble()));
        Assert.Equal(0, beside[0].GetProperty("neighbourOperationsPerSecond").GetDouble());
        Assert.True(beside[1].GetProperty("neighbourOperationsPerSecond").GetDouble() > 0);
        Assert.True(report.GetProperty("ratio").GetDouble() > 0);
        Assert.Equal(2, report.GetProperty("wantedAtMost").GetDouble());
    }

    [Theory]
    [InlineData("clients --counts 2,1 --seconds 0.05", "wanted at least 0.95; 0 errors")]
    [InlineData("idle --queues 5 --seconds 0.05", "5 idle queues for 0.05 s")]
    [InlineData("neighbour --seconds 0.05", "wanted at most 2.00; 0 errors")]
    public void Without_a_socket_a_daemon_is_started_and_ends_with_the_command(string arguments, string words)
    {
        using var directory = new TemporaryDirectory();
        ProcessResult result = RealProgram.Run("env", null, [$"TMPDIR={directory.Path}", Wd.Path, "bench", "daemon", .. arguments.Split(' ')]);

        Assert.Contains(words, result.Text, StringComparison.Ordinal);
        Assert.Empty(result.Error);
        Assert.Empty(directory.Names());   // the folder of its socket goes when the daemon has ended
    }

    [Fact]
    public void A_daemon_without_the_device_is_told_by_name()
    {
        ProcessResult result = Wd.Run("bench", "daemon", "idle", "--queues", "1", "--socket", "/nowhere/at/all");

        Assert.Equal((int)ExitCode.Error, result.ExitCode);
        Assert.StartsWith("wd: ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_program_of_the_daemon_is_looked_for_beside_wd_and_along_the_path()
    {
        using var directory = new TemporaryDirectory();
        string program = directory.Write("uacced", [1]);

        Assert.Equal(program, BenchedDaemon.FindProgram("/nowhere", $"/nowhere/at/all:{directory.Path}"));
        Assert.Equal(program, BenchedDaemon.FindProgram(directory.Path, null));
        Assert.Contains("--socket", Assert.Throws<UserErrorException>(() => BenchedDaemon.FindProgram("/nowhere", "/nowhere/at/all")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_processor_time_is_that_of_the_process()
    {
        TimeSpan before = BenchedDaemon.ReadProcessorTime(Environment.ProcessId);
        Assert.True(before > TimeSpan.Zero);
        Assert.True(SpinWait.SpinUntil(() => BenchedDaemon.ReadProcessorTime(Environment.ProcessId) > before, TimeSpan.FromSeconds(60)));
    }

    private static JsonElement Run(params string[] arguments)
    {
        using JsonDocument document = JsonDocument.Parse(Wd.Run(["bench", "daemon", .. arguments, "--json"]).MustSucceed().Text);
        return document.RootElement.Clone();
    }
}
