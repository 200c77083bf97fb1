using System.Globalization;
using WarpDrive.Daemon.Load.Daemons;
using WarpDrive.Daemon.Load.Processes;

namespace WarpDrive.Daemon.Load;

/// <summary>Devices reach memory through page tables and files: neither side locks or pins a page, so that the limit on locked memory does not matter.</summary>
/// <remarks>Root may lock whatever the limit says: with it, what is locked shows in the numbers; without it, in a call that fails.</remarks>
public sealed class LockedMemoryTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Nothing_is_locked_and_nothing_has_to_be(bool root)
    {
        string[] daemonBy = root ? Launchers.WithoutLockedMemory : [.. Launchers.WithoutLockedMemory, .. Launchers.As(Launchers.Nobody)];
        string[] clientBy = root ? Launchers.WithoutLockedMemory : [.. Launchers.WithoutLockedMemory, .. Launchers.As(Launchers.Stranger)];
        using var daemon = new DaemonUnderTest(daemonBy, ["--socket-mode", "0666"]);
        ClientProcess.RunBy(daemon.Socket, clientBy, ClientPrograms.Find("uacced-client"), "roundtrip", "500");
        ClientProcess.RunBy(daemon.Socket, clientBy, ClientPrograms.Find("uacced-trials"), "nomem");
        foreach (string how in new[] { "shown", "hidden" })   // the latter works in reserved memory only, unless it is root
        {
            using ClientProcess client = ClientProcess.StartBy(daemon.Socket, clientBy, Path.Combine(AppContext.BaseDirectory, "LoadClient"), "0", $"{LoadForm.Seed}", how);
            client.WaitForLine("ready");
            MustHoldNothing(client.Id);
            MustHoldNothing(daemon.Id);
            client.AskToEnd();
            client.MustSucceed();
        }

        daemon.MustBeAlive();
    }

    private static void MustHoldNothing(int process)
    {
        string limit = Assert.Single(
            File.ReadLines(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/limits")), line => line.StartsWith("Max locked memory", StringComparison.Ordinal));
        Assert.Equal(["0", "0"], limit.Split(' ', StringSplitOptions.RemoveEmptyEntries)[3..5]);
        Assert.Equal(("0 kB", "0 kB"), (ProcessStatus.Read(process, "VmLck"), ProcessStatus.Read(process, "VmPin")));
    }
}
