using WarpDrive.Uacce;

namespace WarpDrive;

/// <summary>A stream that compresses what is written to it, on accelerators, and writes it to another stream.</summary>
/// <remarks>
/// One caller at a time. <see cref="Flush"/> makes everything written so far readable at the other end; each flush costs a few bytes. Disposing ends the
/// compressed stream; one that was never written to still becomes a valid empty stream. After a failure the compressed stream cannot be continued.
/// </remarks>
public sealed class CompressStream : Stream
{
    /// <summary>Input of one request: beyond it the ratio gains less than 0.1 %.</summary>
    private const int InputSize = 256 << 10;

    private readonly Stream _output;
    private readonly bool _leaveOpen;
    private readonly CompressionRoutes _routes;
    private readonly StreamSession _session;
    private readonly byte[] _input;
    private readonly byte[] _room;
    private int _filled;
    private bool _dirty;
    private bool _failed;
    private bool _ended;

    /// <summary>Creates the stream.</summary>
    /// <param name="output">Where the compressed bytes go.</param>
    /// <param name="options">What to produce; null for gzip at level 6.</param>
    /// <param name="leaveOpen">True to leave <paramref name="output"/> open at the end.</param>
    /// <param name="accelerators">The library instance; null for <see cref="Accelerators.Default"/>.</param>
    public CompressStream(Stream output, CompressionOptions? options = null, bool leaveOpen = false, Accelerators? accelerators = null)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (!output.CanWrite)
        {
            throw new ArgumentException("the stream cannot be written to", nameof(output));
        }

        options ??= new CompressionOptions();
        options.Validate();
        _output = output;
        _leaveOpen = leaveOpen;
        _routes = Compressor.CreateRoutes(options, accelerators ?? Accelerators.Default);
        _session = new StreamSession(_routes, options.Format, options.WindowCode, headerless: false);

        // Pinned for good: the device writes to and reads from these on every request.
        _input = GC.AllocateUninitializedArray<byte>(InputSize, pinned: true);
        _room = GC.AllocateUninitializedArray<byte>(InputSize + (InputSize / 4), pinned: true);
    }

    /// <summary>Where the last request ran.</summary>
    public Receipt Receipt { get; private set; }

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => !_ended;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count)
    {
        ValidateBufferArguments(buffer, offset, count);
        Write(buffer.AsSpan(offset, count));
    }

    /// <inheritdoc/>
    /// <exception cref="CompressionException">A device failed, or there is none.</exception>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        ObjectDisposedException.ThrowIf(_ended, this);
        while (!buffer.IsEmpty)
        {
            buffer = Take(buffer);
            while (_filled == InputSize)
            {
                _output.Write(_room, 0, Request(last: false, out _));
            }
        }
    }

    /// <inheritdoc/>
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        ValidateBufferArguments(buffer, offset, count);
        return WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
    }

    /// <inheritdoc/>
    /// <exception cref="CompressionException">A device failed, or there is none.</exception>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_ended, this);
        cancellationToken.ThrowIfCancellationRequested();
        while (!buffer.IsEmpty)
        {
            buffer = buffer[^Take(buffer.Span).Length..];
            while (_filled == InputSize)
            {
                await _output.WriteAsync(_room.AsMemory(0, Request(last: false, out _)), cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <inheritdoc/>
    public override void WriteByte(byte value) => Write([value]);

    /// <inheritdoc/>
    public override void Flush()
    {
        ObjectDisposedException.ThrowIf(_ended, this);
        while (_dirty)
        {
            _output.Write(_room, 0, Request(last: false, out _));
        }

        _output.Flush();
    }

    /// <inheritdoc/>
    public override async Task FlushAsync(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_ended, this);
        while (_dirty)
        {
            await _output.WriteAsync(_room.AsMemory(0, Request(last: false, out _)), cancellationToken).ConfigureAwait(false);
        }

        await _output.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        if (!_ended)
        {
            await EndAsync().ConfigureAwait(false);
        }

        await base.DisposeAsync().ConfigureAwait(false);
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("this stream compresses; it cannot be read");

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && !_ended)
        {
            End();
        }

        base.Dispose(disposing);
    }

    private void End()
    {
        _ended = true;
        try
        {
            bool done = _failed;
            while (!done)
            {
                _output.Write(_room, 0, Request(last: true, out done));
            }
        }
        finally
        {
            _session.Dispose();
            if (!_leaveOpen)
            {
                _output.Dispose();
            }
        }
    }

    private async ValueTask EndAsync()
    {
        _ended = true;
        try
        {
            bool done = _failed;
            while (!done)
            {
                await _output.WriteAsync(_room.AsMemory(0, Request(last: true, out done))).ConfigureAwait(false);
            }
        }
        finally
        {
            _session.Dispose();
            if (!_leaveOpen)
            {
                await _output.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    /// <summary>Fills the input buffer; returns what did not fit.</summary>
    private ReadOnlySpan<byte> Take(ReadOnlySpan<byte> buffer)
    {
        int count = Math.Min(buffer.Length, InputSize - _filled);
        buffer[..count].CopyTo(_input.AsSpan(_filled));
        _filled += count;
        _dirty |= count > 0;
        return buffer[count..];
    }

    /// <summary>Sends what is buffered; returns how many bytes of the room are to be written out.</summary>
    private unsafe int Request(bool last, out bool done)
    {
        if (_failed)
        {
            throw new InvalidOperationException("the compressed stream failed earlier and cannot be continued");
        }

        RequestStatus status;
        CompressionAnswer answer;
        int offered = Math.Min(_filled, _routes.RequestLimit / 2);
        last &= offered == _filled;
        fixed (byte* from = _input)
        fixed (byte* to = _room)
        {
            status = _session.Step((ulong)from, offered, (ulong)to, Math.Min(_room.Length, _routes.RequestLimit), last, out answer);
        }

        if (status > RequestStatus.MoreOutput)
        {
            _failed = true;
            Failures.Throw(status, _routes, answer);
        }

        int used = answer.Completion.Consumed;
        _input.AsSpan(used, _filled - used).CopyTo(_input);
        _filled -= used;
        _dirty = _filled > 0 || status == RequestStatus.MoreOutput;
        done = status == RequestStatus.StreamEnd;
        Receipt = answer.Receipt;
        return answer.Completion.Produced;
    }
}
