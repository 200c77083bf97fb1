using WarpDrive.Engines.Inflate;

namespace WarpDrive.Engines.Deflate;

/// <summary>Whole streams decoded by this library's own <see cref="Inflater"/>.</summary>
internal sealed class ManagedDecoder() : InflateDecoder(DeflateEngineKind.Managed)
{
    private readonly Inflater _inflater = new();
    private bool _disposed;

    private protected override DecodeStatus DecodeCore(
        ReadOnlySpan<byte> source, Span<byte> destination, out int consumed, out int written)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        InflateStatus status = _inflater.InflateAll(source, destination, out consumed, out written);
        return status switch
        {
            InflateStatus.Finished => DecodeStatus.Done,
            InflateStatus.NeedsInput => DecodeStatus.NeedsMoreInput,
            InflateStatus.NeedsOutput => DecodeStatus.OutputTooSmall,
            _ => DecodeStatus.BadData,
        };
    }

    protected override void Dispose(bool disposing) => _disposed = true;
}
