using System.Diagnostics;
using WarpDrive.Daemon;
using WarpDrive.Hisilicon;
using WarpDrive.Hisilicon.Qm;
using WarpDrive.Tool.Tests.Files;
using WarpDrive.Tool.Tests.Processes;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Core;
using WarpDrive.Uacce.Daemon;

namespace WarpDrive.Tool.Tests.Top;

/// <summary><c>wd top</c> on a daemon in this process, which has a client here too.</summary>
public sealed class TopCommandTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly DeviceRegistry _registry = new();
    private readonly DaemonServer _server;
    private readonly DaemonProvider _provider;
    private readonly QueueFile _queue;

    public TopCommandTests()
    {
        _registry.Add(SoftwareDevices.Create(SoftwareDevices.Null, new QmDeviceOptions()));
        _server = new DaemonServer(_registry, new DaemonOptions { SocketPath = Socket });
        _server.Start();
        _provider = new DaemonProvider(Socket);
        _queue = _provider.ListDevices()[0].Open(new QueueOpenOptions(QueueDriving.Served));
    }

    private string Socket => _directory.File("socket");

    [Fact]
    public void Once_as_json_is_one_document_on_one_line()
    {
        ProcessResult result = Wd.Run("top", "--once", "--json", "--socket", Socket).MustSucceed();

        string line = Assert.Single(result.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        DaemonStatistics read = DaemonStatistics.Parse(System.Text.Encoding.UTF8.GetBytes(line));
        Assert.Equal(_server.Instance, read.Daemon.Instance);
        Assert.True(read.Daemon.Everybody);
        Assert.Equal("wd_null-0", Assert.Single(read.Devices).Name);
        Assert.Contains(read.Clients, client => client.Pid == Environment.ProcessId && client.OpenQueues == 1);
        Assert.Contains(read.Clients, client => client.Pid != Environment.ProcessId && client.OpenQueues == 0);   // wd itself
        Assert.Equal("wd_null-0", Assert.Single(read.Queues).Device);
    }

    [Fact]
    public void Once_is_a_table_of_devices_clients_and_queues()
    {
        ProcessResult result = Wd.Run("top", "--once", "--interval", "0.1", "--socket", Socket).MustSucceed();

        Assert.StartsWith("uacced ", result.Text, StringComparison.Ordinal);
        Assert.Contains("1/1024", result.Text, StringComparison.Ordinal);
        Assert.Contains("wd_null-0 ", result.Text, StringComparison.Ordinal);
        Assert.Contains($" {Environment.ProcessId} ", result.Text, StringComparison.Ordinal);
        Assert.Empty(result.Error);
    }

    [Fact]
    public void Documents_keep_coming_and_an_interrupt_ends_them_in_order()
    {
        using Process process = ProcessRunner.StartHearingSignals(Wd.Path, ["top", "--json", "--interval", "0.1", "--socket", Socket]);
        double last = -1;
        for (int i = 0; i < 3; i++)
        {
            string? line = process.StandardOutput.ReadLine();
            Assert.NotNull(line);
            double uptime = DaemonStatistics.Parse(System.Text.Encoding.UTF8.GetBytes(line)).Daemon.UptimeSeconds;
            Assert.True(uptime > last);
            last = uptime;
        }

        RealProgram.Run("kill", null, "-INT", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture));
        ProcessRunner.WaitForExit(process);
        Assert.Equal(0, process.ExitCode);
    }

    [Fact]
    public void A_terminal_is_drawn_in_place()
    {
        // In the foreground, as a user runs it: a group in the background can be stopped by the terminal, and then no interrupt ends it.
        ProcessResult result = RealProgram.Try(
            "script", null, "-qec", $"TERM=xterm LANG=C.UTF-8 COLUMNS=150 timeout --foreground -s INT -k 20 3 env --default-signal=INT '{Wd.Path}' top --interval 0.1 --socket '{Socket}'", "/dev/null");

        Assert.Contains("wd_null-0", result.Text, StringComparison.Ordinal);
        Assert.Contains("───", result.Text, StringComparison.Ordinal);
        Assert.Contains("\u001b[?25h", result.Text, StringComparison.Ordinal);   // the cursor is back
    }

    [Fact]
    public void A_daemon_that_goes_away_ends_the_documents_with_words()
    {
        using Process process = ProcessRunner.StartHearingSignals(Wd.Path, ["top", "--json", "--interval", "0.1", "--socket", Socket]);
        Assert.NotNull(process.StandardOutput.ReadLine());
        _server.Dispose();
        process.StandardOutput.ReadToEnd();
        string error = process.StandardError.ReadToEnd();
        ProcessRunner.WaitForExit(process);
        Assert.Equal(1, process.ExitCode);
        Assert.StartsWith("wd: ", error, StringComparison.Ordinal);
        Assert.Contains(Socket, error, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _queue.Dispose();
        _provider.Dispose();
        _server.Dispose();
        _registry.Dispose();
        _directory.Dispose();
    }
}
