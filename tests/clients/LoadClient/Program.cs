// Compresses, decompresses, hashes, encrypts and decrypts through a daemon, and checks every result against the runtime's own.
// LoadClient SECONDS SEED [survive | shown | hidden]: ends after that time or with its standard input (SECONDS 0: only then). Prints "ready" when the first round was
// right, and at the end how many results were right. With "survive" requests may fail with a clear status, as when the daemon ends; they are
// counted. With "shown" and "hidden" it tells of each device whether addresses are shared; with the latter after it made itself not dumpable.
// A line of input asks for "again N", N counting the lines, when a round that began behind the question was right, all kinds of it.
// Exit: 0 all results were right, 1 one was wrong, or failed when it must not.
using System.Globalization;
using WarpDrive;
using WarpDrive.LoadClient;
using WarpDrive.Uacce;

int seconds = int.Parse(args[0], CultureInfo.InvariantCulture);
int seed = int.Parse(args[1], CultureInfo.InvariantCulture);
bool survives = args.Length > 2 && args[2] == "survive";
if (args.Length > 2 && args[2] == "hidden")
{
    Addresses.Hide();
}

using var accelerators = new Accelerators(new AcceleratorOptions
{
    OnlyProvider = DaemonProvider.ProviderName,
    Providers = [new DaemonProvider()],
    SyncContexts = 1,
    Deadline = TimeSpan.FromSeconds(30),
});
if (args.Length > 2 && args[2] is "shown" or "hidden")
{
    Addresses.Tell(accelerators);
}

using var mix = new WorkMix(accelerators, seed, survives);
int asked = 0;
int answered = 0;
var input = new Thread(Listen) { IsBackground = true };
input.Start();
long end = Environment.TickCount64 + (seconds * 1000L);
try
{
    bool ready = false;
    while (input.IsAlive && (seconds == 0 || Environment.TickCount64 < end))
    {
        int question = Volatile.Read(ref asked);
        long failed = mix.Failed;
        mix.Round();
        while (mix.Failed == failed && answered < question)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"again {++answered}"));
        }

        if (!ready && mix.Right > 0)
        {
            Console.WriteLine("ready");
            ready = true;
        }
    }
}
catch (WrongResultException e)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}

Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"right {mix.Right} failed {mix.Failed}"));
return 0;

void Listen()
{
    while (Console.In.ReadLine() is not null)
    {
        Interlocked.Increment(ref asked);
    }
}
