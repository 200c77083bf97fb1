using WarpDrive.Uacce;

namespace WarpDrive;

/// <summary>A stream that reads compressed data from another stream and gives it out decompressed, on accelerators.</summary>
/// <remarks>
/// One caller at a time. gzip members one after the other are read as one; an empty input reads as no bytes. Reads ahead of the end of the compressed
/// stream: what follows it in the input may be consumed.
/// </remarks>
public sealed class DecompressStream : Stream
{
    private const int InputSize = 128 << 10;

    /// <summary>Smaller reads than this go through a buffer: short outputs are a long way round for drivers (hisi-qm-zip.md B8).</summary>
    private const int DirectRead = 4096;

    private readonly Stream _input;
    private readonly bool _leaveOpen;
    private readonly StreamDecoder _decoder;
    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(InputSize, pinned: true);
    private readonly byte[] _small = GC.AllocateUninitializedArray<byte>(InputSize, pinned: true);
    private int _start;
    private int _end;
    private int _smallStart;
    private int _smallEnd;
    private bool _endOfInput;
    private bool _any;
    private bool _closed;

    /// <summary>Creates the stream.</summary>
    /// <param name="input">Where the compressed bytes come from.</param>
    /// <param name="options">What to read; null for gzip. <see cref="DecompressionOptions.MaxOutputLength"/> limits the whole stream.</param>
    /// <param name="leaveOpen">True to leave <paramref name="input"/> open at the end.</param>
    /// <param name="accelerators">The library instance; null for <see cref="Accelerators.Default"/>.</param>
    public DecompressStream(Stream input, DecompressionOptions? options = null, bool leaveOpen = false, Accelerators? accelerators = null)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (!input.CanRead)
        {
            throw new ArgumentException("the stream cannot be read", nameof(input));
        }

        options ??= new DecompressionOptions();
        options.Validate();
        _input = input;
        _leaveOpen = leaveOpen;
        _decoder = new StreamDecoder(Decompressor.CreateRoutes(options, accelerators ?? Accelerators.Default), options.Format, options.MaxOutputLength);
    }

    /// <summary>Where the last request ran.</summary>
    public Receipt Receipt => _decoder.Receipt;

    /// <summary>Complete gzip members, or streams, read so far.</summary>
    public int Members => _decoder.Members;

    /// <summary>True when bytes that are neither a gzip member nor zero padding followed the last member; they are ignored.</summary>
    public bool TrailingGarbage => _decoder.TrailingGarbage;

    /// <inheritdoc/>
    public override bool CanRead => !_closed;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count)
    {
        ValidateBufferArguments(buffer, offset, count);
        return Read(buffer.AsSpan(offset, count));
    }

    /// <inheritdoc/>
    /// <exception cref="CompressionException">The data is damaged or too long, a device failed, or there is none.</exception>
    public override int Read(Span<byte> buffer)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        while (true)
        {
            if (TryRead(buffer, out int count))
            {
                return count;
            }

            Took(_input.Read(_buffer, _end, InputSize - _end));
        }
    }

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        ValidateBufferArguments(buffer, offset, count);
        return ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
    }

    /// <inheritdoc/>
    /// <exception cref="CompressionException">The data is damaged or too long, a device failed, or there is none.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        cancellationToken.ThrowIfCancellationRequested();
        while (true)
        {
            if (TryRead(buffer.Span, out int count))
            {
                return count;
            }

            Took(await _input.ReadAsync(_buffer.AsMemory(_end, InputSize - _end), cancellationToken).ConfigureAwait(false));
        }
    }

    /// <inheritdoc/>
    public override int ReadByte()
    {
        byte value = 0;
        return Read(new Span<byte>(ref value)) == 1 ? value : -1;
    }

    /// <inheritdoc/>
    public override void Flush() => ObjectDisposedException.ThrowIf(_closed, this);

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("this stream decompresses; it cannot be written to");

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        if (!_closed)
        {
            _closed = true;
            _decoder.Dispose();
            if (!_leaveOpen)
            {
                await _input.DisposeAsync().ConfigureAwait(false);
            }
        }

        await base.DisposeAsync().ConfigureAwait(false);
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && !_closed)
        {
            _closed = true;
            _decoder.Dispose();
            if (!_leaveOpen)
            {
                _input.Dispose();
            }
        }

        base.Dispose(disposing);
    }

    /// <summary>Notes what arrived in the input buffer.</summary>
    private void Took(int count)
    {
        _end += count;
        _endOfInput |= count == 0;
        _any |= count > 0;
    }

    /// <summary>Gives out bytes; false when input must be read first, for which there is then room.</summary>
    private bool TryRead(Span<byte> buffer, out int count)
    {
        count = 0;
        if (buffer.IsEmpty)
        {
            return true;
        }

        if (_smallStart == _smallEnd && buffer.Length >= DirectRead)
        {
            return TryDecode(buffer, out count);
        }

        if (_smallStart == _smallEnd)
        {
            _smallStart = 0;
            if (!TryDecode(_small, out _smallEnd))
            {
                return false;
            }
        }

        count = Math.Min(buffer.Length, _smallEnd - _smallStart);
        _small.AsSpan(_smallStart, count).CopyTo(buffer);
        _smallStart += count;
        return true;
    }

    private bool TryDecode(Span<byte> output, out int written)
    {
        written = 0;
        while (true)
        {
            if (_decoder.AtEnd || (_endOfInput && !_any))
            {
                return true;
            }

            RequestStatus status = _decoder.Decode(_buffer.AsSpan(_start, _end - _start), output, _endOfInput, out int consumed, out written);
            _start += consumed;
            if (status is not (RequestStatus.Ok or RequestStatus.StreamEnd))
            {
                throw _decoder.Failure(status);
            }

            if (written > 0 || status == RequestStatus.StreamEnd)
            {
                return true;
            }

            if (consumed == 0 || _start == _end)
            {
                if (_endOfInput && _start == _end)
                {
                    continue;   // the decoder tells the end from a truncation
                }

                _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
                _end -= _start;
                _start = 0;
                return false;
            }
        }
    }
}
