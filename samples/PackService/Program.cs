// A service that packs files on the devices of uacced, and goes on while the daemon restarts, or without it.
// Run: uacced --socket /tmp/uacced.sock &
//      ls *.log | dotnet run -c Release --project samples/PackService -- /tmp/uacced.sock
// Each line of the input names a file. FILE.gz is written beside it, and a line of the output tells where the work was done. It ends with its input, or by
// TERM or INT behind the file in hand. With --daemon-only behind the path, it waits for a daemon that is away, and uses no devices of its own.
using System.Runtime.InteropServices;
using WarpDrive;

string? socket = args.Length > 0 ? args[0] : Environment.GetEnvironmentVariable("WD_SOCKET");
if (socket is null)
{
    Console.Error.WriteLine("PackService: name the socket of uacced, or set WD_SOCKET");
    return 2;
}

// One instance for the whole service: it holds the connection and the open queues, and all compressors share them.
using var accelerators = new Accelerators(new AcceleratorOptions
{
    Daemon = socket,                                     // its devices come first
    DaemonFallback = !args.Contains("--daemon-only"),    // devices in this process serve while it is away; the first request behind its return goes back to it
    DaemonReattach = TimeSpan.FromSeconds(30),           // without them, a request waits so long for a daemon that restarts, within its deadline
    Deadline = TimeSpan.FromSeconds(60),
});

using var ending = new CancellationTokenSource();
void End(PosixSignalContext context)
{
    context.Cancel = true;   // the service ends by itself, in order
    ending.Cancel();
}

using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);

int failed = 0;
try
{
    // A read from a pipe cannot be called off, so it is the waiting that ends.
    using var lines = new StreamReader(Console.OpenStandardInput());
    while (await Task.Run(lines.ReadLineAsync).WaitAsync(ending.Token) is { } path)
    {
        try
        {
            Console.WriteLine($"{path}: {await PackAsync(path)}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)   // of this file: it is not there, or no device would have it
        {
            Console.WriteLine($"{path}: failed: {e.Message}");
            failed++;
        }
    }
}
catch (OperationCanceledException)
{
    Console.WriteLine("ended by a signal");
}

return failed == 0 ? 0 : 1;

async Task<Receipt> PackAsync(string path)
{
    const int Attempts = 2;
    for (int attempt = 1; ; attempt++)
    {
        try
        {
            return await PackOnceAsync(path);
        }
        catch (CompressionException) when (attempt < Attempts)
        {
            // A daemon that went away took the history of the stream along. Single buffers the library repeats by itself; a stream begins anew.
        }
    }
}

async Task<Receipt> PackOnceAsync(string path)
{
    string packed = path + ".gz";
    string unfinished = packed + ".part";
    try
    {
        Receipt receipt;
        await using (FileStream input = File.OpenRead(path))
        await using (FileStream output = File.Create(unfinished))
        {
            var stream = new CompressStream(output, new CompressionOptions { Level = 6 }, leaveOpen: true, accelerators);
            await using (stream)
            {
                await input.CopyToAsync(stream, bufferSize: 1 << 20);
            }

            receipt = stream.Receipt;
        }

        File.Move(unfinished, packed, overwrite: true);   // nobody sees half a file
        return receipt;
    }
    finally
    {
        File.Delete(unfinished);
    }
}
