using System.IO.Compression;
using System.Runtime.InteropServices;
using WarpDrive.Hisilicon.Zip;
using WarpDrive.Tool.Output;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Compression;

namespace WarpDrive.Tool.Benchmarks.Partners;

/// <summary>Compression of one buffer of real bytes again and again, raw deflate, at the fastest level.</summary>
internal sealed unsafe class ZipWork : WaitingWork
{
    private readonly RequestQueue<CompressionRequest, CompressionCompletion> _queue;
    private readonly CompressionRequest[] _out;
    private readonly CompressionCompletion[] _in;
    private readonly byte* _memory;
    private readonly int _size;
    private readonly int _room;
    private readonly byte _windowCode = new CompressionOptions().WindowCode;
    private uint _sent;
    private uint _received;
    private int _produced;

    /// <summary>Opens a queue, and checks its first result.</summary>
    /// <param name="device">A compression device that shares the addresses of this process.</param>
    /// <param name="depth">Requests in flight.</param>
    /// <param name="size">Bytes of the buffer.</param>
    /// <param name="waits">How it waits.</param>
    /// <exception cref="UserErrorException">It does not share them, or its result is wrong.</exception>
    internal ZipWork(UacceDevice device, int depth, int size, ClientWaits waits)
        : base(depth, waits)
    {
        DeviceInfo info = device.ReadInfo();
        if (!info.Flags.HasFlag(DeviceFlags.Sva))
        {
            throw new UserErrorException($"{device.Name} does not share the addresses of its clients; use --device null");
        }

        byte[] plain = BenchCorpus.Cut(size, 1)[0];
        _size = size;
        _room = (int)Compressor.MaxCompressedLength(size);
        _out = new CompressionRequest[depth];
        _in = new CompressionCompletion[depth];
        _queue = new ZipUserDriver().OpenQueue(info, device.Open(new QueueOpenOptions(QueueDriving.Served)), new CompressionQueueOptions());
        _memory = (byte*)NativeMemory.Alloc((nuint)(size + ((long)depth * _room)));
        plain.CopyTo(new Span<byte>(_memory, size));
        _ = Round();
        Rest();
        using var decoder = new DeflateStream(new UnmanagedMemoryStream(_memory + size, _produced), CompressionMode.Decompress);
        byte[] back = new byte[size];
        if (Errors > 0 || decoder.ReadAtLeast(back, size, throwOnEndOfStream: false) != size || !back.AsSpan().SequenceEqual(plain))
        {
            Dispose();
            throw new UserErrorException($"{device.Name} gave a wrong result; this is a fault of the device");
        }
    }

    /// <inheritdoc/>
    protected override QueueFile File => _queue.File;

    /// <inheritdoc/>
    public override void Dispose()
    {
        _queue.Dispose();   // drains: nobody knows the memory any more
        NativeMemory.Free(_memory);
    }

    /// <inheritdoc/>
    protected override void Send(int count)
    {
        for (int i = 0; i < count; i++)
        {
            uint tag = _sent++;
            _out[i] = new CompressionRequest
            {
                Tag = tag,
                Format = CompressionFormat.Deflate,
                WindowCode = _windowCode,
                Source = (ulong)_memory,
                SourceLength = _size,
                Destination = (ulong)(_memory + _size + (tag % (uint)_out.Length * _room)),
                DestinationLength = _room,
            };
        }

        SubmitResult result = _queue.TrySend(_out.AsSpan(0, count), out _);
        if (result != SubmitResult.Queued)
        {
            throw Lost(result);
        }
    }

    /// <inheritdoc/>
    protected override void Sleep(TimeSpan timeout) => _queue.Wait(timeout);

    /// <inheritdoc/>
    protected override int Receive()
    {
        ReceiveResult result = _queue.TryReceive(_in, out int count);
        if (result is not (ReceiveResult.Received or ReceiveResult.Empty))
        {
            throw Lost(result);
        }

        for (int i = 0; i < count; i++)
        {
            ref readonly CompressionCompletion completion = ref _in[i];
            _produced = _received == 0 ? completion.Produced : _produced;   // the same bytes each time: the same length, too
            Errors += completion.Tag == _received++ && completion.Status == RequestStatus.Ok && completion.Produced == _produced ? 0 : 1;
        }

        return count;
    }
}
