using WarpDrive.Conformance.Contract;

namespace WarpDrive.Conformance.Hisilicon;

/// <summary>Every contract suite over the Daemon provider with the SEC device.</summary>
public static class SecDaemonConformance
{
    public sealed class Open : OpenContract
    {
        protected override IContractFixture Create(ContractSetup setup) => new SecFixture(setup, QueueDriving.Served, daemon: true);
    }

    public sealed class Ioctl : IoctlContract
    {
        protected override IContractFixture Create(ContractSetup setup) => new SecFixture(setup, QueueDriving.Served, daemon: true);
    }

    public sealed class Map : MapContract
    {
        protected override IContractFixture Create(ContractSetup setup) => new SecFixture(setup, QueueDriving.Served, daemon: true);
    }

    public sealed class Poll : PollContract
    {
        protected override IContractFixture Create(ContractSetup setup) => new SecFixture(setup, QueueDriving.Served, daemon: true);
    }

    public sealed class Release : ReleaseContract
    {
        protected override IContractFixture Create(ContractSetup setup) => new SecFixture(setup, QueueDriving.Served, daemon: true);
    }

    public sealed class Removal : RemovalContract
    {
        protected override IContractFixture Create(ContractSetup setup) => new SecFixture(setup, QueueDriving.Served, daemon: true);
    }

    public sealed class Attribute : AttributeContract
    {
        protected override IContractFixture Create(ContractSetup setup) => new SecFixture(setup, QueueDriving.Served, daemon: true);
    }

    public sealed class Isolation : IsolationContract
    {
        protected override IContractFixture Create(ContractSetup setup) => new SecFixture(setup, QueueDriving.Served, daemon: true);
    }

    public sealed class ReservedMemory : ReservedMemoryContract
    {
        protected override IContractFixture Create(ContractSetup setup) => new SecFixture(setup, QueueDriving.Served, daemon: true);
    }

    public sealed class StateMachine : StateMachineContract
    {
        protected override IContractFixture Create(ContractSetup setup) => new SecFixture(setup, QueueDriving.Served, daemon: true);
    }
}
