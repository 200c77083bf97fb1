using System.Runtime.InteropServices;

namespace WarpDrive.Engines.Deflate;

/// <summary>Streams step by step by ISA-L, levels 1 to 3. A history is set directly: it costs hashing, not encoding.</summary>
internal sealed unsafe class IsaStreamEncoder : DeflateStreamEncoder
{
    private readonly IsaStream* _stream;
    private readonly byte* _levelBuffer;
    private bool _broken;
    private bool _finished;
    private bool _flushed;
    private bool _disposed;

    internal IsaStreamEncoder(int level, int windowBits)
        : base(DeflateEngineKind.IsaL, level, windowBits)
    {
        _stream = (IsaStream*)IsaLibrary.Allocate(IsaStream.AllocationSize);
        _levelBuffer = (byte*)IsaLibrary.Allocate(IsaLibrary.LevelBufferSize(level));
        IsaLibrary.DeflateInit(_stream);
        _stream->Level = (uint)level;
        _stream->LevelBuffer = _levelBuffer;
        _stream->LevelBufferSize = (uint)IsaLibrary.LevelBufferSize(level);
        _stream->HistoryBits = (ushort)windowBits;
        Reset([]);
    }

    ~IsaStreamEncoder() => Dispose(disposing: false);

    public override void Reset(ReadOnlySpan<byte> history)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        IsaLibrary.DeflateReset(_stream);
        _stream->EndOfStream = 0;
        _stream->Flush = IsaLibrary.NoFlush;
        _broken = false;
        _finished = false;
        _flushed = true;   // at the start of a stream there is nothing to flush
        if (!history.IsEmpty)
        {
            ReadOnlySpan<byte> useful = Useful(history);
            fixed (byte* from = useful)
            {
                _broken = IsaLibrary.DeflateSetDictionary(_stream, from, (uint)useful.Length) != IsaLibrary.Ok;
            }
        }

        GC.KeepAlive(this);
    }

    public override StreamEncodeStatus Write(
        ReadOnlySpan<byte> source, Span<byte> destination, DeflateFlush flush, out int consumed, out int written)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        consumed = 0;
        written = 0;
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

        int result = Step(source, destination, flush);
        consumed = source.Length - (int)_stream->AvailableIn;
        written = destination.Length - (int)_stream->AvailableOut;
        if (result != IsaLibrary.Ok)
        {
            _broken = true;
            return StreamEncodeStatus.Failed;
        }

        StreamEncodeStatus status = Judge(flush);
        GC.KeepAlive(this);
        return status;
    }

    protected override void Dispose(bool disposing)
    {
        if (!_disposed)
        {
            _disposed = true;
            NativeMemory.AlignedFree(_stream);
            NativeMemory.AlignedFree(_levelBuffer);
        }
    }

    private int Step(ReadOnlySpan<byte> source, Span<byte> destination, DeflateFlush flush)
    {
        byte nothing = 0;
        fixed (byte* from = source)
        {
            fixed (byte* to = destination)
            {
                _stream->NextIn = from == null ? &nothing : from;
                _stream->AvailableIn = (uint)source.Length;
                _stream->NextOut = to;
                _stream->AvailableOut = (uint)destination.Length;
                _stream->EndOfStream = flush == DeflateFlush.Finish ? (ushort)1 : (ushort)0;
                _stream->Flush = flush == DeflateFlush.Sync ? IsaLibrary.SyncFlush : IsaLibrary.NoFlush;
                return IsaLibrary.Deflate(_stream);
            }
        }
    }

    private StreamEncodeStatus Judge(DeflateFlush flush)
    {
        bool taken = _stream->AvailableIn == 0;
        _flushed = false;
        switch (flush)
        {
            case DeflateFlush.Finish:
                _finished = _stream->State == IsaLibrary.StateEnd;
                return _finished ? StreamEncodeStatus.Done : StreamEncodeStatus.NeedsOutput;
            case DeflateFlush.Sync:
                // igzip_lib.h, isal_deflate: room left over, or waiting for the next block's header, shows that all is out.
                _flushed = taken && (_stream->AvailableOut > 0
                    || (_stream->State == IsaLibrary.StateNewHeader && _stream->BytesValid == _stream->BytesProcessed));
                return _flushed ? StreamEncodeStatus.Done : StreamEncodeStatus.NeedsOutput;
            default:
                return taken ? StreamEncodeStatus.Done : StreamEncodeStatus.NeedsOutput;
        }
    }
}
