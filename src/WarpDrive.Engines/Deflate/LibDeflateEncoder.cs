namespace WarpDrive.Engines.Deflate;

/// <summary>Whole streams by libdeflate, levels 1 to 12.</summary>
internal sealed unsafe class LibDeflateEncoder : DeflateEncoder
{
    private void* _compressor;

    internal LibDeflateEncoder(int level)
        : base(DeflateEngineKind.LibDeflate, level, DeflateWindow.MaxBits)
    {
        _compressor = LibDeflateLibrary.AllocateCompressor(level);
        if (_compressor == null)
        {
            throw new InsufficientMemoryException("libdeflate got no memory for a compressor.");
        }
    }

    ~LibDeflateEncoder() => Dispose(disposing: false);

    private protected override EncodeStatus EncodeCore(ReadOnlySpan<byte> source, Span<byte> destination, out int written)
    {
        ObjectDisposedException.ThrowIf(_compressor == null, this);
        fixed (byte* from = source)
        {
            fixed (byte* to = destination)
            {
                written = (int)LibDeflateLibrary.Compress(_compressor, from, (nuint)source.Length, to, (nuint)destination.Length);
            }
        }

        return written > 0 ? EncodeStatus.Done : EncodeStatus.OutputTooSmall;
    }

    protected override void Dispose(bool disposing)
    {
        if (_compressor != null)
        {
            LibDeflateLibrary.FreeCompressor(_compressor);
            _compressor = null;
        }
    }
}
