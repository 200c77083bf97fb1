// The classic sample of the queue level: compresses standard input to standard output with -z (zlib) or -g (gzip); with -d as well it goes back.
//
//     queue-level -g < file > file.gz        queue-level -g -d < file.gz > file
using WarpDrive;
using WarpDrive.Queues;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Compression;

const int Piece = 512 << 10;           // bytes of one message
const int ContextSize = 0x10000 + 64;  // where the device keeps the stream between messages (hisi-qm-zip.md B7.1)

bool back = args.Contains("-d");
bool zlib = args.Contains("-z");
if (zlib == args.Contains("-g") || args.Any(arg => arg is not ("-z" or "-g" or "-d")))
{
    Console.Error.WriteLine("usage: queue-level (-z | -g) [-d] < input > output");
    return 1;
}

try
{
    using WdQueue queue = WdQueue.Request(new WdQueueOptions
    {
        Algorithm = zlib ? "zlib" : "gzip",
        Direction = back ? CompressionDirection.Decompress : CompressionDirection.Compress,
    });

    // One reservation holds everything that the device touches, so that this runs on devices without shared addresses too.
    Memory<byte> memory = queue.ReserveMemory(ContextSize + (2 * Piece));
    Memory<byte> input = memory.Slice(ContextSize, Piece), output = memory.Slice(ContextSize + Piece, Piece);
    var message = new CompressionRequest
    {
        Format = zlib ? CompressionFormat.Zlib : CompressionFormat.Gzip,
        Flags = CompressionRequestFlags.Stateful | CompressionRequestFlags.First,
        WindowCode = 4,
        StreamContext = queue.ShareMemory(memory[..ContextSize]),
        Source = queue.ShareMemory(input),
        Destination = queue.ShareMemory(output),
        DestinationLength = Piece,
    };
    using Stream source = Console.OpenStandardInput(), destination = Console.OpenStandardOutput();
    int held = 0;
    bool ended = false;
    while (true)
    {
        int count = ended ? 0 : source.ReadAtLeast(input.Span[held..], Piece - held, throwOnEndOfStream: false);
        ended |= count < Piece - held;
        held += count;
        message.Tag++;
        message.SourceLength = held;
        message.Flags |= ended && !back ? CompressionRequestFlags.Last : 0;

        SubmitResult sent = queue.Send(message);
        queue.Flush();
        CompressionCompletion done = default;
        if (sent != SubmitResult.Queued || queue.ReceiveSync(out done, TimeSpan.FromSeconds(30)) != ReceiveResult.Received)
        {
            Console.Error.WriteLine("queue-level: the device does not answer");
            return 1;
        }

        if (done.Status > RequestStatus.MoreOutput)
        {
            Console.Error.WriteLine($"queue-level: {queue.Describe(done)}");
            return 1;
        }

        destination.Write(output.Span[..done.Produced]);
        input.Span[done.Consumed..held].CopyTo(input.Span);
        held -= done.Consumed;
        message.Flags &= ~CompressionRequestFlags.First;
        message.Checksum = done.Checksum;
        message.UncompressedLength = done.UncompressedLength;
        if (done.Status == RequestStatus.StreamEnd)
        {
            return 0;
        }

        if (back && ended && done.Consumed == 0 && done.Produced == 0)
        {
            Console.Error.WriteLine("queue-level: unexpected end of input");
            return 1;
        }
    }
}
catch (CompressionException e)
{
    Console.Error.WriteLine($"queue-level: {e.Message}");
    return 1;
}
