// Compresses, decompresses, hashes, encrypts and decrypts through a daemon, and checks every result against the runtime's own.
// LoadClient SECONDS SEED [survive]: ends after that time or with its standard input (SECONDS 0: only then). Prints "ready" when the first round was
// right, and at the end how many results were right. With "survive" requests may fail with a clear status, as when the daemon ends; they are
// counted. Exit: 0 all results were right, 1 one was wrong, or failed when it must not.
using System.Globalization;
using WarpDrive;
using WarpDrive.LoadClient;
using WarpDrive.Uacce;

int seconds = int.Parse(args[0], CultureInfo.InvariantCulture);
int seed = int.Parse(args[1], CultureInfo.InvariantCulture);
bool survives = args.Length > 2 && args[2] == "survive";

using var accelerators = new Accelerators(new AcceleratorOptions
{
    OnlyProvider = DaemonProvider.ProviderName,
    Providers = [new DaemonProvider()],
    SyncContexts = 1,
    Deadline = TimeSpan.FromSeconds(30),
});
using var mix = new WorkMix(accelerators, seed, survives);
var input = new Thread(static () => Console.In.ReadToEnd()) { IsBackground = true };
input.Start();
long end = Environment.TickCount64 + (seconds * 1000L);
try
{
    bool ready = false;
    while (input.IsAlive && (seconds == 0 || Environment.TickCount64 < end))
    {
        mix.Round();
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
