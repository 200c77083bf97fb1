using WarpDrive.Uacce;

namespace WarpDrive.Tests.Fakes;

/// <summary>A second provider, with the devices a test gives it.</summary>
internal sealed class FakeProvider(string name = "fake", params FakeDevice[] devices) : IUacceProvider
{
    public string Name { get; } = name;

    public List<FakeDevice> Devices { get; } = [.. devices];

    public bool Disposed { get; private set; }

    public IReadOnlyList<UacceDevice> ListDevices() => [.. Devices];

    public void Dispose() => Disposed = true;

    /// <summary>A library instance on these devices alone.</summary>
    public Accelerators Open(Func<AcceleratorOptions, AcceleratorOptions>? change = null, NumaTopology? topology = null)
    {
        var options = new AcceleratorOptions
        {
            OnlyProvider = Name,
            Providers = [this],
            Drivers = [new FakeDriver()],
            Deadline = TimeSpan.FromSeconds(60),
        };
        return new Accelerators(change is null ? options : change(options), shared: false, topology);
    }
}
