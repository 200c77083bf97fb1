using WarpDrive.Conformance.Echo;
using WarpDrive.Uacce.Core.Tests.Workers;

namespace WarpDrive.Uacce.Core.Tests.Remote;

/// <summary>A registry with an echo device, and clients of it.</summary>
internal sealed class RemoteSetup : IDisposable
{
    private readonly List<IDisposable> _mappings = [];

    public RemoteSetup(int workers = 1, int instances = 8, CoreOptions? options = null, string name = "echo")
    {
        Registry = new DeviceRegistry(options ?? new CoreOptions { DrainTimeout = TinyClient.Deadline });
        Model = new EchoDevice(EchoDevice.DefaultProfile with { InterfaceName = name, Workers = workers, Instances = instances, QueuesPerStep = workers > 1 ? 1 : 32 });
        Device = Registry.Add(Model);
    }

    public DeviceRegistry Registry { get; }

    public EchoDevice Model { get; }

    public RegisteredDevice Device { get; }

    public ClientAccount Account { get; } = new("test", Environment.ProcessId, 0);

    /// <summary>Whether all workers sleep and hold nothing.</summary>
    public bool IsAsleep => Device.Workers.IsAsleep;

    public RemoteClient Client(bool sva = true) => Client(sva ? LocalSource.Instance : null);

    public RemoteClient Client(AddressSpaceSource? memory) => new(Registry, Account, memory);

    public (RingChannel Channel, ChannelClient End) OpenChannel(RemoteClient client, int slots = 64)
    {
        RingChannel channel = client.OpenChannel(Device, slots);
        return (channel, Keep(new ChannelClient(channel)));
    }

    /// <summary>Opens a queue, and starts it.</summary>
    public RemoteEchoClient Open(RemoteClient client, (RingChannel Channel, ChannelClient End) channel)
    {
        RemoteEchoClient end = Keep(new RemoteEchoClient(client.Open(Device, channel.Channel), channel.End));
        Assert.Equal(0, end.Queue.Ioctl(UacceIoctl.StartQueue, []));
        return end;
    }

    /// <summary>The same, with a channel of its own.</summary>
    public RemoteEchoClient Open(RemoteClient client) => Open(client, OpenChannel(client));

    public void UntilAsleep() => Wait.Until(() => IsAsleep, "sleep");

    public void Dispose()
    {
        Model.Gate.Set();
        Model.StepGate.Set();
        Registry.Dispose();
        CloseMappings();
    }

    /// <summary>The clients' processes are gone.</summary>
    public void CloseMappings()
    {
        _mappings.ForEach(m => m.Dispose());
        _mappings.Clear();
    }

    private T Keep<T>(T mapping)
        where T : IDisposable
    {
        _mappings.Add(mapping);
        return mapping;
    }
}
