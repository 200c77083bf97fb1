using System.Globalization;
using WarpDrive.Daemon.Load.Daemons;
using WarpDrive.Daemon.Load.Processes;

namespace WarpDrive.Daemon.Load;

/// <summary>A client that does everything wrong on purpose, beside honest ones.</summary>
public sealed class HostileClientTests
{
    [Fact]
    public void A_hostile_client_harms_neither_the_daemon_nor_its_neighbours()
    {
        int cases = LoadForm.Choose(100_000, 1_000_000);
        using var daemon = new DaemonUnderTest("--devices", "zip=1,sec=1,hpre=1,null=1");
        Holdings before = daemon.MeasureAfter("uacced-client", "roundtrip", "500");
        ClientProcess[] witnesses =
        [
            ClientProcess.Start(daemon.Socket, ClientPrograms.Find("uacced-load"), "0", "1", "1"),
            ClientProcess.Start(daemon.Socket, Path.Combine(AppContext.BaseDirectory, "LoadClient"), "0", "2"),
        ];
        try
        {
            foreach (ClientProcess witness in witnesses)
            {
                witness.WaitForLine("ready");
            }

            using ClientProcess hostile = ClientProcess.Start(
                daemon.Socket, ClientPrograms.Find("uacced-hostile"), tells: true, cases.ToString(CultureInfo.InvariantCulture), LoadForm.Seed.ToString(CultureInfo.InvariantCulture));
            bool ended = SpinWait.SpinUntil(() => hostile.HasEnded || !daemon.IsAlive || witnesses.Any(static witness => witness.HasEnded), TimeSpan.FromMinutes(LoadForm.Choose(15, 90)));
            daemon.MustBeAlive();
            foreach (ClientProcess witness in witnesses)
            {
                if (!witness.HasEnded)
                {
                    witness.AskToEnd();
                }

                LoadForm.Tell(witness.MustSucceed()[^1]);
            }

            Assert.True(ended, $"the hostile client still runs; {LoadForm.Again}");
            hostile.WaitForEnd();
            Assert.True(hostile.ExitCode == 0, $"{hostile.Error}\n{LoadForm.Again}");
        }
        finally
        {
            Array.ForEach(witnesses, static client => client.Dispose());
        }

        daemon.MustReturnTo(before);
        Holdings after = daemon.Measure();
        LoadForm.Tell($"{before}, then {after}; the log has {daemon.Words.Length} bytes");
        Assert.True(after.Bytes < before.Bytes + (256 << 20), $"{before}, then {after}; {LoadForm.Again}");
        Assert.True(daemon.Words.Length < 1 << 20, "the log is a flood");
    }
}
