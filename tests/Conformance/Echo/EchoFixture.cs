using WarpDrive.Conformance.Contract;
using WarpDrive.Uacce.Core;

namespace WarpDrive.Conformance.Echo;

/// <summary>The echo device in this process, or in a daemon.</summary>
public sealed class EchoFixture : RegistryFixture
{
    private readonly List<EchoDevice> _models = [];

    public EchoFixture(ContractSetup setup, QueueDriving driving, bool daemon = false)
        : base(setup, driving, daemon) => AddDevice();

    public override int Instances => EchoDevice.DefaultProfile.Instances;

    public override int CtlLength => CtlLayout.SizeFor(EchoLayout.Depth);

    public override string InterfaceName => EchoDevice.DefaultProfile.InterfaceName;

    public override string Api => EchoDevice.DefaultProfile.Api;

    public override IReadOnlyList<string> Algorithms => EchoDevice.DefaultProfile.Algorithms;

    public override uint NumberCommand => EchoLayout.TellNumber;

    public override int NumberArgument => 4;

    public override ContractClient Drive(QueueFile file, RegionMapping dus)
    {
        byte[] number = new byte[4];
        file.Ioctl(EchoLayout.TellNumber, number);
        return new EchoClient(file, dus, BitConverter.ToUInt32(number));
    }

    public override void Hold() => _models.ForEach(m => m.Gate.Reset());

    public override void LetGo() => _models.ForEach(m => m.Gate.Set());

    protected override SoftwareDevice CreateModel()
    {
        var model = new EchoDevice(EchoDevice.DefaultProfile with
        {
            HasIsolation = Setup.HasIsolation,
            IsVirtualFunction = Setup.IsVirtualFunction,
            NumaNode = Setup.NumaNode,
        });
        _models.Add(model);
        return model;
    }
}
