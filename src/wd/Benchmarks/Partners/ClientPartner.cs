using System.Diagnostics;
using System.Globalization;
using WarpDrive.Tool.Output;
using WarpDrive.Uacce;

namespace WarpDrive.Tool.Benchmarks.Partners;

/// <summary>A client of a daemon as a process: both ends of the talk with it.</summary>
/// <remarks>It says <see cref="Ready"/> when its queue is open; then each line with two time stamps is answered by requests, ticks and errors.</remarks>
internal sealed class ClientPartner : IDisposable
{
    private const string Ready = "ready";

    private readonly PartnerProcess _process;

    /// <summary>Starts the process; <see cref="WaitUntilReady"/> waits for it.</summary>
    /// <param name="settings">What it does.</param>
    internal ClientPartner(ClientSettings settings) => _process = new PartnerProcess(
        "client", "--kind", settings.Kind.ToString(), "--socket", settings.Socket,
        "--depth", settings.Depth.ToString(CultureInfo.InvariantCulture), "--size", settings.Size.ToString(CultureInfo.InvariantCulture),
        "--waits", settings.Waits.ToString());

    /// <summary>Its errors so far.</summary>
    internal long Errors { get; private set; }

    /// <summary>In the client's process: works as it is told to until its input ends.</summary>
    /// <param name="settings">What it does.</param>
    internal static void Run(ClientSettings settings)
    {
        using var provider = new DaemonProvider(settings.Socket);
        using IClientWork work = settings.Start(provider);
        Console.Out.WriteLine(Ready);
        while (Console.In.ReadLine() is string line)
        {
            string[] words = line.Split(' ');
            long now = Stopwatch.GetTimestamp();
            if (words.Length != 2 || !TryParse(words[0], out long from) || !TryParse(words[1], out long until)
                || from > until || until - now > 3600 * Stopwatch.Frequency)
            {
                throw new UserErrorException($"two time stamps of the next hour are wanted, not '{line}'");
            }

            (long operations, long ticks) = WorkSlice.Run(work, from, until);
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{operations} {ticks} {work.Errors}"));
        }
    }

    /// <summary>Waits until its queue is open.</summary>
    internal void WaitUntilReady()
    {
        string line = _process.Hear();
        if (line != Ready)
        {
            throw new InvalidOperationException($"a client of the benchmark said '{line}'");
        }
    }

    /// <summary>Lets it work between two moments.</summary>
    internal void Begin(long from, long until) => _process.Tell(string.Create(CultureInfo.InvariantCulture, $"{from} {until}"));

    /// <summary>Waits until it has ended its slice.</summary>
    /// <param name="length">Of the slice.</param>
    /// <returns>Its requests a second.</returns>
    internal double End(TimeSpan length)
    {
        string line = _process.Hear(length);
        string[] words = line.Split(' ');
        if (words.Length != 3 || !TryParse(words[0], out long operations) || !TryParse(words[1], out long ticks) || !TryParse(words[2], out long errors) || ticks == 0)
        {
            throw new InvalidOperationException($"a client of the benchmark said '{line}'");
        }

        Errors = errors;
        return operations * (double)Stopwatch.Frequency / ticks;
    }

    /// <inheritdoc/>
    public void Dispose() => _process.Dispose();

    private static bool TryParse(string text, out long value) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
}
