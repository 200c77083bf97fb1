using WarpDrive.Daemon.Load.Daemons;
using WarpDrive.Daemon.Load.Processes;

namespace WarpDrive.Daemon.Load;

/// <summary>What the shared rings are for: requests without the kernel. tests/clients/uacced-quiet.c says how it is counted.</summary>
public sealed class SystemCallTests
{
    [Fact]
    public void No_request_takes_a_system_call_while_both_sides_are_awake()
    {
        Assert.SkipUnless(Environment.ProcessorCount > 1, "with one processor, one side at most is awake");
        using var daemon = new DaemonUnderTest();
        LoadForm.Tell(ClientProcess.Run(daemon.Socket, ClientPrograms.Find("uacced-quiet"), "10000")[^1]);
        daemon.MustBeAlive();
    }
}
