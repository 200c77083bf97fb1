namespace WarpDrive.Tests.Daemon;

/// <summary>A daemon that was named and is not there.</summary>
public sealed class AbsentDaemonTests
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"wd-{Guid.NewGuid():N}.sock");
    private readonly byte[] _room = new byte[4096];

    [Fact]
    public void Requests_fail_at_once_with_words_that_name_the_socket()
    {
        using var accelerators = new Accelerators(new AcceleratorOptions { Daemon = _path });
        using var compressor = new Compressor(null, accelerators);
        CompressionException thrown = Assert.Throws<CompressionException>(() => compressor.Compress(new byte[100], _room));
        Assert.Equal(WarpDrive.Uacce.RequestStatus.NoDevice, thrown.Status);
        Assert.Contains(_path, thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tasks_fail_at_once_with_words_that_name_the_socket()
    {
        using var accelerators = new Accelerators(new AcceleratorOptions { Daemon = _path });
        using var compressor = new Compressor(null, accelerators);
        CompressionException thrown = await Assert.ThrowsAsync<CompressionException>(async () => await compressor.CompressAsync(new byte[100], _room));
        Assert.Equal(WarpDrive.Uacce.RequestStatus.NoDevice, thrown.Status);
        Assert.Contains(_path, thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Devices_of_this_process_serve_when_that_was_allowed()
    {
        using var accelerators = new Accelerators(new AcceleratorOptions { Daemon = _path, DaemonFallback = true });
        using var compressor = new Compressor(null, accelerators);
        CompressionResult result = compressor.Compress(new byte[100], _room);
        Assert.Equal("embedded", result.Receipt.Provider);
    }

    [Fact]
    public void The_list_of_devices_says_why_there_is_none()
    {
        using var accelerators = new Accelerators(new AcceleratorOptions { OnlyProvider = "daemon", Daemon = _path });
        DeviceStatus status = Assert.Single(accelerators.ListDevices());
        Assert.Equal(("", "daemon"), (status.Name, status.Provider));
        Assert.Contains(_path, status.Reason, StringComparison.Ordinal);
    }
}
