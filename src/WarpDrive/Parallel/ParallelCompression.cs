using System.Buffers.Binary;
using System.Runtime.ExceptionServices;
using WarpDrive.Engines.Checksums;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Compression;

namespace WarpDrive;

/// <summary>One run of a <see cref="ParallelCompressor"/>.</summary>
/// <remarks>
/// Every worker does all of it: takes the next block from the input (one at a time, in order), compresses it, waits until all earlier blocks are
/// written, writes. Order comes from the numbers given out under the reading lock and awaited under the writing lock.
/// </remarks>
internal sealed class ParallelCompression
{
    private readonly ParallelCompressionOptions _options;
    private readonly CompressionFormat _format;
    private readonly CompressionRoutes _whole;
    private readonly CompressionRoutes _blocks;
    private readonly CompressionFormat _blockFormat;
    private readonly Stream _input;
    private readonly Stream _output;
    private readonly IProgress<long>? _progress;
    private readonly CancellationToken _cancellation;
    private readonly Lock _reading = new();
    private readonly object _writing = new();
    private long _nextToRead;
    private long _nextToWrite;
    private bool _endOfInput;
    private long _read;
    private long _written;
    private uint _checksum;
    private Receipt _receipt;
    private ExceptionDispatchInfo? _failure;

    internal ParallelCompression(
        ParallelCompressionOptions options, Accelerators accelerators, Stream input, Stream output, IProgress<long>? progress, CancellationToken cancellation)
    {
        _options = options;
        _format = options.Compression.Format;
        _whole = Compressor.CreateRoutes(options.Compression, accelerators);

        // The checksum of each block is needed by itself to be combined; computed here, raw deflate spares the device doing it as well.
        bool raw = accelerators.Select(CompressionClass.Instance, CompressionFormat.Deflate.AlgorithmName(), options.Compression.Device, out _).Length > 0;
        _blockFormat = raw ? CompressionFormat.Deflate : _format;
        _blocks = raw ? Compressor.CreateRoutes(options.Compression with { Format = CompressionFormat.Deflate }, accelerators) : _whole;
        _checksum = _format == CompressionFormat.Zlib ? Adler32.Initial : Crc32.Initial;
        _input = input;
        _output = output;
        _progress = progress;
        _cancellation = cancellation;
    }

    internal CompressionTotals Run()
    {
        _cancellation.ThrowIfCancellationRequested();
        byte[] first = GC.AllocateUninitializedArray<byte>(_options.BlockSize, pinned: true);
        int length = _input.ReadAtLeast(first, first.Length, throwOnEndOfStream: false);
        if (length < first.Length)
        {
            return RunWhole(first.AsSpan(0, length));
        }

        _nextToRead = 1;
        _output.Write(Formats.Header(_format));
        _written = Formats.Header(_format).Length;
        var helpers = new Thread[_options.Degree - 1];
        for (int i = 0; i < helpers.Length; i++)
        {
            helpers[i] = new Thread(() => Work(null)) { IsBackground = true, Name = "WarpDrive compress" };
            helpers[i].Start();
        }

        Work(first);
        foreach (Thread helper in helpers)
        {
            helper.Join();   // ends: every request has a deadline, and a failure ends the others
        }

        _failure?.Throw();
        WriteEnd();
        return new CompressionTotals(_read, _written, _receipt);
    }

    /// <summary>A short input needs no blocks.</summary>
    private CompressionTotals RunWhole(ReadOnlySpan<byte> input)
    {
        using var compressor = new Compressor(_options.Compression, _whole.Owner);
        byte[] room = new byte[Compressor.MaxCompressedLength(input.Length)];
        CompressionResult result = compressor.Compress(input, room);
        _output.Write(room, 0, result.BytesWritten);
        _progress?.Report(input.Length);
        return new CompressionTotals(input.Length, result.BytesWritten, result.Receipt);
    }

    private void Work(byte[]? first)
    {
        try
        {
            byte[] block = first ?? GC.AllocateUninitializedArray<byte>(_options.BlockSize, pinned: true);
            byte[] room = GC.AllocateUninitializedArray<byte>((int)Compressor.MaxCompressedLength(_options.BlockSize), pinned: true);
            using var session = new StreamSession(_blocks, _blockFormat, _options.Compression.WindowCode, headerless: true);
            long number = 0;
            int length = block.Length;
            while (first is not null || TryRead(block, out number, out length))
            {
                first = null;
                int produced = Compress(session, block.AsSpan(0, length), room, out Receipt receipt);
                uint checksum = _format switch
                {
                    CompressionFormat.Gzip => Crc32.Compute(block.AsSpan(0, length)),
                    CompressionFormat.Zlib => Adler32.Compute(block.AsSpan(0, length)),
                    _ => 0,
                };
                if (!TryWrite(number, room.AsSpan(0, produced), length, checksum, receipt))
                {
                    return;
                }
            }
        }
        catch (Exception e)
        {
            // Whatever it was, it ends the run and is thrown on the caller's thread.
            lock (_writing)
            {
                _failure ??= ExceptionDispatchInfo.Capture(e);
                Monitor.PulseAll(_writing);
            }
        }
    }

    private bool TryRead(byte[] block, out long number, out int length)
    {
        lock (_reading)
        {
            number = _nextToRead;
            length = 0;
            if (_endOfInput || Volatile.Read(ref _failure) is not null)
            {
                return false;
            }

            _cancellation.ThrowIfCancellationRequested();
            length = _input.ReadAtLeast(block, block.Length, throwOnEndOfStream: false);
            _endOfInput = length < block.Length;
            if (length == 0)
            {
                return false;
            }

            _nextToRead++;
            return true;
        }
    }

    private unsafe int Compress(StreamSession session, ReadOnlySpan<byte> block, Span<byte> room, out Receipt receipt)
    {
        session.Reset();
        int limit = _blocks.RequestLimit / 2;
        int used = 0, produced = 0;
        receipt = default;
        fixed (byte* from = block)
        fixed (byte* to = room)
        {
            bool more = true;
            while (more)
            {
                int offered = Math.Min(block.Length - used, limit);
                RequestStatus status = session.Step((ulong)(from + used), offered, (ulong)(to + produced),
                    Math.Min(room.Length - produced, _blocks.RequestLimit), last: false, out CompressionAnswer answer);
                if (status > RequestStatus.MoreOutput)
                {
                    Failures.Throw(status, _blocks, answer);
                }

                used += answer.Completion.Consumed;
                produced += answer.Completion.Produced;
                receipt = answer.Receipt;
                more = used < block.Length || status == RequestStatus.MoreOutput;
                if (more && (produced == room.Length || (answer.Completion.Consumed == 0 && answer.Completion.Produced == 0)))
                {
                    Failures.Throw(RequestStatus.DeviceError, _blocks, answer);
                }
            }
        }

        return produced;
    }

    /// <summary>Waits for the block's turn and writes it; false when the run has failed.</summary>
    private bool TryWrite(long number, ReadOnlySpan<byte> compressed, int length, uint checksum, in Receipt receipt)
    {
        lock (_writing)
        {
            while (_nextToWrite != number)
            {
                if (_failure is not null)
                {
                    return false;
                }

                Monitor.Wait(_writing, TimeSpan.FromSeconds(1));   // pulsed at every turn and failure; the limit is a safety net
            }

            if (_failure is not null)
            {
                return false;
            }

            _cancellation.ThrowIfCancellationRequested();
            _output.Write(compressed);
            _written += compressed.Length;
            _read += length;
            _checksum = _format switch
            {
                CompressionFormat.Gzip => Crc32.Combine(_checksum, checksum, length),
                CompressionFormat.Zlib => Adler32.Combine(_checksum, checksum, length),
                _ => 0,
            };
            _receipt = receipt;
            _nextToWrite++;
            Monitor.PulseAll(_writing);
            _progress?.Report(_read);
            return true;
        }
    }

    /// <summary>A last empty block with fixed codes (RFC 1951 §3.2.6), and the trailer.</summary>
    private void WriteEnd()
    {
        Span<byte> end = stackalloc byte[10];
        end[0] = 3;
        end[1] = 0;
        int length = 2;
        if (_format == CompressionFormat.Gzip)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(end[2..], _checksum);   // RFC 1952 §2.3.1
            BinaryPrimitives.WriteUInt32LittleEndian(end[6..], (uint)_read);
            length = 10;
        }
        else if (_format == CompressionFormat.Zlib)
        {
            BinaryPrimitives.WriteUInt32BigEndian(end[2..], _checksum);   // RFC 1950 §2.2
            length = 6;
        }

        _output.Write(end[..length]);
        _written += length;
    }
}
