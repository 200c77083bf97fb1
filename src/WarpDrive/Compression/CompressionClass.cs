using WarpDrive.Uacce;
using WarpDrive.Uacce.Compression;
using WarpDrive.Uacce.Drivers;

namespace WarpDrive;

/// <summary>Compression and decompression as a class of requests.</summary>
internal sealed class CompressionClass : RequestClass<CompressionRequest, CompressionCompletion>
{
    /// <summary>Most bytes on either side of a request (hisi-qm-zip.md B4).</summary>
    internal const int MostBytes = 8 << 20;

    private CompressionClass()
    {
    }

    internal static CompressionClass Instance { get; } = new();

    internal override int DeviceLimit => MostBytes;

    internal override IUserDriver? FindDriver(UserDriverRegistry drivers, DeviceInfo device, string algorithm, out string? reason) =>
        drivers.Find<ICompressionDriver>(device, algorithm, out reason);

    internal override CompressionQueue OpenQueue(IUserDriver driver, DeviceInfo device, QueueFile file, QueueOptions options) =>
        ((ICompressionDriver)driver).OpenQueue(device, file, (CompressionQueueOptions)options);

    /// <summary>A stream context and two halves.</summary>
    internal override int LimitFor(int reservedMemory) => ((reservedMemory - ReservedMemory.Rounded(StreamContextMemory.Size)) / 2) & ~63;

    /// <remarks>Lists and the two destinations of LZ77 go as they are.</remarks>
    internal override int StagedLength(in CompressionRequest request) =>
        request.SourceList is not null || request.DestinationList is not null || request.Literals != 0
            ? int.MaxValue
            : (request.StreamContext == 0 ? 0 : ReservedMemory.Rounded(StreamContextMemory.Size))
                + ReservedMemory.Rounded(request.SourceLength) + ReservedMemory.Rounded(request.DestinationLength);

    internal override void Stage(ReservedMemory memory, ref CompressionRequest request)
    {
        request.StreamContext = request.StreamContext == 0 ? 0 : memory.Put(request.StreamContext, StreamContextMemory.Size);
        request.Source = memory.Put(request.Source, request.SourceLength);
        request.Destination = memory.Room(request.DestinationLength);
    }

    internal override void Unstage(
        ReservedMemory memory, in CompressionRequest asked, in CompressionRequest staged, in CompressionCompletion completion)
    {
        memory.Take(staged.Destination, asked.Destination, Math.Clamp(completion.Produced, 0, asked.DestinationLength));
        if (asked.StreamContext != 0)
        {
            memory.Take(staged.StreamContext, asked.StreamContext, StreamContextMemory.Size);
        }
    }

    internal override (long In, long Out) Count(in CompressionRequest request, in CompressionCompletion completion) =>
        (completion.Consumed, completion.Produced);

    internal override string? Describe(RequestStatus status) => status switch
    {
        RequestStatus.OutputLimit => "the data is longer than MaxOutputLength allows",
        RequestStatus.Truncated => "the compressed data ends before its stream does",
        _ => null,
    };

    internal override Exception Failure(RequestStatus status, string words, Exception? inner = null) => new CompressionException(status, words, inner);
}
