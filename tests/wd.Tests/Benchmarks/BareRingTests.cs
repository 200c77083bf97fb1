using System.Diagnostics;
using System.Text.Json;
using WarpDrive.Hisilicon.Null;
using WarpDrive.Tool.Benchmarks.Rings;
using WarpDrive.Tool.Output;
using WarpDrive.Tool.Tests.Processes;

namespace WarpDrive.Tool.Tests.Benchmarks;

/// <summary>The baseline of the queue benchmark, in its three forms.</summary>
public sealed class BareRingTests(DaemonFixture daemon) : IClassFixture<DaemonFixture>
{
    [Theory]
    [InlineData("OneThread", 1)]
    [InlineData("OneThread", 64)]
    [InlineData("TwoThreads", 1)]
    [InlineData("TwoThreads", 64)]
    [InlineData("TwoProcesses", 1)]
    [InlineData("TwoProcesses", 64)]
    public void Every_descriptor_comes_back_however_often_the_other_side_rests(string form, int depth)
    {
        using var narrow = new BareRing<NullDescriptor>(Enum.Parse<BareRingForm>(form));
        using var wide = new BareRing<WideNullDescriptor>(Enum.Parse<BareRingForm>(form));
        for (int round = 0; round < 3; round++)
        {
            narrow.Resume();
            Assert.Equal(0, narrow.Run(3000, depth));   // some laps of the ring
            narrow.Pause();
            wide.Resume();
            Assert.Equal(0, wide.Run(100, depth));
            wide.Pause();
        }
    }

    [Fact]
    public void Beside_a_daemon_the_baseline_is_another_process()
    {
        using JsonDocument document = JsonDocument.Parse(
            Wd.Run("bench", "queue", "--socket", daemon.Socket, "--depth", "4", "--seconds", "0.05", "--json").MustSucceed().Text);

        JsonElement report = document.RootElement;
        Assert.Equal("daemon", report.GetProperty("provider").GetString());
        Assert.Equal(0, report.GetProperty("errors").GetInt64());
        Assert.Equal("bare ring between two processes", report.GetProperty("baseline").GetProperty("name").GetString());
        Assert.True(report.GetProperty("baseline").GetProperty("ratio").GetDouble() > 0);
        Assert.True(report.GetProperty("baseline").GetProperty("awakeRatio").GetDouble() > 0);
    }

    [Fact]
    public void The_other_process_ends_with_its_input()
    {
        using var memory = BareRingMemory<NullDescriptor>.Create();
        using Process process = ProcessRunner.Start(Wd.Path, ["bench", "partner", "ring", "--memory", memory.Path]);
        process.StandardInput.Write($"{BareRingPartner.Serve}\n");
        process.StandardInput.Close();   // as when this process dies, while the other one is about to spin
        Volatile.Write(ref memory.Active, 1);
        ProcessRunner.WaitForExit(process);
        Assert.Equal(0, process.ExitCode);
    }

    [Fact]
    public void The_other_process_takes_no_memory_but_a_ring()
    {
        using var wide = BareRingMemory<WideNullDescriptor>.Create();
        foreach ((string path, string words) in new[] { (wide.Path, "is not a ring"), (Wd.Path, ""), ("/nowhere/at/all", "No such file") })
        {
            ProcessResult result = Wd.Run("bench", "partner", "ring", "--memory", path, "--size", "64");
            Assert.Equal((int)ExitCode.Error, result.ExitCode);
            Assert.StartsWith("wd: ", result.Error, StringComparison.Ordinal);
            Assert.Contains(words, result.Error, StringComparison.Ordinal);
        }
    }
}
