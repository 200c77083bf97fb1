using WarpDrive.Queues;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Compression;

namespace WarpDrive.Tool.Benchmarks;

/// <summary>Messages on a queue whose buffers lie in memory reserved on it: nothing is copied, whatever the device shares.</summary>
internal sealed class ReservedContestant : IContestant
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly WdQueue _queue;
    private readonly CompressionRequest[] _messages;   // one for each input, and each with a room of its own
    private readonly int _depth;

    /// <summary>Opens a queue and copies the inputs into its memory.</summary>
    /// <param name="settings">The job.</param>
    /// <param name="accelerators">The library instance; not disposed here.</param>
    /// <param name="engine">Name of the engine that does the work; null lets the device choose.</param>
    /// <param name="inputs">What is worked on.</param>
    internal ReservedContestant(ZipBenchmarkSettings settings, Accelerators accelerators, string? engine, byte[][] inputs)
    {
        _depth = settings.Depth;
        _queue = WdQueue.Request(
            new WdQueueOptions
            {
                Algorithm = settings.Format.AlgorithmName(),
                Direction = settings.Direction,
                Level = settings.Level,
                Engine = engine,
                Inline = true,
            },
            accelerators);
        try
        {
            int longest = inputs.Max(static input => input.Length);
            int room = settings.Direction == CompressionDirection.Compress ? (int)Compressor.MaxCompressedLength(longest) : settings.Size;
            int piece = Lines(longest) + Lines(room);
            Memory<byte> memory = _queue.ReserveMemory(checked(piece * inputs.Length));
            _messages = [.. inputs.Select((input, i) =>
            {
                Memory<byte> own = memory.Slice(i * piece, piece);
                input.CopyTo(own);
                return new CompressionRequest
                {
                    Format = settings.Format,
                    WindowCode = 4,
                    Source = _queue.ShareMemory(own[..input.Length]),
                    SourceLength = input.Length,
                    Destination = _queue.ShareMemory(own.Slice(Lines(longest), room)),
                    DestinationLength = room,
                };
            })];
        }
        catch
        {
            _queue.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public int Run(long index)
    {
        for (int i = 0; i < _depth; i++)
        {
            if (_queue.Send(_messages[((index * _depth) + i) % _messages.Length]) != SubmitResult.Queued)
            {
                throw new InvalidOperationException("a queue of the benchmark takes no message");
            }
        }

        int produced = 0;
        for (int i = 0; i < _depth; i++)
        {
            if (_queue.ReceiveSync(out CompressionCompletion done, s_patience) != ReceiveResult.Received)
            {
                throw new InvalidOperationException("a queue of the benchmark was lost");
            }

            produced = done.Status == RequestStatus.Ok && produced >= 0 ? done.Produced : -1;
        }

        return produced;
    }

    /// <inheritdoc/>
    public void Dispose() => _queue.Dispose();

    private static int Lines(int length) => (length + 63) & ~63;
}
