using System.Diagnostics;
using System.Globalization;
using WarpDrive.Daemon.Load.Daemons;
using WarpDrive.Daemon.Load.Processes;

namespace WarpDrive.Daemon.Load;

/// <summary>64 processes with four queues each, mixed work, every result verified.</summary>
public sealed class ManyClientsTests
{
    private const int Managed = 8;
    private const int Native = 56;

    [Fact]
    public void Sixty_four_processes_get_right_results_and_the_daemon_does_not_grow()
    {
        using var daemon = new DaemonUnderTest();
        Holdings idle = daemon.MeasureAfter("uacced-client", "roundtrip", "500");
        string load = ClientPrograms.Find("uacced-load");
        string mix = Path.Combine(AppContext.BaseDirectory, "LoadClient");
        var clients = new List<ClientProcess>();
        try
        {
            // The managed ones have a queue for each kind of work, the others two pairs.
            clients.AddRange(Enumerable.Range(0, Managed).Select(i => ClientProcess.Start(daemon.Socket, mix, "0", Text(LoadForm.Seed + i))));
            clients.AddRange(Enumerable.Range(0, Native).Select(i => ClientProcess.Start(daemon.Socket, load, "0", "2", Text(LoadForm.Seed + i))));
            clients.ForEach(static client => client.WaitForLine("ready"));
            (Holdings third, Holdings last) = Watch(daemon, clients, TimeSpan.FromSeconds(LoadForm.Choose(60, 600)));
            clients.ForEach(static client => client.AskToEnd());
            long right = clients.Sum(static client => Right(client.MustSucceed()));
            LoadForm.Tell($"{right} results were right");
            Assert.True(right > clients.Count, LoadForm.Again);

            // Eight descriptors: the connection of the program that counts the queues may not have gone yet.
            Assert.True(last.Descriptors <= third.Descriptors + 8 && last.SharedMappings <= third.SharedMappings, $"{third}, then {last}; {LoadForm.Again}");
            Assert.True(last.Bytes <= third.Bytes + (third.Bytes / 4) + (32 << 20), $"{third}, then {last}; {LoadForm.Again}");
        }
        finally
        {
            clients.ForEach(static client => client.Dispose());
        }

        daemon.MustReturnTo(idle);
        daemon.MustBeAlive();
    }

    private static (Holdings Third, Holdings Last) Watch(DaemonUnderTest daemon, List<ClientProcess> clients, TimeSpan time)
    {
        long start = Stopwatch.GetTimestamp();
        Holdings? third = null;
        Holdings? last = null;
        for (int part = 1; part <= 6; part++)
        {
            TimeSpan until = time * part / 6;
            bool ended = SpinWait.SpinUntil(() => clients.Exists(static client => client.HasEnded) || !daemon.IsAlive, until - Stopwatch.GetElapsedTime(start));
            daemon.MustBeAlive();
            clients.Where(static client => client.HasEnded).ToList().ForEach(static client => client.MustSucceed());
            Assert.False(ended, $"a client ended before it was asked; {LoadForm.Again}");
            Holdings now = daemon.Measure();
            LoadForm.Tell($"{until.TotalSeconds:0} s: {now}");
            third = part == 2 ? now : third;
            last = now;
        }

        return (third!, last!);
    }

    private static long Right(string[] lines) => long.Parse(lines.Single(line => line.StartsWith("right ", StringComparison.Ordinal)).Split(' ')[1], CultureInfo.InvariantCulture);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
