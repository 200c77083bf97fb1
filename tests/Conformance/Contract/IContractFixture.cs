namespace WarpDrive.Conformance.Contract;

/// <summary>A provider with one device, and the hand that holds the device: what the contract itself has no words for.</summary>
public interface IContractFixture : IDisposable
{
    IUacceProvider Provider { get; }

    UacceDevice Device { get; }

    QueueDriving Driving { get; }

    IReadOnlyList<NamedException> Exceptions { get; }

    int Instances { get; }

    /// <summary>Length of the CTL region, 0 when the provider has none.</summary>
    int CtlLength { get; }

    string InterfaceName { get; }

    string Api { get; }

    IReadOnlyList<string> Algorithms { get; }

    /// <summary>A command of the driver that succeeds in INIT and in STARTED and says the queue's number as a 16- or 32-bit word.</summary>
    uint NumberCommand { get; }

    /// <summary>Bytes of its argument.</summary>
    int NumberArgument { get; }

    /// <summary>Drives a queue of the device: needs its DUS region mapped.</summary>
    ContractClient Drive(QueueFile file, RegionMapping dus);

    UacceDevice AddDevice();

    void RemoveDevice();

    void ResetDevice(bool succeeded);

    /// <summary>Moves the clock of the isolation policy.</summary>
    void Advance(TimeSpan time);

    /// <summary>The device finishes nothing until <see cref="LetGo"/>.</summary>
    void Hold();

    void LetGo();

    /// <summary>Makes control operations come from another process, as after a fork, until disposed.</summary>
    IDisposable OtherProcess();
}
