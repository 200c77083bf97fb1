using System.Globalization;
using WarpDrive.Daemon.Load.Daemons;
using WarpDrive.Daemon.Load.Processes;

namespace WarpDrive.Daemon.Load;

/// <summary>Clients that are killed at any moment, beside others that are not.</summary>
public sealed class KilledClientsTests
{
    private const int Kills = 500;
    private const int Victims = 8;
    private const long Growth = 48 << 20;   // what the daemon keeps for requests that are under way; 100 KiB for each client killed would be more

    [Fact]
    public void Killing_random_clients_five_hundred_times_shows_nowhere_else_and_leaks_nothing()
    {
        using var daemon = new DaemonUnderTest();
        string load = ClientPrograms.Find("uacced-load");
        var random = new Random(LoadForm.Seed);
        Holdings before = daemon.MeasureAfter("uacced-client", "roundtrip", "500");
        ClientProcess[] witnesses = [.. Enumerable.Range(0, 3).Select(i => Start(i, "1"))];
        ClientProcess[] victims = [.. Enumerable.Range(0, Victims).Select(i => Start(100 + i, "2"))];
        try
        {
            foreach (ClientProcess witness in witnesses)
            {
                witness.WaitForLine("ready");
            }

            Holdings? early = null;
            for (int kill = 1; kill <= Kills; kill++)
            {
                int victim = random.Next(Victims);
                if (random.Next(3) != 0)
                {
                    victims[victim].WaitForLine("ready");   // killed under load, the others while they set up
                }

                victims[victim].Kill();
                victims[victim].WaitForEnd();
                Assert.True(victims[victim].ExitCode == 128 + 9, $"a client ended with {victims[victim].ExitCode} before it was killed: {victims[victim].Error}; {LoadForm.Again}");
                victims[victim].Dispose();
                victims[victim] = Start(1000 + kill, "2");
                daemon.MustBeAlive();
                if (kill % 100 == 0)
                {
                    Holdings now = daemon.Measure();
                    LoadForm.Tell($"{kill} of {Kills} clients killed: {now}");
                    early ??= now;
                    Assert.True(now.Bytes < early.Bytes + Growth, $"{early}, then {now}; {LoadForm.Again}");
                }
            }

            foreach (ClientProcess witness in witnesses)
            {
                witness.AskToEnd();
                LoadForm.Tell(witness.MustSucceed()[^1]);
            }
        }
        finally
        {
            Array.ForEach([.. witnesses, .. victims], static client => client.Dispose());
        }

        daemon.MustReturnTo(before);
        Holdings after = daemon.Measure();
        LoadForm.Tell($"{before}, then {after}");
        Assert.True(after.Bytes < before.Bytes + Growth, $"{before}, then {after}; {LoadForm.Again}");
        Assert.True(daemon.Words.Length < 1 << 20, "the log is a flood");

        ClientProcess Start(int seed, string pairs) =>
            ClientProcess.Start(daemon.Socket, load, "0", pairs, (LoadForm.Seed + seed).ToString(CultureInfo.InvariantCulture));
    }
}
