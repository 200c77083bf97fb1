using System.Globalization;
using WarpDrive.Daemon.Load.Daemons;
using WarpDrive.Daemon.Load.Processes;

namespace WarpDrive.Daemon.Load;

/// <summary>Daemon and clients that number processes differently, as in containers.</summary>
public sealed class PidNamespaceTests
{
    [Fact]
    public void A_client_in_a_namespace_of_its_own_shares_its_addresses()
    {
        using var daemon = new DaemonUnderTest();
        RunBy(daemon, Launchers.OwnPidNamespace, "uacced-client", "roundtrip", "1000");
        RunBy(daemon, Launchers.OwnPidNamespace, "uacced-trials", "fork");   // parent and child are told apart by numbers that they do not know
    }

    [Fact]
    public void So_does_a_client_of_the_library()
    {
        using var daemon = new DaemonUnderTest();
        using ClientProcess client = ClientProcess.StartBy(
            daemon.Socket, Launchers.OwnPidNamespace, Path.Combine(AppContext.BaseDirectory, "LoadClient"), "0", $"{LoadForm.Seed}", "shown");
        client.WaitForLine("ready");
        client.AskToEnd();
        Assert.All(client.MustSucceed()[..3], line => Assert.EndsWith(" Sva: addresses are shared", line, StringComparison.Ordinal));
        daemon.MustBeAlive();
    }

    [Fact]
    public void A_daemon_that_cannot_see_a_client_refuses_it_with_words_and_serves_those_beside_it()
    {
        using var daemon = new DaemonUnderTest(Launchers.OwnPidNamespace, []);
        using ClientProcess outside = ClientProcess.Start(daemon.Socket, ClientPrograms.Find("uacced-client"), "list");
        outside.WaitForEnd();
        Assert.Equal(1, outside.ExitCode);
        Assert.Contains("hello: No such process: ", outside.Error, StringComparison.Ordinal);
        Assert.Contains("same pid namespace", outside.Error, StringComparison.Ordinal);

        string inside = ProcessStatus.ChildOf(daemon.Id).ToString(CultureInfo.InvariantCulture);
        RunBy(daemon, ["nsenter", "--target", inside, "--pid", "--mount"], "uacced-client", "roundtrip", "500");
    }

    private static void RunBy(DaemonUnderTest daemon, string[] launcher, string program, params string[] arguments)
    {
        ClientProcess.RunBy(daemon.Socket, launcher, ClientPrograms.Find(program), arguments);
        daemon.MustBeAlive();
    }
}
