using System.Text;
using System.Text.Json;
using WarpDrive.Uacce.Daemon;

namespace WarpDrive.Uacce.Tests.Daemon.Statistics;

public sealed class StatisticsDocumentTests
{
    private static readonly ClientWork s_work = new()
    {
        Requests = 9_007_199_254_740_991,
        BytesIn = 1,
        BytesOut = 2,
        Faults = 3,
        Discarded = 4,
        ServedSeconds = 0.125,
        Replacements = 5,
        MemoryWaits = 6,
    };

    private static DaemonStatistics Sample => new()
    {
        Daemon = new DaemonSummary { Instance = Guid.NewGuid(), Version = "1.2.3", Pid = 7, UptimeSeconds = 1.5, Ending = true, Everybody = true },
        Devices =
        [
            new DeviceStatistics { Name = "a-0", Api = "v1", Algorithms = ["x", "y"], Workers = 2, OpenQueues = 1, QueueLimit = 8, Isolated = false },
        ],
        Users = [new UserStatistics { Uid = null, Clients = 1, OpenQueues = 1, ReservedBytes = 4096, InFlightBytes = 10, StagingBytes = 11, Work = s_work }],
        Clients =
        [
            new ClientStatistics
            {
                Id = 1, Pid = 8, Name = "né\"", Uid = uint.MaxValue, SharesAddresses = true, Connections = 1, OpenQueues = 1, ReservedBytes = 4096,
                Work = s_work, StepP50Microseconds = 0.75, StepP99Microseconds = 12, Stalled = true, Waiting = true,
            },
        ],
        Queues =
        [
            new QueueStatistics
            {
                Device = "a-0", Number = 3, Client = 1, Pasid = 2, State = "started", Depth = 64, InFlight = 5, Requests = 6, BytesIn = 7, BytesOut = 8, Faults = 9,
            },
        ],
    };

    [Fact]
    public void A_document_reads_as_it_was_written()
    {
        DaemonStatistics written = Sample;
        DaemonStatistics read = DaemonStatistics.Parse(written.ToJson());
        Assert.Equal(written.Daemon, read.Daemon);
        Assert.Equal(written.Users, read.Users);
        Assert.Equal(written.Clients, read.Clients);
        Assert.Equal(written.Queues, read.Queues);
        DeviceStatistics device = Assert.Single(read.Devices);
        Assert.Equal(["x", "y"], device.Algorithms);
        Assert.Null(device.Work);
        Assert.Equal(written.Devices[0] with { Algorithms = device.Algorithms }, device);
    }

    [Fact]
    public void The_names_are_those_of_the_specification()
    {
        using JsonDocument document = JsonDocument.Parse(Sample.ToJson());
        Assert.Equal(["version", "daemon", "devices", "users", "clients", "queues"], Names(document.RootElement));
        Assert.Equal(["instance", "version", "pid", "uptimeSeconds", "ending", "everybody"], Names(document.RootElement.GetProperty("daemon")));
        Assert.Equal(
            ["name", "api", "algorithms", "workers", "openQueues", "queueLimit", "isolated"], Names(document.RootElement.GetProperty("devices")[0]));
        Assert.Equal(["clients", "openQueues", "reservedBytes", "inFlightBytes", "stagingBytes", "work"], Names(document.RootElement.GetProperty("users")[0]));
        JsonElement client = document.RootElement.GetProperty("clients")[0];
        Assert.Equal(
            [
                "id", "pid", "name", "uid", "sharesAddresses", "connections", "openQueues", "reservedBytes", "work", "stepP50Microseconds", "stepP99Microseconds", "stalled",
                "waiting",
            ],
            Names(client));
        Assert.Equal(["requests", "bytesIn", "bytesOut", "faults", "discarded", "servedSeconds", "replacements", "memoryWaits"], Names(client.GetProperty("work")));
        Assert.Equal(
            ["device", "number", "client", "pasid", "state", "depth", "inFlight", "requests", "bytesIn", "bytesOut", "faults"],
            Names(document.RootElement.GetProperty("queues")[0]));
    }

    [Fact]
    public void Unknown_names_are_passed_over()
    {
        string json = Encoding.UTF8.GetString(Sample.ToJson());
        DaemonStatistics read = DaemonStatistics.Parse(Encoding.UTF8.GetBytes("{\"later\":{\"a\":[1]}," + json[1..]));
        Assert.Single(read.Queues);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{\"version\":1,\"daemon\":null,\"devices\":null,\"users\":null,\"clients\":null,\"queues\":null}")]
    public void What_is_no_such_document_is_a_format_error(string json) =>
        Assert.Throws<FormatException>(() => DaemonStatistics.Parse(Encoding.UTF8.GetBytes(json)));

    [Fact]
    public void A_later_version_says_what_to_update()
    {
        byte[] json = (Sample with { Version = 2 }).ToJson();
        FormatException e = Assert.Throws<FormatException>(() => DaemonStatistics.Parse(json));
        Assert.Contains("version 2", e.Message, StringComparison.Ordinal);
        Assert.Contains("up to 1", e.Message, StringComparison.Ordinal);
    }

    private static List<string> Names(JsonElement element) => [.. element.EnumerateObject().Select(property => property.Name)];
}
