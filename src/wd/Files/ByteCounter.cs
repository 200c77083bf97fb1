namespace WarpDrive.Tool.Files;

/// <summary>Passes a stream through and counts; tells an observer after each transfer.</summary>
internal sealed class ByteCounter : Stream
{
    private readonly Stream? _inner;
    private readonly Action<long>? _observer;
    private byte[] _peeked = [];
    private long _count;

    /// <summary>Wraps a stream.</summary>
    /// <param name="inner">The stream, not disposed with this one; null swallows what is written.</param>
    /// <param name="observer">Called with the count so far, or null.</param>
    internal ByteCounter(Stream? inner, Action<long>? observer = null)
    {
        _inner = inner;
        _observer = observer;
    }

    /// <summary>Bytes so far.</summary>
    internal long Count => Volatile.Read(ref _count);

    /// <inheritdoc/>
    public override bool CanRead => _inner is { CanRead: true };

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => _inner is null or { CanWrite: true };

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        if (_peeked.Length == 0 || buffer.IsEmpty)
        {
            return Note(_inner!.Read(buffer));
        }

        int count = Math.Min(_peeked.Length, buffer.Length);
        _peeked.AsSpan(0, count).CopyTo(buffer);
        _peeked = _peeked[count..];
        return Note(count);
    }

    /// <summary>Looks at the first bytes without taking them; before any read.</summary>
    /// <param name="count">Bytes wanted.</param>
    /// <returns>Fewer only when the input has no more.</returns>
    internal ReadOnlySpan<byte> Peek(int count)
    {
        byte[] buffer = new byte[count];
        _peeked = buffer[.._inner!.ReadAtLeast(buffer, count, throwOnEndOfStream: false)];
        return _peeked;
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        _inner?.Write(buffer);
        Note(buffer.Length);
    }

    /// <inheritdoc/>
    public override void Flush() => _inner?.Flush();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    private int Note(int bytes)
    {
        long count = Interlocked.Add(ref _count, bytes);   // whether anybody observes it or not
        _observer?.Invoke(count);
        return bytes;
    }
}
