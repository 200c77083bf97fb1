namespace WarpDrive.Engines.Deflate;

/// <summary>Whole streams decoded by libdeflate.</summary>
/// <remarks>
/// libdeflate has one answer for damaged and for truncated input, and reads zeros behind the end, so that a truncated stream
/// can also seem to need more room. A stream it refuses is decoded again by the runtime's engine, whose answers are exact:
/// a refused stream costs two decodings, each no longer than the destination allows.
/// </remarks>
internal sealed unsafe class LibDeflateDecoder : InflateDecoder
{
    private readonly RuntimeDecoder _second;
    private void* _decompressor;

    internal LibDeflateDecoder()
        : base(DeflateEngineKind.LibDeflate)
    {
        _second = new RuntimeDecoder();
        _decompressor = LibDeflateLibrary.AllocateDecompressor();
        if (_decompressor == null)
        {
            throw new InsufficientMemoryException("libdeflate got no memory for a decompressor.");
        }
    }

    ~LibDeflateDecoder() => Dispose(disposing: false);

    private protected override DecodeStatus DecodeCore(
        ReadOnlySpan<byte> source, Span<byte> destination, out int consumed, out int written)
    {
        ObjectDisposedException.ThrowIf(_decompressor == null, this);
        nuint taken = 0;
        nuint made = 0;
        int result;
        fixed (byte* from = source)
        {
            fixed (byte* to = destination)
            {
                result = LibDeflateLibrary.Decompress(
                    _decompressor, from, (nuint)source.Length, to, (nuint)destination.Length, &taken, &made);
            }
        }

        consumed = (int)taken;
        written = (int)made;
        return result == LibDeflateLibrary.Success
            ? DecodeStatus.Done
            : _second.Decode(source, destination, out consumed, out written);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _second.Dispose();   // a finalizer leaves it to its own
        }

        if (_decompressor != null)
        {
            LibDeflateLibrary.FreeDecompressor(_decompressor);
            _decompressor = null;
        }
    }
}
