using WarpDrive.Uacce;

namespace WarpDrive;

/// <summary>The synchronous way of a compressor or decompressor, for requests that one queued descriptor cannot do.</summary>
internal interface IBufferCodec
{
    RequestStatus RunWhole(ReadOnlySpan<byte> source, Span<byte> destination, out CompressionResult result, out CompressionAnswer answer);
}
