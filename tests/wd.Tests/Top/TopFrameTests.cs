using Spectre.Console;
using WarpDrive.Tool.Top;
using WarpDrive.Uacce.Daemon;

namespace WarpDrive.Tool.Tests.Top;

/// <summary>What is computed from two documents.</summary>
public sealed class TopFrameTests
{
    private static readonly Guid s_instance = Guid.NewGuid();

    [Fact]
    public void Rates_are_differences_over_the_daemons_own_time()
    {
        TopFrame frame = new(Document(12, requests: 300, bytes: 5000, served: 1.5), Document(10, requests: 100, bytes: 1000, served: 0.5));
        Assert.True(frame.HasRates);
        Assert.Equal(new Flow(100, 2000, 1000), frame.Of(frame.Now.Devices[0]));
        Assert.Equal(new Flow(100, 2000, 1000), frame.Of(frame.Now.Clients[0]));
        Assert.Equal(new Flow(100, 2000, 1000), frame.Of(frame.Now.Queues[0]));
        Assert.Equal(0.5, frame.Busy(frame.Now.Clients[0]));
    }

    [Fact]
    public void A_daemon_that_was_restarted_has_no_rates_yet()
    {
        TopFrame frame = new(Document(12, 300, 5000, 1.5) with { Daemon = Daemon(12, Guid.NewGuid()) }, Document(10, 100, 1000, 0.5));
        Assert.False(frame.HasRates);
        Assert.Equal(default, frame.Of(frame.Now.Devices[0]));
        Assert.Null(frame.Busy(frame.Now.Clients[0]));
    }

    [Fact]
    public void A_device_that_came_back_under_its_name_has_no_rate_below_zero()
    {
        TopFrame frame = new(Document(12, requests: 5, bytes: 5, served: 0), Document(10, requests: 100, bytes: 1000, served: 0));
        Assert.Equal(default, frame.Of(frame.Now.Devices[0]));
    }

    [Fact]
    public void A_client_that_is_new_is_shown_without_rates()
    {
        TopFrame frame = new(Document(12, 300, 5000, 1.5), Document(10, 100, 1000, 0.5) with { Clients = [], Queues = [] });
        Assert.Equal(default, frame.Of(frame.Now.Clients[0]));
        Assert.Contains("worker-1", TopScreen.Plain(frame, TopSort.Requests), StringComparison.Ordinal);
    }

    [Fact]
    public void The_busiest_come_first_by_what_was_asked_for()
    {
        DaemonStatistics before = Document(10, 0, 0, 0);
        ClientStatistics client = before.Clients[0];
        DaemonStatistics first = before with { Clients = [client, client with { Id = 2 }, client with { Id = 3 }] };
        DaemonStatistics second = before with
        {
            Daemon = Daemon(11, s_instance),
            Clients =
            [
                client with { Id = 1, OpenQueues = 9, Work = Work(10, 100, 0.1) },
                client with { Id = 2, Work = Work(30, 10, 0.2) },
                client with { Id = 3, Work = Work(20, 50, 0.9) with { Faults = 1 } },
            ],
        };
        TopFrame frame = new(second, first);
        Assert.Equal([2, 3, 1], frame.Clients(TopSort.Requests).Select(row => row.Id));
        Assert.Equal([1, 3, 2], frame.Clients(TopSort.Bytes).Select(row => row.Id));
        Assert.Equal([3, 2, 1], frame.Clients(TopSort.Busy).Select(row => row.Id));
        Assert.Equal([3, 1, 2], frame.Clients(TopSort.Faults).Select(row => row.Id));
        Assert.Equal([1, 2, 3], frame.Clients(TopSort.Queues).Select(row => row.Id));
    }

    [Fact]
    public void A_document_about_oneself_says_so()
    {
        DaemonStatistics own = Document(12, 300, 5000, 1.5);
        own = own with { Daemon = own.Daemon with { Everybody = false }, Devices = [own.Devices[0] with { Work = null }] };
        TopFrame frame = new(own, own with { Daemon = own.Daemon with { UptimeSeconds = 10 } });
        Assert.Contains("only your own clients", TopScreen.Plain(frame, TopSort.Requests), StringComparison.Ordinal);
        Assert.Equal(default, frame.Of(own.Devices[0]));
    }

    [Fact]
    public void Columns_hold_what_the_document_says()
    {
        DaemonStatistics now = Document(12, 300, 5000, 1.5);
        now = now with
        {
            Devices = [now.Devices[0] with { Work = now.Devices[0].Work! with { Faults = 8 } }],
            Clients = [now.Clients[0] with { StepP50Microseconds = 1.5, StepP99Microseconds = 2500, Work = now.Clients[0].Work with { Faults = 7, Discarded = 6, MemoryWaits = 5 } }],
            Queues = [now.Queues[0] with { Faults = 9 }],
        };
        string[] lines = TopScreen.Plain(new TopFrame(now, Document(10, 100, 1000, 0.5)), TopSort.Requests).Split('\n');
        Assert.Equal("8", Cell("device", "faults"));
        Assert.Equal(("1.5 us", "2.5 ms", "7", "6", "5"), (Cell("client", "p50"), Cell("client", "p99"), Cell("client", "faults"), Cell("client", "discarded"), Cell("client", "waits")));
        Assert.Equal(("9", "2/64", "started"), (Cell("queue", "faults"), Cell("queue", "in flight"), Cell("queue", "state")));

        // Of the first row of a table, by what stands above it.
        string Cell(string table, string head)
        {
            int at = Array.FindIndex(lines, line => line.StartsWith(table + "  ", StringComparison.Ordinal));
            string[] heads = System.Text.RegularExpressions.Regex.Split(lines[at], " {2,}");
            return System.Text.RegularExpressions.Regex.Split(lines[at + 1], " {2,}")[Array.IndexOf(heads, head)];
        }
    }

    [Fact]
    public void A_narrow_terminal_goes_without_what_matters_least()
    {
        string[] heads = ["client", "uid", "req/s", "reserved", "state"];
        List<string[]> rows = [["a-long-name", "0", "12k", "1.2M", "ok"]];
        Assert.Equal([0, 1, 2, 3, 4], TopScreen.Fit(heads, rows, 80));
        Assert.Equal([0, 1, 2, 4], TopScreen.Fit(heads, rows, 35));
        Assert.Equal([0, 2, 4], TopScreen.Fit(heads, rows, 30));
        Assert.Equal([0, 2, 4], TopScreen.Fit(heads, rows, 1));   // these stay, whatever the width
    }

    [Theory]
    [InlineData(80)]
    [InlineData(60)]
    [InlineData(200)]
    public void Lines_are_no_longer_than_the_terminal_is_wide_and_no_cell_is_broken(int width)
    {
        DaemonStatistics now = Document(12, 300, 5000, 1.5);
        now = now with { Clients = [.. Enumerable.Range(1, 40).Select(id => now.Clients[0] with { Id = id, Pid = 1_000_000 + id })] };
        var text = new StringWriter();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(text) });
        console.Profile.Width = width;
        console.Write(TopScreen.Drawn(new TopFrame(now, Document(10, 100, 1000, 0.5)), TopSort.Requests, lines: 30, width));
        string[] lines = text.ToString().Split('\n');
        Assert.All(lines, line => Assert.True(line.TrimEnd().Length <= width, line));
        Assert.InRange(lines.Length, 10, 31);   // and the empty one behind the last line break
        Assert.Contains("1000001", text.ToString(), StringComparison.Ordinal);
        Assert.Contains(" more", text.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "-")]
    [InlineData(0d, "0")]
    [InlineData(999.4, "999")]
    [InlineData(999.6, "1.0k")]
    [InlineData(1234d, "1.2k")]
    [InlineData(12_345d, "12k")]
    [InlineData(8_600_000d, "8.6M")]
    [InlineData(1e18, "1000000T")]
    public void Counts_fit_a_column(double? value, string text) => Assert.Equal(text, Units.Count(value));

    [Theory]
    [InlineData(1023d, "1023")]
    [InlineData(1024d, "1.0K")]
    [InlineData(1.5 * 1024 * 1024, "1.5M")]
    public void Bytes_go_by_1024(double value, string text) => Assert.Equal(text, Units.Bytes(value));

    [Theory]
    [InlineData(0, "-")]
    [InlineData(0.85, "850 ns")]
    [InlineData(2.5, "2.5 us")]
    [InlineData(12_000, "12 ms")]
    [InlineData(3_000_000, "3.0 s")]
    public void Times_have_their_units(double microseconds, string text) => Assert.Equal(text, Units.Time(microseconds));

    [Fact]
    public void Days_are_told() => Assert.Equal(("01:02:03", "2d 00:00:01"), (Units.Uptime(3723.9), Units.Uptime(172_801)));

    private static DaemonSummary Daemon(double uptime, Guid instance) =>
        new() { Instance = instance, Version = "1", Pid = 1, UptimeSeconds = uptime, Ending = false, Everybody = true };

    private static ClientWork Work(long requests, long bytes, double served) =>
        new() { Requests = requests, BytesIn = bytes, BytesOut = bytes / 2, Faults = 0, Discarded = 0, ServedSeconds = served, Replacements = 0 };

    private static DaemonStatistics Document(double uptime, long requests, long bytes, double served) => new()
    {
        Daemon = Daemon(uptime, s_instance),
        Devices =
        [
            new DeviceStatistics
            {
                Name = "d-0", Api = "v", Algorithms = [], Workers = 1, OpenQueues = 1, QueueLimit = 8, Isolated = false,
                Work = new DeviceWork { Requests = requests, BytesIn = bytes, BytesOut = bytes / 2, Faults = 0, Steps = 1, Parks = 0, Failures = 0, Replacements = 0 },
            },
        ],
        Users = [],
        Clients =
        [
            new ClientStatistics
            {
                Id = 1, Pid = 5, Name = "worker-1", Uid = 0, SharesAddresses = true, Connections = 1, OpenQueues = 1, ReservedBytes = 0,
                Work = Work(requests, bytes, served), StepP50Microseconds = 1, StepP99Microseconds = 2, Stalled = false,
            },
        ],
        Queues =
        [
            new QueueStatistics
            {
                Device = "d-0", Number = 3, Client = 1, Pasid = 1, State = "started", Depth = 64, InFlight = 2, Requests = requests, BytesIn = bytes, BytesOut = bytes / 2, Faults = 0,
            },
        ],
    };
}
