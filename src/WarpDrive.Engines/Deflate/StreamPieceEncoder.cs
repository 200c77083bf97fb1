namespace WarpDrive.Engines.Deflate;

/// <summary>Pieces by an encoder of streams, which begins anew for every piece.</summary>
internal sealed class StreamPieceEncoder(DeflateStreamEncoder encoder) : DeflatePieceEncoder(encoder.Kind, encoder.Level)
{
    public override EncodeStatus Encode(ReadOnlySpan<byte> source, Span<byte> destination, bool last, out int written)
    {
        encoder.Reset([]);
        StreamEncodeStatus status = encoder.Write(
            source, destination, last ? DeflateFlush.Finish : DeflateFlush.Sync, out _, out int length);
        written = status == StreamEncodeStatus.Done ? length : 0;
        return status switch
        {
            StreamEncodeStatus.Done => EncodeStatus.Done,
            StreamEncodeStatus.NeedsOutput => EncodeStatus.OutputTooSmall,
            _ => EncodeStatus.Failed,
        };
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            encoder.Dispose();   // a finalizer leaves it to its own
        }
    }
}
