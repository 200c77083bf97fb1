using System.Globalization;
using System.Text.RegularExpressions;
using WarpDrive.Uacce.Daemon;

namespace WarpDrive.Daemon.Tests;

/// <summary>The text format, read back as its specification says.</summary>
public sealed partial class MetricsTextTests
{
    private static readonly DaemonStatistics s_statistics = new()
    {
        Daemon = new DaemonSummary { Instance = Guid.Empty, Version = "1\"\\\n2", Pid = 1, UptimeSeconds = 1234.5, Ending = true, Everybody = true },
        Devices =
        [
            Device("zip \"0\"\\", work: new DeviceWork { Requests = 1L << 52, BytesIn = 2, BytesOut = 3, Faults = 4, Steps = 5, Parks = 6, Failures = 7, Replacements = 8 }),
            Device("null-1", work: null),
        ],
        Users = [User(0, 10), User(4_294_967_295, 20), User(null, 30)],
        Clients = [Client(1, stalled: true), Client(2, stalled: false)],
        Queues = [],
    };

    [Fact]
    public void Every_sample_has_the_value_of_the_document()
    {
        Dictionary<string, double> samples = Parse(MetricsText.Write(s_statistics));
        Assert.Equal(1234.5, samples["uacced_uptime_seconds"]);
        Assert.Equal(1, samples["uacced_ending"]);
        Assert.Equal(2, samples["uacced_clients"]);
        Assert.Equal(6, samples["uacced_connections"]);
        Assert.Equal(1, samples["uacced_stalled_clients"]);
        Assert.Equal(1L << 52, samples["uacced_device_requests_total{device=zip \"0\"\\}"]);
        Assert.Equal(2, samples["uacced_device_read_bytes_total{device=zip \"0\"\\}"]);
        Assert.Equal(8, samples["uacced_device_replaced_workers_total{device=zip \"0\"\\}"]);
        Assert.Equal(3, samples["uacced_device_open_queues{device=null-1}"]);
        Assert.False(samples.ContainsKey("uacced_device_requests_total{device=null-1}"));
        Assert.Equal(10, samples["uacced_user_requests_total{uid=0}"]);
        Assert.Equal(20, samples["uacced_user_requests_total{uid=4294967295}"]);
        Assert.Equal(30, samples["uacced_user_requests_total{uid=other}"]);
        Assert.Equal(0.25, samples["uacced_user_served_seconds_total{uid=0}"]);
        Assert.Equal(4, samples["uacced_user_in_flight_bytes{uid=0}"]);
        Assert.Equal(5, samples["uacced_user_staging_bytes{uid=0}"]);
        Assert.Equal(6, samples["uacced_user_memory_waits_total{uid=0}"]);
        Assert.Equal(1, samples["uacced_info{instance=00000000-0000-0000-0000-000000000000,version=1\"\\\n2}"]);
    }

    [Fact]
    public void Counters_end_in_total_and_labels_are_devices_and_users_only()
    {
        string text = MetricsText.Write(s_statistics);
        foreach (string line in text.Split('\n').Where(line => line.StartsWith("# TYPE ", StringComparison.Ordinal)))
        {
            string[] parts = line.Split(' ');
            Assert.Equal(parts[3] == "counter", parts[2].EndsWith("_total", StringComparison.Ordinal));
        }

        IEnumerable<string> labels = LabelName().Matches(text).Select(match => match.Groups[1].Value).Distinct();
        Assert.Equal(["device", "instance", "uid", "version"], labels.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_daemon_with_nothing_is_written_too()
    {
        Dictionary<string, double> samples = Parse(MetricsText.Write(s_statistics with { Devices = [], Users = [], Clients = [] }));
        Assert.Equal(0, samples["uacced_clients"]);
    }

    /// <summary>Reads the format; fails where a line, its order or its escapes are wrong.</summary>
    private static Dictionary<string, double> Parse(string text)
    {
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        var samples = new Dictionary<string, double>();
        var families = new HashSet<string>();
        string family = "";
        foreach (string line in text[..^1].Split('\n'))
        {
            if (line.StartsWith("# HELP ", StringComparison.Ordinal))
            {
                family = line.Split(' ')[2];
                Assert.True(families.Add(family), $"{family} comes twice");   // all lines of a metric in one group
                continue;
            }

            if (line.StartsWith("# TYPE ", StringComparison.Ordinal))
            {
                Assert.Equal(family, line.Split(' ')[2]);
                continue;
            }

            Match match = SampleLine().Match(line);
            Assert.True(match.Success, line);
            Assert.Equal(family, match.Groups["name"].Value);
            IEnumerable<string> labels = Label().Matches(match.Groups["labels"].Value).Select(label => $"{label.Groups[1].Value}={Unescape(label.Groups[2].Value)}");
            string key = match.Groups["labels"].Success ? $"{family}{{{string.Join(',', labels)}}}" : family;
            Assert.True(samples.TryAdd(key, double.Parse(match.Groups["value"].Value, CultureInfo.InvariantCulture)), $"{key} comes twice");
        }

        return samples;
    }

    private static string Unescape(string text) =>
        Escape().Replace(text, match => match.Value == "\\n" ? "\n" : match.Value[1..]);

    private static DeviceStatistics Device(string name, DeviceWork? work) => new()
    {
        Name = name,
        Api = "v",
        Algorithms = [],
        Workers = 2,
        OpenQueues = 3,
        QueueLimit = 4,
        Isolated = false,
        Work = work,
    };

    private static UserStatistics User(uint? uid, long requests) => new()
    {
        Uid = uid,
        Clients = 1,
        OpenQueues = 2,
        ReservedBytes = 3,
        InFlightBytes = 4,
        StagingBytes = 5,
        Work = new ClientWork { Requests = requests, BytesIn = 0, BytesOut = 0, Faults = 0, Discarded = 0, ServedSeconds = 0.25, Replacements = 0, MemoryWaits = 6 },
    };

    private static ClientStatistics Client(long id, bool stalled) => new()
    {
        Id = id,
        Pid = 5,
        Name = "n",
        Uid = 0,
        SharesAddresses = true,
        Connections = 3,
        OpenQueues = 0,
        ReservedBytes = 0,
        Work = User(0, 0).Work,
        StepP50Microseconds = 0,
        StepP99Microseconds = 0,
        Stalled = stalled,
    };

    [GeneratedRegex("""^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(\{(?<labels>([a-z_]+="([^"\\]|\\["\\n])*",?)+)\})? (?<value>-?[0-9.E+]+)$""")]
    private static partial Regex SampleLine();

    [GeneratedRegex("""([a-z_]+)="((?:[^"\\]|\\["\\n])*)",?""")]
    private static partial Regex Label();

    [GeneratedRegex("""[{,]([a-z_]+)=""")]
    private static partial Regex LabelName();

    [GeneratedRegex("""\\["\\n]""")]
    private static partial Regex Escape();
}
