using WarpDrive.Uacce;
using WarpDrive.Uacce.Compression;
using WarpDrive.Uacce.Digests;
using WarpDrive.Uacce.Drivers;

namespace WarpDrive.Tests.Fakes;

internal sealed class FakeDriver : ICompressionDriver, IQueueDriver<DigestRequest, Completion, QueueOptions>
{
    public string Name => "fake";

    public string ApiPrefix => "fake_v";

    public int Priority => 1;

    public string ListedAs(string algorithm) => algorithm is "deflate" or "zlib" or "gzip" or "lz77_zstd" ? algorithm : "digest";

    public bool Supports(DeviceInfo device, string algorithm, out string? reason)
    {
        reason = algorithm == "lz77_zstd" ? "the fake knows no LZ77" : null;
        return reason is null;
    }

    public CompressionQueue OpenQueue(DeviceInfo device, QueueFile file, CompressionQueueOptions options) =>
        Open((FakeQueueFile)file, new FakeCompression(((FakeQueueFile)file).Device.Engine, options.Direction));

    public RequestQueue<DigestRequest, Completion> OpenQueue(DeviceInfo device, QueueFile file, QueueOptions options) =>
        Open((FakeQueueFile)file, new FakeDigests(((FakeQueueFile)file).Device.Digests));

    private static FakeQueue<TRequest, TCompletion> Open<TRequest, TCompletion>(FakeQueueFile file, FakeWork<TRequest, TCompletion> work)
        where TRequest : struct, IRequest
        where TCompletion : struct, ICompletion
    {
        var queue = new FakeQueue<TRequest, TCompletion>(file, work);
        file.Device.Queues.Add(queue);
        return queue;
    }
}
