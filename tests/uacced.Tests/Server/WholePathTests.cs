using WarpDrive.Hisilicon;

namespace WarpDrive.Daemon.Tests;

/// <summary>The user library over the daemon's devices.</summary>
public sealed class WholePathTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_is_compressed_by_the_daemon_reads_back(bool sva)
    {
        using var daemon = new TestDaemon(sva: sva, kinds: SoftwareDevices.Zip);
        byte[] data = new byte[300_000];
        new Random(5).NextBytes(data.AsSpan(0, 100_000));
        using (var accelerators = new Accelerators(new AcceleratorOptions { OnlyProvider = "daemon", Daemon = daemon.SocketPath }))
        {
            using var compressor = new Compressor(accelerators: accelerators);
            byte[] room = new byte[Compressor.MaxCompressedLength(data.Length)];
            CompressionResult packed = compressor.Compress(data, room);
            using var decompressor = new Decompressor(accelerators: accelerators);
            Assert.Equal(data, decompressor.Decompress(room.AsSpan(0, packed.BytesWritten)));
            Assert.Contains("daemon", packed.Receipt.ToString(), StringComparison.Ordinal);
        }

        TestDaemon.Until(() => daemon.Server.Connections == 0 && daemon.Registry.Devices[0].OpenQueues == 0, "all is given back");
    }
}
