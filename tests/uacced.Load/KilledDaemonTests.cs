using System.Globalization;
using WarpDrive.Daemon.Load.Daemons;
using WarpDrive.Daemon.Load.Processes;

namespace WarpDrive.Daemon.Load;

/// <summary>A daemon that is killed at any moment, with a successor.</summary>
public sealed class KilledDaemonTests
{
    private const int Native = 6;

    [Fact]
    public void Every_request_of_a_killed_daemon_ends_as_done_or_clearly_failed()
    {
        int kills = LoadForm.Choose(12, 50);
        using var daemon = new DaemonUnderTest();
        string load = ClientPrograms.Find("uacced-load");
        string mix = Path.Combine(AppContext.BaseDirectory, "LoadClient");
        ClientProcess[] survivors = [.. Enumerable.Range(0, 2).Select(i => ClientProcess.Start(daemon.Socket, mix, "0", Text(LoadForm.Seed + i), "survive"))];
        var native = new ClientProcess[Native];
        try
        {
            Array.ForEach(survivors, static client => client.WaitForLine("ready"));
            for (int kill = 1; kill <= kills; kill++)
            {
                for (int i = 0; i < Native; i++)
                {
                    native[i] = ClientProcess.Start(daemon.Socket, load, "0", "2", Text(LoadForm.Seed + (100 * kill) + i));
                }

                Array.ForEach(native, static client => client.WaitForLine("ready"));
                daemon.KillAndRestart();
                Array.ForEach(survivors, static client => client.Say("again?"));
                foreach (ClientProcess client in native)
                {
                    client.WaitForEnd();   // it does not attach again: its end is the clear failure
                    Assert.True(client.ExitCode == 4, $"a client ended with {client.ExitCode}: {client.Error}; {LoadForm.Again}");
                    client.Dispose();
                }

                // A round that began with the successor: all kinds of work are right again.
                Array.ForEach(survivors, client => client.WaitForLine($"again {Text(kill)}"));
                LoadForm.Tell($"{kill} of {kills} daemons killed");
            }

            foreach (ClientProcess survivor in survivors)
            {
                Assert.False(survivor.HasEnded, $"a survivor ended; {LoadForm.Again}");
                survivor.AskToEnd();
                string last = survivor.MustSucceed()[^1];
                LoadForm.Tell(last);
                string[] words = last.Split(' ');   // right N failed M
                Assert.True(Number(words[3]) < Number(words[1]), $"{last}; {LoadForm.Again}");
            }
        }
        finally
        {
            Array.ForEach([.. survivors, .. native], static client => client?.Dispose());
        }

        ClientProcess.Run(daemon.Socket, ClientPrograms.Find("uacced-client"), "roundtrip", "500");
        daemon.MustBeAlive();
    }

    [Fact]
    public void A_daemon_that_is_asked_to_end_finishes_what_was_rung_and_its_clients_hear_of_it()
    {
        using var daemon = new DaemonUnderTest();
        ClientProcess[] clients = [.. Enumerable.Range(0, Native).Select(i => ClientProcess.Start(daemon.Socket, ClientPrograms.Find("uacced-load"), "0", "2", Text(LoadForm.Seed + i)))];
        try
        {
            Array.ForEach(clients, static client => client.WaitForLine("ready"));
            Assert.True(daemon.Terminate() == 0, daemon.Words);
            foreach (ClientProcess client in clients)
            {
                client.WaitForEnd();
                Assert.True(client.ExitCode == 4, $"a client ended with {client.ExitCode}: {client.Error}; {LoadForm.Again}");
            }
        }
        finally
        {
            Array.ForEach(clients, static client => client.Dispose());
        }
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
