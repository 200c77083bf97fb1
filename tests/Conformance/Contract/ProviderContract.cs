using System.Buffers.Binary;
using WarpDrive.Linux;

namespace WarpDrive.Conformance.Contract;

/// <summary>Base of the contract suites: a fixture for each test, and short words for the usual steps.</summary>
public abstract class ProviderContract : IDisposable
{
    private readonly List<IDisposable> _open = [];
    private IContractFixture? _fixture;

    protected static TimeSpan Long => TimeSpan.FromSeconds(60);

    protected IContractFixture Fixture => _fixture ??= Create(new ContractSetup());

    protected UacceDevice Device => Fixture.Device;

    public void Dispose()
    {
        _fixture?.LetGo();
        for (int i = _open.Count - 1; i >= 0; i--)
        {
            _open[i].Dispose();
        }

        _fixture?.Dispose();
        GC.SuppressFinalize(this);
    }

    protected abstract IContractFixture Create(ContractSetup setup);

    /// <summary>Another device than the usual one; before anything else of the test.</summary>
    protected IContractFixture Use(ContractSetup setup)
    {
        Assert.Null(_fixture);
        return _fixture = Create(setup);
    }

    /// <summary>Whether the provider declared that it differs here; says so in the output.</summary>
    protected bool Excepts(string name)
    {
        NamedException? exception = Fixture.Exceptions.FirstOrDefault(e => e.Name == name);
        if (exception is not null)
        {
            Console.WriteLine($"{Fixture.Provider.Name}: exception {exception.Name}: {exception.Reason}");
        }

        return exception is not null;
    }

    protected QueueFile Open() => Keep(Device.Open(new QueueOpenOptions(Fixture.Driving)));

    protected RegionMapping MapDus(QueueFile file) => Keep(file.Map(RegionType.Dus, DusLength));

    protected int DusLength => (int)Device.ReadInfo().RegionDusSize;

    protected int MmioLength => (int)Device.ReadInfo().RegionMmioSize;

    /// <summary>Opens, maps and starts.</summary>
    protected (QueueFile File, ContractClient Client) OpenStarted()
    {
        QueueFile file = Open();
        ContractClient client = Fixture.Drive(file, MapDus(file));
        file.Start();
        return (file, client);
    }

    protected T Keep<T>(T opened)
        where T : IDisposable
    {
        _open.Add(opened);
        return opened;
    }

    protected uint NumberOf(QueueFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        byte[] argument = new byte[Fixture.NumberArgument];
        Assert.Equal(0, file.Ioctl(Fixture.NumberCommand, argument));
        return BinaryPrimitives.ReadUInt16LittleEndian(argument);
    }

    protected static Errno Refusal(Action action) => Assert.Throws<LinuxException>(action).Errno;

    protected static void Eventually(Func<bool> condition, string what)
    {
        ArgumentNullException.ThrowIfNull(condition);
        Assert.True(SpinWait.SpinUntil(condition, Long), what);
    }
}
