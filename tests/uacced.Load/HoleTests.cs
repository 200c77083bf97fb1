using WarpDrive.Daemon.Load.Daemons;
using WarpDrive.Daemon.Load.Processes;

namespace WarpDrive.Daemon.Load;

/// <summary>A client that takes the memory out of what it shares with the daemon (tests/clients/uacced-holes.c), beside another one.</summary>
public sealed class HoleTests
{
    [Fact]
    public void Holes_in_shared_memory_harm_nobody_else_and_nothing_of_it_can_be_sealed()
    {
        using var daemon = new DaemonUnderTest();
        Holdings before = daemon.MeasureAfter("uacced-holes", "2");
        using (ClientProcess witness = ClientProcess.Start(daemon.Socket, ClientPrograms.Find("uacced-load"), "0", "1", "1"))
        {
            witness.WaitForLine("ready");
            LoadForm.Tell(ClientProcess.Run(daemon.Socket, ClientPrograms.Find("uacced-holes"), "20")[^1]);
            daemon.MustBeAlive();
            witness.AskToEnd();
            witness.MustSucceed();
        }

        daemon.MustReturnTo(before);
        daemon.MustBeAlive();
    }
}
