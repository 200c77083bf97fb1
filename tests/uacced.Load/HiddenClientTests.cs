using WarpDrive.Daemon.Load.Daemons;
using WarpDrive.Daemon.Load.Processes;

namespace WarpDrive.Daemon.Load;

/// <summary>Clients of the library whose memory the kernel keeps from everybody, themselves included: they are not dumpable, and not root.</summary>
public sealed class HiddenClientTests
{
    [Fact]
    public void They_work_in_reserved_memory_by_themselves_and_are_told_why()
    {
        string[] lines = Work("hidden");
        Assert.All(lines[..3], line => Assert.Contains(" None: ", line, StringComparison.Ordinal));
        Assert.All(lines[..3], line => Assert.Contains("PR_SET_DUMPABLE", line, StringComparison.Ordinal));
    }

    [Fact]
    public void The_same_client_shares_its_addresses_when_it_is_not_hidden() =>
        Assert.All(Work("shown")[..3], line => Assert.EndsWith(" Sva: addresses are shared", line, StringComparison.Ordinal));

    private static string[] Work(string how)
    {
        using var daemon = new DaemonUnderTest("--socket-mode", "0666");
        using ClientProcess client = ClientProcess.StartBy(
            daemon.Socket, Launchers.As(Launchers.Stranger), Path.Combine(AppContext.BaseDirectory, "LoadClient"), "0", $"{LoadForm.Seed}", how);
        client.WaitForLine("ready");   // the first round of each kind of request was right
        client.AskToEnd();
        string[] lines = client.MustSucceed();
        daemon.MustBeAlive();
        return lines;
    }
}
