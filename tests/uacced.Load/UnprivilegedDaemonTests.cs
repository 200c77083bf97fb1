using WarpDrive.Daemon.Load.Daemons;
using WarpDrive.Daemon.Load.Processes;

namespace WarpDrive.Daemon.Load;

/// <summary>
/// The daemon as its unit file starts it: a user of its own without any capability. What it reaches of clients of other users, root among them, it reaches by the
/// descriptors that they gave it.
/// </summary>
public sealed class UnprivilegedDaemonTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(Launchers.Stranger)]
    public void Clients_of_other_users_share_their_addresses_with_it(int user)
    {
        using DaemonUnderTest daemon = Start();
        RunAs(user, daemon, "uacced-client", "roundtrip", "1000");
        RunAs(user, daemon, "uacced-trials", "nomem");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(Launchers.Stranger)]
    public void Their_forks_and_new_images_are_kept_apart(int user)
    {
        using DaemonUnderTest daemon = Start();
        RunAs(user, daemon, "uacced-trials", "fork");
        RunAs(user, daemon, "uacced-trials", "exec");
    }

    private static DaemonUnderTest Start()
    {
        var daemon = new DaemonUnderTest(Launchers.As(Launchers.Nobody), ["--socket-mode", "0666"]);
        Assert.All(["CapPrm", "CapEff", "CapBnd", "CapAmb"], set => Assert.Equal(0ul, Convert.ToUInt64(ProcessStatus.Read(daemon.Id, set), 16)));
        Assert.Equal($"{Launchers.Nobody}", ProcessStatus.Read(daemon.Id, "Uid").Split('\t')[0]);
        return daemon;
    }

    private static void RunAs(int user, DaemonUnderTest daemon, string program, params string[] arguments)
    {
        ClientProcess.RunBy(daemon.Socket, user == 0 ? Launchers.None : Launchers.As(user), ClientPrograms.Find(program), arguments);
        daemon.MustBeAlive();
    }
}
