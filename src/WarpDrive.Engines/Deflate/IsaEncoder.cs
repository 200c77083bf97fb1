using System.Runtime.InteropServices;

namespace WarpDrive.Engines.Deflate;

/// <summary>Whole streams by ISA-L, levels 0 to 3.</summary>
internal sealed unsafe class IsaEncoder : DeflateEncoder
{
    private readonly IsaStream* _stream;
    private readonly byte* _levelBuffer;
    private bool _disposed;

    internal IsaEncoder(int level, int windowBits)
        : base(DeflateEngineKind.IsaL, level, windowBits)
    {
        _stream = (IsaStream*)IsaLibrary.Allocate(IsaStream.AllocationSize);
        _levelBuffer = level == 0 ? null : (byte*)IsaLibrary.Allocate(IsaLibrary.LevelBufferSize(level));
    }

    ~IsaEncoder() => Dispose(disposing: false);

    private protected override EncodeStatus EncodeCore(ReadOnlySpan<byte> source, Span<byte> destination, out int written)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        written = 0;
        if (destination.IsEmpty)
        {
            return EncodeStatus.OutputTooSmall;
        }

        byte nothing = 0;
        int result;
        IsaLibrary.DeflateStatelessInit(_stream);
        fixed (byte* from = source)
        {
            fixed (byte* to = destination)
            {
                _stream->Level = (uint)Level;
                _stream->LevelBuffer = _levelBuffer;
                _stream->LevelBufferSize = (uint)IsaLibrary.LevelBufferSize(Level);
                _stream->HistoryBits = (ushort)WindowBits;
                _stream->EndOfStream = 1;
                _stream->Flush = IsaLibrary.NoFlush;
                _stream->NextIn = from == null ? &nothing : from;
                _stream->AvailableIn = (uint)source.Length;
                _stream->NextOut = to;
                _stream->AvailableOut = (uint)destination.Length;
                result = IsaLibrary.DeflateStateless(_stream);
            }
        }

        written = destination.Length - (int)_stream->AvailableOut;
        return result switch
        {
            IsaLibrary.Ok => EncodeStatus.Done,
            IsaLibrary.Overflow => EncodeStatus.OutputTooSmall,
            _ => EncodeStatus.Failed,
        };
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
}
