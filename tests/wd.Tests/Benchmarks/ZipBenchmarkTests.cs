using System.Text.Json;
using WarpDrive.Tool.Tests.Processes;

namespace WarpDrive.Tool.Tests.Benchmarks;

/// <summary><c>wd bench zip</c> on a daemon, beside the devices of its own process.</summary>
public sealed class ZipBenchmarkTests(DaemonFixture daemon) : IClassFixture<DaemonFixture>
{
    [Theory]
    [InlineData("compress", 1)]
    [InlineData("compress", 8)]
    [InlineData("decompress", 3)]
    [InlineData("compress", 1, "--reserved")]
    [InlineData("decompress", 4, "--reserved")]
    public void The_embedded_devices_take_turns_with_the_same_engine(string direction, int depth, params string[] more)
    {
        string[] arguments =
        [
            "bench", "zip", "--socket", daemon.Socket, "--beside", "embedded", "--size", "4K", "--direction", direction,
            "--depth", $"{depth}", "--seconds", "0.05", "--json", .. more,
        ];
        using JsonDocument document = JsonDocument.Parse(Wd.Run(arguments).MustSucceed().Text);

        JsonElement report = document.RootElement;
        Assert.Equal("daemon", report.GetProperty("provider").GetString());
        Assert.Equal(depth, report.GetProperty("depth").GetInt32());
        Assert.Equal(0, report.GetProperty("operations").GetInt64() % depth);
        Assert.Equal(0, report.GetProperty("errors").GetInt64());
        Assert.Equal(report.GetProperty("operationsPerSecond").GetDouble() * 4096, report.GetProperty("bytesPerSecond").GetDouble(), 1.0);
        JsonElement[] others = [.. report.GetProperty("others").EnumerateArray()];
        string engine = report.GetProperty("engine").GetString()!;
        Assert.Equal([$"{engine} called directly", $"{engine} on another thread", "embedded"], others.Select(other => other.GetProperty("name").GetString()));
        Assert.All(others, other => Assert.True(other.GetProperty("ratio").GetDouble() > 0 && other.GetProperty("operationsPerSecond").GetDouble() > 0));
    }

    [Fact]
    public void The_table_has_a_row_for_the_embedded_devices()
    {
        string text = Wd.Run("bench", "zip", "--socket", daemon.Socket, "--beside", "embedded", "--size", "1K", "--depth", "2", "--seconds", "0.02").MustSucceed().Text;

        Assert.Contains(", depth 2, ", text, StringComparison.Ordinal);
        Assert.Contains(text.Split('\n'), line => line.StartsWith("embedded ", StringComparison.Ordinal));
    }

    [Fact]
    public void The_embedded_devices_are_not_compared_with_themselves()
    {
        ProcessResult result = Wd.Run("bench", "zip", "--beside", "embedded", "--size", "1K", "--seconds", "0.02");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("name a daemon with --socket", result.Error, StringComparison.Ordinal);
    }
}
