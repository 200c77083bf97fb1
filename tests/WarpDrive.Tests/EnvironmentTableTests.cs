namespace WarpDrive.Tests;

public sealed class EnvironmentTableTests
{
    public static TheoryData<string, string, string> EveryVariable() => new()
    {
        { "WD_PROVIDER", "embedded", "OnlyProvider = embedded" },
        { "WD_PROVIDERS_OFF", "kernel, daemon", "kernel|daemon" },
        { "WD_SOCKET", "/run/x.sock", "Daemon = /run/x.sock" },
        { "WD_FALLBACK", "on", "DaemonFallback = True" },
        { "WD_REATTACH", "0", "DaemonReattach = 00:00:00" },
        { "WD_DEVICE", "hisi_zip-1", "Device = hisi_zip-1" },
        { "WD_SCHEDULING", "least-loaded", "Scheduling = LeastLoaded" },
        { "WD_ENGINE", "isal", "Engine = isal" },
        { "WD_EMBEDDED_DEVICES", "3", "Devices = 3" },
        { "WD_EMBEDDED_WORKERS", "5", "Workers = 5" },
        { "WD_EMBEDDED_HW", "2", "HardwareVersion = 2" },
        { "WD_EMBEDDED_SVA", "off", "Sva = False" },
        { "WD_DEADLINE", "1.5", "Deadline = 00:00:01.5" },
        { "WD_STOP_TIMEOUT", "3", "StopTimeout = 00:00:03" },
        { "WD_SYNC_CONTEXTS", "7", "SyncContexts = 7" },
        { "WD_ASYNC_CONTEXTS", "9", "AsyncContexts = 9" },
        { "WD_QUEUE_LIMIT", "11", "QueueLimit = 11" },
        { "WD_RECEIPTS", "32", "ReceiptInterval = 32" },
        { "WD_RESERVED_MEMORY", "1024", "ReservedMemory = 1048576" },
    };

    [Theory]
    [MemberData(nameof(EveryVariable))]
    public void A_variable_changes_its_option(string name, string value, string expected)
    {
        AcceleratorOptions options = EnvironmentTable.Read(variable => variable == name ? value : null);
        Assert.Contains(expected, options + string.Join('|', options.DisabledProviders));
        options.Validate();
    }

    [Theory]
    [InlineData("WD_SCHEDULING", "random")]
    [InlineData("WD_EMBEDDED_DEVICES", "65")]
    [InlineData("WD_EMBEDDED_DEVICES", "-1")]
    [InlineData("WD_EMBEDDED_HW", "1")]
    [InlineData("WD_EMBEDDED_SVA", "yes")]
    [InlineData("WD_DEADLINE", "0")]
    [InlineData("WD_DEADLINE", "soon")]
    [InlineData("WD_RECEIPTS", "0")]
    [InlineData("WD_QUEUE_LIMIT", "99999999999")]
    public void A_value_that_a_variable_cannot_have_is_named(string name, string value)
    {
        FormatException thrown = Assert.Throws<FormatException>(() => EnvironmentTable.Read(variable => variable == name ? value : null));
        Assert.Contains($"{name}={value}", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_variable_is_tested_and_documented()
    {
        Assert.Equal(
            EnvironmentTable.Variables.Select(variable => variable.Name).Order(), EveryVariable().Select(row => row.Data.Item1).Order());
        string page = Path.Combine(AppContext.BaseDirectory, "environment.md");
        Assert.Contains(EnvironmentTable.ToMarkdown(), File.ReadAllText(page), StringComparison.Ordinal);
    }
}
