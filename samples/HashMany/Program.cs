// Hashes many messages: one by one with the runtime, then as a batch and from a thousand tasks on whatever accelerator there is.
// Run: dotnet run -c Release --project samples/HashMany [ALGORITHM] [BYTES]     e.g. MD5 16384; the default is SHA256 4096
using System.Diagnostics;
using System.Security.Cryptography;
using WarpDrive;

const int Count = 1000;
var name = new HashAlgorithmName(args.Length > 0 ? args[0] : "SHA256");
int length = args.Length > 1 ? int.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture) : 4096;
using var hasher = new Hasher(name);
byte[] messages = RandomNumberGenerator.GetBytes(Count * length);
byte[] digests = new byte[Count * hasher.HashSize];

// A batch: all messages in one buffer, or in buffers of their own with HashMany.
Receipt receipt = hasher.HashEach(messages, length, digests);
Tell("a batch", () => hasher.HashEach(messages, length, digests));
Console.WriteLine($"  on {receipt.Provider} {receipt.Device}, engine {receipt.Engine}, {receipt.BatchSize} together");

// A thousand tasks, each awaiting its own message: the device packs what comes at the same time.
int together = 0;
async Task HashOne(int i)
{
    HashResult result = await hasher.HashAsync(messages.AsMemory(i * length, length), digests.AsMemory(i * hasher.HashSize, hasher.HashSize));
    InterlockedMax(ref together, result.Receipt.BatchSize);
}

Tell("a thousand tasks", () => Task.WaitAll(Enumerable.Range(0, Count).Select(i => Task.Run(() => HashOne(i)))));
Console.WriteLine($"  up to {together} together");

// The same digests as the runtime's, where it has the algorithm.
if (name == HashAlgorithmName.SHA256)
{
    bool same = true;
    Tell("the runtime", () =>
    {
        for (int i = 0; i < Count; i++)
        {
            same &= SHA256.HashData(messages.AsSpan(i * length, length)).AsSpan().SequenceEqual(digests.AsSpan(i * 32, 32));
        }
    });
    Console.WriteLine(same ? "all digests are the same" : "digests differ");
}

// A message in pieces.
using IncrementalHasher parts = hasher.CreateIncremental();
parts.Append(messages.AsSpan(0, length / 3));
parts.Append(messages.AsSpan(length / 3, length - (length / 3)));
Console.WriteLine($"first digest {Convert.ToHexStringLower(parts.GetHashAndReset())}");

void Tell(string what, Action work)
{
    work();   // warm
    long start = Stopwatch.GetTimestamp();
    work();
    double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
    Console.WriteLine($"{what}: {seconds * 1e9 / Count:0} ns a message, {(double)Count * length / seconds / 1e9:0.00} GB/s");
}

static void InterlockedMax(ref int place, int value)
{
    int seen = Volatile.Read(ref place);
    while (value > seen)
    {
        int before = Interlocked.CompareExchange(ref place, value, seen);
        if (before == seen)
        {
            return;
        }

        seen = before;
    }
}
