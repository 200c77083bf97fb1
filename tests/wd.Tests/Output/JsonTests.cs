using System.Text.Json;
using WarpDrive.Tool.Tests.Files;
using WarpDrive.Tool.Tests.Processes;

namespace WarpDrive.Tool.Tests.Output;

/// <summary>The shapes that programs rely on.</summary>
public sealed class JsonTests
{
    [Fact]
    public void Devices_are_one_array_of_objects()
    {
        using JsonDocument document = JsonDocument.Parse(Wd.Run("devices", "--json").MustSucceed().Text);

        JsonElement device = Assert.Single(document.RootElement.EnumerateArray(), device => device.GetProperty("name").GetString() == "hisi_zip-0");
        Assert.Equal("embedded", device.GetProperty("provider").GetString());
        Assert.Equal("hisi_qm_v3", device.GetProperty("api").GetString());
        Assert.Contains(device.GetProperty("algorithms").EnumerateArray(), algorithm => algorithm.GetString() == "gzip");
        Assert.True(device.GetProperty("availableInstances").GetInt32() > 0);
        Assert.Equal(0, device.GetProperty("numaNode").GetInt32());
        Assert.Equal(1, device.GetProperty("flags").GetInt32());
        Assert.False(device.GetProperty("isolated").GetBoolean());
        Assert.Equal(JsonValueKind.Null, device.GetProperty("reason").ValueKind);
    }

    [Fact]
    public void One_file_is_summed_up_by_one_object()
    {
        using var directory = new TemporaryDirectory();
        string file = directory.Write("a", SampleData.Text);

        using JsonDocument document = JsonDocument.Parse(Wd.Run("compress", "--json", file).MustSucceed().Text);

        JsonElement summary = document.RootElement;
        Assert.Equal(file, summary.GetProperty("file").GetString());
        Assert.Equal(SampleData.Text.Length, summary.GetProperty("in").GetInt64());
        Assert.Equal(new FileInfo(file + ".gz").Length, summary.GetProperty("out").GetInt64());
        Assert.Equal((double)SampleData.Text.Length / new FileInfo(file + ".gz").Length, summary.GetProperty("ratio").GetDouble(), 1e-9);
        Assert.True(summary.GetProperty("seconds").GetDouble() > 0);
        Assert.Equal("hisi_zip-0", summary.GetProperty("device").GetString());
        Assert.Equal("embedded", summary.GetProperty("provider").GetString());
        Assert.NotEmpty(summary.GetProperty("engine").GetString()!);
        Assert.Equal(JsonValueKind.Null, summary.GetProperty("error").ValueKind);
    }

    [Fact]
    public void Several_files_are_an_array_with_the_error_at_its_file()
    {
        using var directory = new TemporaryDirectory();
        string file = directory.Write("a", SampleData.Text);

        ProcessResult result = Wd.Run("compress", "--json", directory.File("missing"), file);

        Assert.Equal(1, result.ExitCode);
        using JsonDocument document = JsonDocument.Parse(result.Text);
        Assert.Equal(2, document.RootElement.GetArrayLength());
        Assert.Equal("No such file or directory", document.RootElement[0].GetProperty("error").GetString());
        Assert.Equal(JsonValueKind.Null, document.RootElement[1].GetProperty("error").ValueKind);
    }

    [Fact]
    public void Data_on_the_standard_output_sends_the_summary_to_the_error_output()
    {
        ProcessResult result = Wd.RunWithInput(SampleData.Text, "compress", "--json").MustSucceed();

        using JsonDocument document = JsonDocument.Parse(result.Error);
        Assert.Equal("-", document.RootElement.GetProperty("file").GetString());
        Assert.Equal(result.Output.Length, document.RootElement.GetProperty("out").GetInt64());
        Assert.Equal(SampleData.Text, Wd.RunWithInput(result.Output, "decompress").MustSucceed().Output);
    }

    [Theory]
    [InlineData("queue", "--depth", "8")]
    [InlineData("queue", "--threads", "2", "--idle", "3")]
    [InlineData("zip", "--size", "4K", "--direction", "compress")]
    [InlineData("zip", "--size", "4K", "--direction", "decompress")]
    [InlineData("zip", "--size", "4K", "--depth", "8")]
    [InlineData("hash", "--size", "1K", "--batch", "16")]
    [InlineData("cipher", "--size", "1K", "--algorithm", "sm4-ctr")]
    [InlineData("aead", "--size", "1K", "--direction", "decrypt")]
    [InlineData("rsa", "--algorithm", "1024", "--operation", "sign")]
    [InlineData("ec", "--algorithm", "x25519")]
    [InlineData("hash", "--algorithm", "sm3", "--size", "1K", "--mode", "async", "--tasks", "20", "--against", "engine,system")]
    public void A_benchmark_is_one_object_with_a_baseline_of_the_same_run(params string[] arguments)
    {
        using JsonDocument document = JsonDocument.Parse(Wd.Run(["bench", .. arguments, "--seconds", "0.05", "--json"]).MustSucceed().Text);

        JsonElement report = document.RootElement;
        foreach (string text in new[] { "job", "provider", "device", "engine" })
        {
            Assert.Equal(JsonValueKind.String, report.GetProperty(text).ValueKind);
        }

        foreach (string number in new[] { "size", "depth", "threads", "seconds", "operations", "operationsPerSecond", "p50Nanoseconds", "p99Nanoseconds" })
        {
            Assert.True(report.GetProperty(number).GetDouble() > 0, number);
        }

        Assert.True(report.GetProperty("bytesPerSecond").GetDouble() >= 0);
        Assert.True(report.GetProperty("allocatedBytesPerOperation").GetDouble() >= 0);
        Assert.Equal(0, report.GetProperty("errors").GetInt64());
        JsonElement baseline = report.GetProperty("baseline");
        Assert.NotEmpty(baseline.GetProperty("name").GetString()!);
        Assert.True(baseline.GetProperty("operationsPerSecond").GetDouble() > 0);
        Assert.True(baseline.GetProperty("ratio").GetDouble() > 0);
    }

    [Fact]
    public void Several_jobs_are_an_array()
    {
        using JsonDocument document = JsonDocument.Parse(
            Wd.Run("bench", "zip", "--size", "1K,2K", "--direction", "both", "--threads", "2", "--seconds", "0.02", "--json").MustSucceed().Text);

        Assert.Equal(
            ["zip-compress 1024", "zip-compress 2048", "zip-decompress 1024", "zip-decompress 2048"],
            document.RootElement.EnumerateArray().Select(report => $"{report.GetProperty("job").GetString()} {report.GetProperty("size").GetInt32()}"));
    }
}
