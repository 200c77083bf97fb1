using WarpDrive.Linux;
using WarpDrive.Queues;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Compression;

namespace WarpDrive.Tests.Daemon;

/// <summary>Memory reserved on a queue of a daemon, with and without shared addresses: the daemon works in it.</summary>
public sealed class ReservedQueueMemoryTests
{
    private const int Length = 100_000;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_message_in_reserved_memory_is_compressed_where_it_is(bool sva)
    {
        using var daemon = new LocalDaemon(sva);
        using var accelerators = new Accelerators(daemon.Options);
        using WdQueue queue = WdQueue.Request(new WdQueueOptions { Algorithm = "gzip" }, accelerators);
        Assert.Equal(sva, queue.SharesAddresses);
        Memory<byte> memory = queue.ReserveMemory(2 * Length);
        Assert.Equal(Errno.EEXIST, Assert.Throws<LinuxException>(() => queue.ReserveMemory(1)).Errno);   // it is the queue's, not ordinary memory
        TestData.Mixed(Length).CopyTo(memory);
        var message = new CompressionRequest
        {
            Format = CompressionFormat.Gzip,
            WindowCode = 4,
            Source = queue.ShareMemory(memory[..Length]),
            SourceLength = Length,
            Destination = queue.ShareMemory(memory[Length..]),
            DestinationLength = Length,
        };
        Assert.Equal(message.Source + Length, message.Destination);
        Assert.Equal(SubmitResult.Queued, queue.Send(message));
        Assert.Equal(ReceiveResult.Received, queue.ReceiveSync(out CompressionCompletion done, TimeSpan.FromSeconds(60)));
        Assert.Equal(RequestStatus.Ok, done.Status);
        Assert.Equal(TestData.Mixed(Length), TestData.ReferenceDecode(memory.Span.Slice(Length, done.Produced), CompressionFormat.Gzip));
    }

    [Fact]
    public void Other_memory_may_be_named_beside_it_where_addresses_are_shared()
    {
        using var daemon = new LocalDaemon();
        using var accelerators = new Accelerators(daemon.Options);
        using WdQueue queue = WdQueue.Request(new WdQueueOptions { Algorithm = "gzip" }, accelerators);
        Memory<byte> memory = queue.ReserveMemory(Length);
        byte[] source = TestData.Mixed(Length);
        var message = new CompressionRequest
        {
            Format = CompressionFormat.Gzip,
            WindowCode = 4,
            Source = queue.ShareMemory(source),
            SourceLength = Length,
            Destination = queue.ShareMemory(memory),
            DestinationLength = Length,
        };
        Assert.Equal(SubmitResult.Queued, queue.Send(message));
        Assert.Equal(ReceiveResult.Received, queue.ReceiveSync(out CompressionCompletion done, TimeSpan.FromSeconds(60)));
        Assert.Equal(RequestStatus.Ok, done.Status);
        Assert.Equal(source, TestData.ReferenceDecode(memory.Span[..done.Produced], CompressionFormat.Gzip));
    }
}
