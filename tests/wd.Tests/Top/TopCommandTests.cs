using System.Diagnostics;
using WarpDrive.Daemon;
using WarpDrive.Hisilicon;
using WarpDrive.Hisilicon.Qm;
using WarpDrive.Tool.Tests.Files;
using WarpDrive.Tool.Tests.Output;
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

    [Theory]
    [InlineData(24)]
    [InlineData(50)]
    public async Task A_terminal_is_drawn_in_place(int rows)
    {
        const int Columns = 150;
        const char Interrupt = '\u0003';
        using Process process = ProcessRunner.Start(
            RealProgram.Find("script"),
            ["-qec", $"stty rows {rows} cols {Columns} && TERM=xterm LANG=C.UTF-8 exec env --default-signal=HUP,INT '{Wd.Path}' top --interval 0.1 --socket '{Socket}'", "/dev/null"]);
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var screen = new TerminalScreen(rows, Columns);
        try
        {
            await Shows(1);
            Assert.Contains("───", screen.ToString(), StringComparison.Ordinal);
            Assert.False(screen.HasCursor);
            QueueFile[] more = [.. Enumerable.Range(0, 3).Select(_ => _provider.ListDevices()[0].Open(new QueueOpenOptions(QueueDriving.Served)))];
            await Shows(4);
            foreach (QueueFile queue in more)
            {
                queue.Dispose();
            }

            await Shows(1);
            process.StandardInput.Write(Interrupt);   // of the terminal: it becomes a signal there
            process.StandardInput.Flush();
            while (await ReadAsync())
            {
            }

            ProcessRunner.WaitForExit(process);
            Assert.Equal(0, process.ExitCode);
            Assert.True(screen.HasCursor);
            Assert.DoesNotContain("wd_null-0", screen.ToString(), StringComparison.Ordinal);   // it leaves nothing behind
        }
        finally
        {
            process.Kill();   // when a check failed; its terminal goes with it
        }

        // Whatever was drawn before, there is one frame, with a row for each queue.
        async Task Shows(int queues)
        {
            while (!screen.Lines.Any(line => line.Contains($" {queues}/1024 ", StringComparison.Ordinal)) || screen.Lines.Count(IsQueue) != queues)
            {
                Assert.True(await ReadAsync(), $"it has ended: {screen}");
            }
        }

        async Task<bool> ReadAsync()
        {
            byte[] room = new byte[4096];
            int length = await process.StandardOutput.BaseStream.ReadAsync(room, deadline.Token);
            screen.Write(room.AsSpan(0, length));
            Assert.True(screen.Lines.Count(line => line.StartsWith("uacced ", StringComparison.Ordinal)) <= 1, $"frames below each other: {screen}");
            return length > 0;
        }

        static bool IsQueue(string line) => System.Text.RegularExpressions.Regex.IsMatch(line, "^ wd_null-0 [0-9]+ ");
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
