using WarpDrive.Daemon;
using WarpDrive.Uacce.Core;
using WarpDrive.Uacce.Daemon;

namespace WarpDrive.Conformance.Contract;

/// <summary>A fixture over a registry in this process, or behind a daemon's socket; the device comes from the derived class.</summary>
public abstract class RegistryFixture : IContractFixture
{
    private readonly DeviceRegistry _registry;
    private readonly IUacceProvider _provider;
    private readonly DaemonServer? _server;
    private readonly TestClock _clock = new();
    private int _processOffset;

    protected RegistryFixture(ContractSetup setup, QueueDriving driving, bool daemon = false)
    {
        ArgumentNullException.ThrowIfNull(setup);
        Setup = setup;
        Driving = driving;
        _registry = new DeviceRegistry(new CoreOptions
        {
            DrainTimeout = TimeSpan.FromSeconds(60),
            Time = _clock,
            WithoutSva = !setup.Sva,
            CurrentProcess = () => Environment.ProcessId + _processOffset,
        });
        if (!daemon)
        {
            _provider = new EmbeddedProvider(_registry, ownsRegistry: true);
            return;
        }

        // The daemon asks the kernel who sends; that is tested with real processes elsewhere. Here the client's own check stands for it.
        string path = Path.Combine(Path.GetTempPath(), $"wd-{Guid.NewGuid():N}.sock");
        _server = new DaemonServer(_registry, new DaemonOptions { SocketPath = path });
        _server.Start();
        _provider = new DaemonProvider(new DaemonSettings(path) { CurrentProcess = () => Environment.ProcessId + _processOffset });
    }

    public ContractSetup Setup { get; }

    public IUacceProvider Provider => _provider;

    public UacceDevice Device { get; private set; } = null!;

    public QueueDriving Driving { get; }

    public IReadOnlyList<NamedException> Exceptions => _server is null
        ? []
        : [new NamedException(NamedException.ReservesWithSva, "the daemon uses reserved memory where it is, and copies all other (uacced.md §6.1)")];

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
        if (_server is not null)
        {
            _server.Dispose();
            _registry.Dispose();
        }

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
