using WarpDrive.Uacce;
using WarpDrive.Uacce.Compression;
using WarpDrive.Uacce.Drivers;

namespace WarpDrive.Tests.Fakes;

internal sealed class FakeDriver : ICompressionDriver
{
    public string Name => "fake";

    public string ApiPrefix => "fake_v";

    public int Priority => 1;

    public bool Supports(DeviceInfo device, string algorithm, out string? reason)
    {
        reason = algorithm == "lz77_zstd" ? "the fake knows no LZ77" : null;
        return reason is null;
    }

    public CompressionQueue OpenQueue(DeviceInfo device, QueueFile file, CompressionQueueOptions options)
    {
        var queue = new FakeQueue((FakeQueueFile)file, options);
        ((FakeQueueFile)file).Device.Queues.Add(queue);
        return queue;
    }
}
