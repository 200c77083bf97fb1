using System.Runtime.InteropServices;

namespace WarpDrive.Engines.Deflate;

/// <summary>Streams step by step by the runtime's zlib-ng, levels 1 to 9.</summary>
/// <remarks>
/// The runtime exports neither a reset nor a way to set a dictionary. A reset ends the native stream and starts another (1.6 µs);
/// a history is written into it first, flushed, and that output dropped: it costs the encoding of those bytes (level 1, 4 KiB
/// after 32 KiB: eight times the 4 KiB alone). Whoever continues a stream often keeps its encoder.
/// </remarks>
internal sealed unsafe class RuntimeStreamEncoder : DeflateStreamEncoder
{
    /// <summary>
    /// More than zlib-ng can hold back once it has taken all input with room to spare: its pending buffer (64 KiB at memory
    /// level 8), the open block (as much) and less than 262 bytes of look-ahead. A flush into this much room completes at
    /// once, so it never ends just as the room does, where zlib would write its marker a second time.
    /// </summary>
    private const int FlushRoom = 160 * 1024;

    private readonly PalZStream* _stream;
    private readonly byte* _overflow;
    private int _overflowStart;
    private int _overflowEnd;
    private bool _live;
    private bool _broken;
    private bool _finished;
    private bool _flushed;
    private bool _disposed;

    internal RuntimeStreamEncoder(int level, int windowBits)
        : base(DeflateEngineKind.Runtime, level, windowBits)
    {
        _stream = (PalZStream*)NativeMemory.AllocZeroed((nuint)sizeof(PalZStream));
        _overflow = (byte*)NativeMemory.Alloc(FlushRoom);
        Reset([]);
    }

    ~RuntimeStreamEncoder() => Dispose(disposing: false);

    public override void Reset(ReadOnlySpan<byte> history)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        EndStream();
        *_stream = default;
        if (RuntimeZlib.DeflateInit(_stream, Level, WindowBits) != RuntimeZlib.Ok)
        {
            _broken = true;
            throw new InsufficientMemoryException("The runtime's zlib-ng could not start a stream.");
        }

        _live = true;
        _broken = false;
        _finished = false;
        _flushed = true;   // at the start of a stream there is nothing to flush
        _overflowStart = _overflowEnd = 0;
        if (!history.IsEmpty)
        {
            ReadOnlySpan<byte> useful = Useful(history);
            int result = Step(useful, new Span<byte>(_overflow, FlushRoom), RuntimeZlib.SyncFlush, out int taken, out _);
            _broken = result != RuntimeZlib.Ok || taken != useful.Length || _stream->AvailableOut == 0;
        }

        GC.KeepAlive(this);
    }

    public override StreamEncodeStatus Write(
        ReadOnlySpan<byte> source, Span<byte> destination, DeflateFlush flush, out int consumed, out int written)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        consumed = 0;
        written = DrainOverflow(destination);
        StreamEncodeStatus status = _overflowStart < _overflowEnd
            ? StreamEncodeStatus.NeedsOutput
            : Advance(source, destination[written..], flush, ref consumed, ref written);
        GC.KeepAlive(this);
        return status;
    }

    protected override void Dispose(bool disposing)
    {
        if (!_disposed)
        {
            _disposed = true;
            EndStream();
            NativeMemory.Free(_stream);
            NativeMemory.Free(_overflow);
        }
    }

    private StreamEncodeStatus Advance(
        ReadOnlySpan<byte> source, Span<byte> destination, DeflateFlush flush, ref int consumed, ref int written)
    {
        if (_broken)
        {
            return StreamEncodeStatus.Failed;
        }

        if (_finished)
        {
            return flush == DeflateFlush.Finish && source.IsEmpty ? StreamEncodeStatus.Done : StreamEncodeStatus.Failed;
        }

        if (source.IsEmpty && (flush == DeflateFlush.None || (flush == DeflateFlush.Sync && _flushed)))
        {
            return StreamEncodeStatus.Done;
        }

        if (destination.IsEmpty)
        {
            return StreamEncodeStatus.NeedsOutput;
        }

        int result = Step(
            source, destination, flush == DeflateFlush.Finish ? RuntimeZlib.Finish : RuntimeZlib.NoFlush, out int taken, out int made);
        consumed += taken;
        written += made;
        _flushed = false;
        if (result is not (RuntimeZlib.Ok or RuntimeZlib.StreamEnd or RuntimeZlib.BufferError))
        {
            _broken = true;
            return StreamEncodeStatus.Failed;
        }

        if (flush == DeflateFlush.Finish)
        {
            _finished = result == RuntimeZlib.StreamEnd;
            return _finished ? StreamEncodeStatus.Done : StreamEncodeStatus.NeedsOutput;
        }

        if (taken < source.Length || (flush == DeflateFlush.Sync && made == destination.Length))
        {
            return StreamEncodeStatus.NeedsOutput;   // bytes may be pending: a flush needs to know that none are
        }

        return flush == DeflateFlush.None ? StreamEncodeStatus.Done : Flush(destination[made..], ref written);
    }

    /// <summary>Flushes when all input is taken and nothing is pending: straight into the destination when any flush fits, else by way of the overflow.</summary>
    private StreamEncodeStatus Flush(Span<byte> destination, ref int written)
    {
        bool direct = destination.Length >= FlushRoom;
        Span<byte> room = direct ? destination : new Span<byte>(_overflow, FlushRoom);
        int result = Step([], room, RuntimeZlib.SyncFlush, out _, out int made);
        if (result != RuntimeZlib.Ok || made == room.Length)
        {
            _broken = true;
            return StreamEncodeStatus.Failed;
        }

        _flushed = true;
        if (direct)
        {
            written += made;
            return StreamEncodeStatus.Done;
        }

        _overflowStart = 0;
        _overflowEnd = made;
        written += DrainOverflow(destination);
        return _overflowStart < _overflowEnd ? StreamEncodeStatus.NeedsOutput : StreamEncodeStatus.Done;
    }

    private int DrainOverflow(Span<byte> destination)
    {
        int length = Math.Min(_overflowEnd - _overflowStart, destination.Length);
        new ReadOnlySpan<byte>(_overflow + _overflowStart, length).CopyTo(destination);
        _overflowStart += length;
        return length;
    }

    private int Step(ReadOnlySpan<byte> source, Span<byte> destination, int flush, out int taken, out int made)
    {
        int result;
        fixed (byte* from = source)
        {
            fixed (byte* to = destination)
            {
                _stream->NextIn = from;
                _stream->AvailableIn = (uint)source.Length;
                _stream->NextOut = to;
                _stream->AvailableOut = (uint)destination.Length;
                result = RuntimeZlib.Deflate(_stream, flush);
            }
        }

        taken = source.Length - (int)_stream->AvailableIn;
        made = destination.Length - (int)_stream->AvailableOut;
        return result;
    }

    private void EndStream()
    {
        if (_live)
        {
            _live = false;
            _ = RuntimeZlib.DeflateEnd(_stream);   // Z_DATA_ERROR when it was not finished: its owner wanted no more of it
        }
    }
}
