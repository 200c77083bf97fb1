using WarpDrive.Daemon.Load.Daemons;
using WarpDrive.Daemon.Load.Processes;

namespace WarpDrive.Daemon.Load;

/// <summary>One client in C against one daemon: the protocol, then what a client may do to itself and to its memory.</summary>
public sealed class TrialTests
{
    [Fact]
    public void The_C_client_lists_the_devices()
    {
        using var daemon = new DaemonUnderTest("--devices", "zip=2,sec=1");
        string[] lines = ClientProcess.Run(daemon.Socket, ClientPrograms.Find("uacced-client"), "list");
        Assert.Equal(["hisi_sec2", "hisi_zip", "hisi_zip"], lines.Select(line => line.Split('-')[0]).Order(StringComparer.Ordinal));
        Assert.All(lines, line => Assert.Contains("flags 1 ", line, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("2")]
    [InlineData("3")]
    public void The_C_client_compresses_its_own_memory_and_gets_it_back(string generation)
    {
        using var daemon = new DaemonUnderTest("--hw-version", generation);
        RunTwice(daemon, "uacced-client", "roundtrip", "4000");   // the rings come round three times
    }

    [Fact]
    public void A_forked_child_is_refused_and_the_parent_goes_on_right()
    {
        using var daemon = new DaemonUnderTest();
        RunTwice(daemon, "uacced-trials", "fork");
    }

    [Fact]
    public void The_image_after_exec_is_neither_read_nor_written()
    {
        using var daemon = new DaemonUnderTest();
        RunTwice(daemon, "uacced-trials", "exec");
    }

    [Fact]
    public void A_set_user_id_image_after_exec_is_neither_read_nor_written()
    {
        Assert.SkipUnless(Environment.UserName == "root" && File.Exists("/usr/bin/setpriv"), "only root can make a program of another user, and setpriv becomes one");
        using var daemon = new DaemonUnderTest("--socket-mode", "0666");
        string program = ClientPrograms.Find("uacced-trials");
        string privileged = program + "-set-user-id";
        File.Copy(program, privileged, overwrite: true);
        File.SetUnixFileMode(privileged, File.GetUnixFileMode(program) | UnixFileMode.SetUser);
        string[] lines = ClientProcess.Run(daemon.Socket, "/usr/bin/setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups", program, "exec", privileged);
        Assert.SkipUnless(lines.Contains("user 0 of 65534"), "the folder of temporary files is mounted without set-user-id programs");
        daemon.MustBeAlive();
    }

    [Fact]
    public void A_client_without_memory_descriptors_works_in_its_reservations_and_nowhere_else()
    {
        using var daemon = new DaemonUnderTest();
        RunTwice(daemon, "uacced-trials", "nomem");
    }

    [Fact]
    public void A_storm_of_rings_without_news_disturbs_nobody()
    {
        using var daemon = new DaemonUnderTest();
        using ClientProcess witness = Witness(daemon, 1);
        Run(daemon, "uacced-trials", "storm", "300000");
        MustBeRight(daemon, witness);
    }

    [Fact]
    public void Memory_that_is_not_there_fails_the_request_and_nothing_more()
    {
        using var daemon = new DaemonUnderTest();
        using ClientProcess witness = Witness(daemon, 1);
        Run(daemon, "uacced-trials", "addresses");
        MustBeRight(daemon, witness);
    }

    [Fact]
    public void Pages_that_nobody_serves_hold_up_nobody_else()
    {
        using var daemon = new DaemonUnderTest("--workers", "2");
        Holdings before = daemon.MeasureAfter("uacced-client", "roundtrip", "500");
        using (ClientProcess stuck = ClientProcess.Start(daemon.Socket, ClientPrograms.Find("uacced-trials"), "unserved", "8"))
        {
            stuck.WaitForLine("waiting");
            Run(daemon, "uacced-client", "roundtrip", "500");
            Assert.False(stuck.HasEnded);
        }

        Run(daemon, "uacced-client", "roundtrip", "500");
        daemon.MustReturnTo(before);
    }

    [Fact]
    public void A_client_that_is_stopped_goes_on_where_it_was_and_nobody_waits_for_it()
    {
        using var daemon = new DaemonUnderTest();
        using ClientProcess stopped = Witness(daemon, 1);
        for (int i = 0; i < 5; i++)
        {
            stopped.Signal("STOP");
            Run(daemon, "uacced-client", "roundtrip", "500");
            stopped.Signal("CONT");
        }

        MustBeRight(daemon, stopped);
    }

    private static void Run(DaemonUnderTest daemon, string program, params string[] arguments)
    {
        ClientProcess.Run(daemon.Socket, ClientPrograms.Find(program), arguments);
        daemon.MustBeAlive();
    }

    // What stays after the first run is made once; what stays after the second would stay after each.
    private static void RunTwice(DaemonUnderTest daemon, string program, params string[] arguments)
    {
        Holdings first = daemon.MeasureAfter(program, arguments);
        Run(daemon, program, arguments);
        daemon.MustReturnTo(first);
    }

    private static ClientProcess Witness(DaemonUnderTest daemon, int seed)
    {
        ClientProcess witness = ClientProcess.Start(daemon.Socket, ClientPrograms.Find("uacced-load"), "0", "1", $"{seed}");
        witness.WaitForLine("ready");
        return witness;
    }

    private static void MustBeRight(DaemonUnderTest daemon, ClientProcess witness)
    {
        witness.AskToEnd();
        witness.MustSucceed();
        daemon.MustBeAlive();
    }
}
