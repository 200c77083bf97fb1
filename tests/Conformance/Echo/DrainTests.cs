using WarpDrive.Daemon;
using WarpDrive.Uacce.Core;

namespace WarpDrive.Conformance.Echo;

/// <summary>A stop that waits for what was rung, beside other queues of the device.</summary>
public sealed class DrainTests : IDisposable
{
    private static readonly TimeSpan s_long = TimeSpan.FromSeconds(60);

    private readonly string _directory = Directory.CreateTempSubdirectory("wd").FullName;
    private readonly EchoDevice _model = new();
    private readonly DeviceRegistry _registry = new(new CoreOptions { DrainTimeout = TimeSpan.FromSeconds(20) });
    private readonly List<IDisposable> _open = [];

    public DrainTests() => _registry.Add(_model);

    public void Dispose()
    {
        _model.Held = -1;
        _open.Reverse();
        _open.ForEach(one => one.Dispose());
        _registry.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    [Theory]
    [InlineData(QueueDriving.Inline, false)]
    [InlineData(QueueDriving.Served, false)]
    [InlineData(QueueDriving.Served, true)]
    public async Task A_queue_that_drains_holds_up_no_other(QueueDriving driving, bool daemon)
    {
        UacceDevice[] devices = daemon ? Connect(3) : [.. Enumerable.Repeat(Keep(new EmbeddedProvider(_registry, ownsRegistry: false)).ListDevices()[0], 3)];
        (QueueFile draining, EchoClient client) = OpenStarted(devices[0], driving);
        _model.Held = (int)client.Number;
        client.Send();
        using var drains = new ManualResetEventSlim();
        int caller = 0;
        Task put = Task.Factory.StartNew(
            () =>
            {
                caller = Environment.CurrentManagedThreadId;
                _model.AskedForWork = number =>
                {
                    // Who stops a queue asks whether it has work left: the caller here, the thread of its connection in a daemon.
                    if (number == client.Number && (daemon ? Thread.CurrentThread.Name == $"uacced {Environment.ProcessId}" : Environment.CurrentManagedThreadId == caller))
                    {
                        drains.Set();
                    }
                };
                draining.Put();
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        Assert.True(drains.Wait(s_long), "the stop does not wait for what was rung");
        _model.AskedForWork = null;

        (QueueFile other, EchoClient otherClient) = OpenStarted(devices[1], driving);
        otherClient.Send();
        otherClient.ReceiveAll();
        other.Put();
        other.Start();
        Assert.Equal(EchoDevice.DefaultProfile.Instances - 2, devices[2].ReadInfo().AvailableInstances);
        using (QueueFile third = devices[2].Open(new QueueOpenOptions(driving)))
        {
            third.Ioctl(EchoLayout.TellNumber, new byte[4]);
        }

        other.Dispose();
        Assert.False(put.IsCompleted, "the others went on only when the stop had given up");
        _model.Held = -1;
        await put.WaitAsync(s_long);
        Assert.Equal(1, client.Receive());
    }

    private (QueueFile File, EchoClient Client) OpenStarted(UacceDevice device, QueueDriving driving)
    {
        QueueFile file = Keep(device.Open(new QueueOpenOptions(driving)));
        RegionMapping dus = Keep(file.Map(RegionType.Dus, EchoLayout.DusSize));
        byte[] number = new byte[4];
        file.Ioctl(EchoLayout.TellNumber, number);
        file.Start();
        return (file, new EchoClient(file, dus, BitConverter.ToUInt32(number)));
    }

    /// <summary>The device as clients with a connection of their own see it: requests of one connection wait for each other.</summary>
    private UacceDevice[] Connect(int clients)
    {
        string path = Path.Combine(_directory, "socket");
        Keep(new DaemonServer(_registry, new DaemonOptions { SocketPath = path })).Start();
        return [.. Enumerable.Range(0, clients).Select(_ => Keep(new DaemonProvider(path)).ListDevices()[0])];
    }

    private T Keep<T>(T opened)
        where T : IDisposable
    {
        _open.Add(opened);
        return opened;
    }
}
