using System.Text;
using Microsoft.Extensions.Logging;

namespace WarpDrive.Daemon.Tests;

public sealed class ConfigTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("uacced").FullName;

    [Fact]
    public void Nothing_said_means_the_defaults()
    {
        DaemonSettings settings = Read("{}");
        Assert.Equal("/run/uacced/uacced.sock", settings.Options.SocketPath);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite, settings.Options.SocketMode);
        Assert.Null(settings.Options.Limits.AllowedUsers);
        Assert.Equal(1, settings.Devices.Counts["zip"]);
        Assert.False(settings.Devices.Counts.ContainsKey("null"));
        Assert.True(settings.Devices.Sva);
        Assert.Equal(TimeSpan.FromSeconds(10), settings.Drain);
        Assert.Null(settings.Metrics);
    }

    [Fact]
    public void Everything_that_is_said_counts()
    {
        DaemonSettings settings = Read("""
            {
              // a comment
              "socket": "/tmp/s", "socketMode": "0600", "socketGroup": "staff",
              "allow": { "users": ["alice", "1234"], "groups": ["staff"], },
              "devices": { "zip": 2, "null": 1, "workers": 3, "workerNice": -4, "instances": 17, "hardwareVersion": 2, "sva": false },
              "quota": { "connections": 4, "queues": 5, "reservedMiB": 6, "inFlightMiB": 7, "stagingMiB": 8 },
              "userQuotas": { "alice": { "queues": 7, "stagingMiB": 9 } },
              "totalConnections": 9, "drainSeconds": 0.5, "logLevel": "warning",
              "metrics": { "listen": "0.0.0.0:9464", "allowRemote": true }
            }
            """);
        Assert.Equal("/tmp/s", settings.Options.SocketPath);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, settings.Options.SocketMode);
        Assert.Equal(50u, settings.Options.SocketGroup);
        DaemonLimits limits = settings.Options.Limits;
        Assert.Equal([1001u, 1234u], limits.AllowedUsers!.Order());
        Assert.Equal([50u], limits.AllowedGroups!);
        var common = new Quota { Connections = 4, Queues = 5, ReservedBytes = 6 << 20, InFlightBytes = 7 << 20, StagingBytes = 8 << 20 };
        Assert.Equal(common, limits.For(1));
        Assert.Equal(common with { Queues = 7, StagingBytes = 9 << 20 }, limits.For(1001));
        Assert.Equal(9, limits.TotalConnections);
        Assert.Equal((2, 0, 0, 1), (settings.Devices.Counts["zip"], settings.Devices.Counts["sec"], settings.Devices.Counts["hpre"], settings.Devices.Counts["null"]));
        Assert.Equal((3, -4, 17, 2, false), (settings.Devices.Workers, settings.Devices.WorkerNice, settings.Devices.Instances, settings.Devices.HardwareVersion, settings.Devices.Sva));
        Assert.Equal(TimeSpan.FromSeconds(0.5), settings.Drain);
        Assert.Equal(LogLevel.Warning, settings.LogLevel);
        Assert.Equal(("0.0.0.0:9464", true), (settings.Metrics!.Text, settings.Metrics.IsRemote));
    }

    [Fact]
    public void What_check_config_prints_is_a_configuration_that_means_the_same()
    {
        DaemonSettings settings = Read("""
            { "socketGroup": "staff", "allow": { "users": ["alice"] }, "devices": { "zip": 2 }, "userQuotas": { "alice": { "queues": 7 } }, "logLevel": "debug",
              "metrics": { "listen": "[::]:1", "allowRemote": true } }
            """);
        string printed = settings.ToJson();
        Assert.Equal(printed, Read(printed).ToJson());
        Assert.Contains("\"1001\"", printed, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ \"sockets\": 1 }", "line 1: 'sockets' is unknown; allowed here: socket, socketMode, socketGroup, allow, devices, quota, userQuotas, ")]
    [InlineData("{\n\n \"quota\": { \"queue\": 1 } }", "line 3: 'quota.queue' is unknown; allowed here: connections, queues, reservedMiB, inFlightMiB, stagingMiB")]
    [InlineData("{ \"userQuotas\": { \"alice\": { \"x\": 1 } } }", "line 1: 'userQuotas.alice.x' is unknown; allowed here: connections")]
    [InlineData("{\n\"devices\": { \"zip\": \"one\" } }", "line 2: 'devices.zip' must be a whole number")]
    [InlineData("{ \"devices\": { \"zip\": 1.5 } }", "line 1: 'devices.zip' must be a whole number")]
    [InlineData("{ \"devices\": 3 }", "line 1: 'devices' must be an object with zip, sec, hpre, null, workers")]
    [InlineData("{ \"devices\": { \"sva\": 1 } }", "line 1: 'devices.sva' must be true or false")]
    [InlineData("{ \"allow\": { \"users\": [1000] } }", "line 1: 'allow.users[0]' must be")]
    [InlineData("{ \"socket\": \"a\", \"socket\": \"b\" }", "line 1: 'socket' stands there twice")]
    [InlineData("{ \"socket\": ", "line 1: ")]
    [InlineData("null", "null is no configuration")]
    [InlineData("{ \"socket\": \"\" }", "'socket' is empty")]
    [InlineData("{ \"socketMode\": \"0999\" }", "'socketMode' is octal digits from \"0000\" to \"0777\", not \"0999\"")]
    [InlineData("{ \"socketMode\": \"1777\" }", "'socketMode' is octal digits")]
    [InlineData("{ \"socketGroup\": \"nobody-knows\" }", "'socketGroup': there is no group \"nobody-knows\"")]
    [InlineData("{ \"allow\": { \"users\": [\"bob\"] } }", "'allow.users': there is no user \"bob\"")]
    [InlineData("{ \"devices\": { \"zip\": 65 } }", "'devices.zip' goes from 0 to 64, not 65")]
    [InlineData("{ \"devices\": { \"workerNice\": -21 } }", "'devices.workerNice' goes from -20 to 0, not -21")]
    [InlineData("{ \"devices\": { \"workerNice\": 1 } }", "'devices.workerNice' goes from -20 to 0, not 1")]
    [InlineData("{ \"devices\": { \"workers\": 0 } }", "'devices.workers' goes from 1 to 256, not 0")]
    [InlineData("{ \"devices\": { \"hardwareVersion\": 1 } }", "'devices.hardwareVersion' goes from 2 to 3, not 1")]
    [InlineData("{ \"quota\": { \"connections\": 0 } }", "'quota.connections' goes from 1 to 65536, not 0")]
    [InlineData("{ \"quota\": { \"reservedMiB\": -1 } }", "'quota.reservedMiB' goes from 0 to")]
    [InlineData("{ \"quota\": { \"inFlightMiB\": 0 } }", "'quota.inFlightMiB' goes from 1 to")]
    [InlineData("{ \"quota\": { \"stagingMiB\": 0 } }", "'quota.stagingMiB' goes from 1 to")]
    [InlineData("{ \"userQuotas\": { \"alice\": { \"queues\": -1 } } }", "'userQuotas.alice.queues' goes from 0 to 65536, not -1")]
    [InlineData("{ \"drainSeconds\": -1 }", "'drainSeconds' goes from 0 to 3600, not -1")]
    [InlineData("{ \"metrics\": { \"listen\": \"0.0.0.0:1\" } }", "'metrics.listen': '0.0.0.0:1' can be reached from other machines")]
    [InlineData("{ \"metrics\": { \"listen\": \"9464\" } }", "'metrics.listen': '9464' is no address with a port")]
    [InlineData("{ \"metrics\": { \"port\": 1 } }", "'metrics.port' is unknown; allowed here: listen, allowRemote")]
    [InlineData("{ \"logLevel\": \"loud\" }", "'logLevel' is one of debug, information, warning, error, not \"loud\"")]
    public void What_cannot_be_is_told_with_its_place_and_what_would_do(string json, string words)
    {
        ConfigException refused = Assert.Throws<ConfigException>(() => Read(json));
        Assert.Contains(words, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_wrong_values_are_told_at_once()
    {
        ConfigException refused = Assert.Throws<ConfigException>(() => Read("""{ "drainSeconds": -1, "logLevel": "loud", "quota": { "queues": -1 } }"""));
        Assert.Equal(3, refused.Message.Split('\n').Length);
    }

    [Fact]
    public void A_file_that_is_not_there_is_told_by_its_name()
    {
        ConfigException refused = Assert.Throws<ConfigException>(() => ConfigReader.ReadFile(Path.Combine(_directory, "none.json")));
        Assert.Contains("none.json", refused.Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private DaemonSettings Read(string json)
    {
        string users = Path.Combine(_directory, "passwd");
        string groups = Path.Combine(_directory, "group");
        File.WriteAllText(users, "root:x:0:0:root:/root:/bin/sh\nalice:x:1001:1001::/home/alice:/bin/sh\n");
        File.WriteAllText(groups, "root:x:0:\nstaff:x:50:alice\n");
        return DaemonSettings.From(ConfigReader.Parse(Encoding.UTF8.GetBytes(json), "test.json"), new AccountNames(users, groups));
    }
}
