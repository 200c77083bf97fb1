using WarpDrive.Uacce.Core;

namespace WarpDrive.Conformance.Contract;

/// <summary>A fixture over a registry in this process; the device comes from the derived class.</summary>
public abstract class RegistryFixture : IContractFixture
{
    private readonly DeviceRegistry _registry;
    private readonly EmbeddedProvider _provider;
    private readonly TestClock _clock = new();
    private int _processOffset;

    protected RegistryFixture(ContractSetup setup, QueueDriving driving)
    {
        ArgumentNullException.ThrowIfNull(setup);
        Setup = setup;
        Driving = driving;
        _registry = new DeviceRegistry(new CoreOptions
        {
            DrainTimeout = TimeSpan.FromSeconds(5),
            Time = _clock,
            WithoutSva = !setup.Sva,
            CurrentProcess = () => Environment.ProcessId + _processOffset,
        });
        _provider = new EmbeddedProvider(_registry, ownsRegistry: true);
    }

    public ContractSetup Setup { get; }

    public IUacceProvider Provider => _provider;

    public UacceDevice Device { get; private set; } = null!;

    public QueueDriving Driving { get; }

    public IReadOnlyList<NamedException> Exceptions => [];

    public abstract int Instances { get; }

    public abstract int CtlLength { get; }

    public abstract string InterfaceName { get; }

    public abstract string Api { get; }

    public abstract IReadOnlyList<string> Algorithms { get; }

    public abstract uint NumberCommand { get; }

    public abstract int NumberArgument { get; }

    public abstract ContractClient Drive(QueueFile file, RegionMapping dus);

    public UacceDevice AddDevice()
    {
        RegisteredDevice added = _registry.Add(CreateModel());
        UacceDevice device = _provider.ListDevices().Single(d => d.Name == added.Name);
        Device ??= device;
        return device;
    }

    public void RemoveDevice() => _registry.Remove(_registry.Devices is [RegisteredDevice first, ..] ? first : null);

    public void ResetDevice(bool succeeded) => _registry.Devices[0].Reset(succeeded);

    public void Advance(TimeSpan time) => _clock.Advance(time);

    public abstract void Hold();

    public abstract void LetGo();

    public IDisposable OtherProcess() => new Elsewhere(this);

    public void Dispose()
    {
        _provider.Dispose();
        GC.SuppressFinalize(this);
    }

    protected abstract SoftwareDevice CreateModel();

    private sealed class Elsewhere : IDisposable
    {
        private readonly RegistryFixture _fixture;

        public Elsewhere(RegistryFixture fixture)
        {
            _fixture = fixture;
            fixture._processOffset = 1;
        }

        public void Dispose() => _fixture._processOffset = 0;
    }

    private sealed class TestClock : TimeProvider
    {
        private long _now = 1_000_000;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Interlocked.Read(ref _now);

        public void Advance(TimeSpan time) => Interlocked.Add(ref _now, time.Ticks);
    }
}
