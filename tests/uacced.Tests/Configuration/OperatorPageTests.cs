using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using WarpDrive.Uacce.Daemon;

namespace WarpDrive.Daemon.Tests;

/// <summary>docs/uacced.md and docs/spec/uacced.md name what there is: everything, and nothing else.</summary>
public sealed partial class OperatorPageTests
{
    private static readonly string s_page = Page("uacced.md");

    [Fact]
    public void The_table_of_options_names_what_the_file_may_say()
    {
        IEnumerable<string> known = Names(ConfigContext.Default.ConfigFile, "").Order(StringComparer.Ordinal);
        var told = new List<string>();
        foreach (string row in Section("Configuration").Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal)))
        {
            string first = "";
            foreach (Match name in Code().Matches(row.Split('|')[1]))
            {
                string text = name.Groups[1].Value;   // `devices.zip`, `.sec`
                told.Add(text.StartsWith('.') ? first[..first.LastIndexOf('.')] + text : text);
                first = first.Length == 0 ? text : first;
            }
        }

        Assert.Equal(known, told.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_defaults_in_the_table_are_the_defaults()
    {
        var quota = new Quota();
        (string Name, long Value)[] expected =
        [
            ("quota.connections", quota.Connections), ("quota.queues", quota.Queues), ("quota.reservedMiB", quota.ReservedBytes >> 20),
            ("quota.inFlightMiB", quota.InFlightBytes >> 20), ("quota.stagingMiB", quota.StagingBytes >> 20),
            ("totalConnections", new DaemonLimits().TotalConnections), ("drainSeconds", (long)new DaemonSettings().Drain.TotalSeconds),
            ("devices.workerNice", new DeviceSettings().WorkerNice), ("devices.instances", new DeviceSettings().Instances), ("devices.hardwareVersion", new DeviceSettings().HardwareVersion),
        ];
        Assert.All(expected, one => Assert.Contains($"| `{one.Name}` | {one.Value} |", s_page, StringComparison.Ordinal));
    }

    [Fact]
    public void The_table_of_metrics_names_what_is_served()
    {
        string text = MetricsText.Write(new DaemonStatistics
        {
            Daemon = new DaemonSummary { Instance = Guid.Empty, Version = "1", Pid = 1, UptimeSeconds = 1, Ending = false, Everybody = true },
            Devices = [],
            Users = [],
            Clients = [],
            Queues = [],
        });
        IEnumerable<string> served = text.Split('\n').Where(line => line.StartsWith("# TYPE ", StringComparison.Ordinal)).Select(line => line.Split(' ')[2]);
        var told = new List<string>();
        foreach (string row in Section("Watching it").Split('\n').Where(line => line.StartsWith("| `uacced_", StringComparison.Ordinal)))
        {
            string[] names = [.. Code().Matches(row.Split('|')[1]).Select(match => match.Groups[1].Value)];
            bool isFamily = names[0].EndsWith('_');   // `uacced_user_`: `clients`, …
            told.AddRange(isFamily ? names.Skip(1).Select(name => names[0] + name) : names);
        }

        Assert.Equal(served.Order(StringComparer.Ordinal), told.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("`devices[]`", typeof(DeviceStatistics), typeof(DeviceWork))]
    [InlineData("`users[]`", typeof(UserStatistics), null)]
    [InlineData("`clients[]`", typeof(ClientStatistics), null)]
    [InlineData("`queues[]`", typeof(QueueStatistics), null)]
    [InlineData("`daemon`", typeof(DaemonSummary), null)]
    [InlineData("`work` of users and clients", typeof(ClientWork), null)]
    public void The_protocol_page_names_what_a_document_of_statistics_holds(string start, Type type, Type? also)
    {
        string page = Page("spec", "uacced.md");
        int from = page.IndexOf(start, page.IndexOf("### 3.9", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.True(from > 0, $"no {start}");
        string told = page[from..page.IndexOf(start[0] == '`' && !start.Contains(' ', StringComparison.Ordinal) ? "\n" : "\n\n", from, StringComparison.Ordinal)];
        foreach (Type one in also is null ? [type] : new[] { type, also })
        {
            foreach (var property in one.GetProperties())
            {
                string name = char.ToLowerInvariant(property.Name[0]) + property.Name[1..];
                Assert.True(told.Contains($"`{name}`", StringComparison.Ordinal) || told.Contains($"`{name}[]`", StringComparison.Ordinal), $"{name} is not told");
            }
        }
    }

    private static IEnumerable<string> Names(JsonTypeInfo type, string prefix)
    {
        foreach (JsonPropertyInfo property in type.Properties)
        {
            string name = prefix + property.Name;
            JsonTypeInfo? inner = ConfigContext.Default.GetTypeInfo(property.PropertyType);
            if (inner is not { Kind: JsonTypeInfoKind.Object })
            {
                yield return name;
                continue;
            }

            if (name == "quota")
            {
                yield return name;   // has a row of its own, which says whose it is
            }

            foreach (string below in Names(inner, name + "."))
            {
                yield return below;
            }
        }
    }

    private static string Section(string title)
    {
        int from = s_page.IndexOf($"\n## {title}\n", StringComparison.Ordinal);
        Assert.True(from >= 0, $"no section {title}");
        int to = s_page.IndexOf("\n## ", from + 4, StringComparison.Ordinal);
        return s_page[from..(to < 0 ? s_page.Length : to)];
    }

    private static string Page(params string[] name) => File.ReadAllText(Path.Combine([AppContext.BaseDirectory, "docs", .. name]));

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();
}
