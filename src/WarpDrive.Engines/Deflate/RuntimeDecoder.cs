using System.Runtime.InteropServices;

namespace WarpDrive.Engines.Deflate;

/// <summary>Whole streams decoded by the runtime's zlib-ng; one native stream, reset for every call.</summary>
internal sealed unsafe class RuntimeDecoder : InflateDecoder
{
    private readonly PalZStream* _stream;
    private bool _disposed;

    internal RuntimeDecoder()
        : base(DeflateEngineKind.Runtime)
    {
        _stream = (PalZStream*)NativeMemory.AllocZeroed((nuint)sizeof(PalZStream));
        if (RuntimeZlib.InflateInit(_stream) != RuntimeZlib.Ok)
        {
            NativeMemory.Free(_stream);
            _disposed = true;
            throw new InsufficientMemoryException("The runtime's zlib-ng could not start a stream.");
        }
    }

    ~RuntimeDecoder() => Dispose(disposing: false);

    private protected override DecodeStatus DecodeCore(
        ReadOnlySpan<byte> source, Span<byte> destination, out int consumed, out int written)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        consumed = 0;
        written = 0;
        if (RuntimeZlib.InflateReset(_stream) != RuntimeZlib.Ok)
        {
            return DecodeStatus.Failed;
        }

        byte probe = 0;   // zlib wants an address even for no room
        fixed (byte* from = source)
        {
            fixed (byte* to = destination)
            {
                _stream->NextIn = from == null ? &probe : from;
                _stream->AvailableIn = (uint)source.Length;
                _stream->NextOut = to == null ? &probe : to;
                _stream->AvailableOut = (uint)destination.Length;
                int result = RuntimeZlib.Inflate(_stream, RuntimeZlib.Finish);
                if (result is RuntimeZlib.Ok or RuntimeZlib.BufferError)
                {
                    if (_stream->AvailableOut > 0)
                    {
                        return DecodeStatus.NeedsMoreInput;
                    }

                    // The room is used up. One byte more tells a stream that goes on from one that ends here, or is cut off here.
                    _stream->NextOut = &probe;
                    _stream->AvailableOut = 1;
                    result = RuntimeZlib.Inflate(_stream, RuntimeZlib.Finish);
                    if (_stream->AvailableOut == 0)
                    {
                        return DecodeStatus.OutputTooSmall;
                    }

                    _stream->AvailableOut = 0;
                }

                consumed = source.Length - (int)_stream->AvailableIn;
                written = destination.Length - (int)_stream->AvailableOut;
                return result switch
                {
                    RuntimeZlib.StreamEnd => DecodeStatus.Done,
                    RuntimeZlib.Ok or RuntimeZlib.BufferError => DecodeStatus.NeedsMoreInput,
                    RuntimeZlib.DataError => DecodeStatus.BadData,
                    _ => DecodeStatus.Failed,
                };
            }
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (!_disposed)
        {
            _disposed = true;
            _ = RuntimeZlib.InflateEnd(_stream);
            NativeMemory.Free(_stream);
        }
    }
}
