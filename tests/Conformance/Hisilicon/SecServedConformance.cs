using WarpDrive.Conformance.Contract;

namespace WarpDrive.Conformance.Hisilicon;

/// <summary>Every contract suite over the Embedded provider with the SEC device, queues Served.</summary>
public static class SecServedConformance
{
    public sealed class Open : OpenContract
    {
        protected override IContractFixture Create(ContractSetup setup) => new SecFixture(setup, QueueDriving.Served);
    }

    public sealed class Ioctl : IoctlContract
    {
        protected override IContractFixture Create(ContractSetup setup) => new SecFixture(setup, QueueDriving.Served);
    }

    public sealed class Map : MapContract
    {
        protected override IContractFixture Create(ContractSetup setup) => new SecFixture(setup, QueueDriving.Served);
    }

    public sealed class Poll : PollContract
    {
        protected override IContractFixture Create(ContractSetup setup) => new SecFixture(setup, QueueDriving.Served);
    }

    public sealed class Release : ReleaseContract
    {
        protected override IContractFixture Create(ContractSetup setup) => new SecFixture(setup, QueueDriving.Served);
    }

    public sealed class Removal : RemovalContract
    {
        protected override IContractFixture Create(ContractSetup setup) => new SecFixture(setup, QueueDriving.Served);
    }

    public sealed class Attribute : AttributeContract
    {
        protected override IContractFixture Create(ContractSetup setup) => new SecFixture(setup, QueueDriving.Served);
    }

    public sealed class Isolation : IsolationContract
    {
        protected override IContractFixture Create(ContractSetup setup) => new SecFixture(setup, QueueDriving.Served);
    }

    public sealed class ReservedMemory : ReservedMemoryContract
    {
        protected override IContractFixture Create(ContractSetup setup) => new SecFixture(setup, QueueDriving.Served);
    }

    public sealed class StateMachine : StateMachineContract
    {
        protected override IContractFixture Create(ContractSetup setup) => new SecFixture(setup, QueueDriving.Served);
    }
}
