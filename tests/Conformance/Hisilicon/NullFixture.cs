using WarpDrive.Conformance.Contract;
using WarpDrive.Hisilicon.Null;
using WarpDrive.Hisilicon.Qm;
using WarpDrive.Uacce.Core;

namespace WarpDrive.Conformance.Hisilicon;

/// <summary>The null device in this process, or in a daemon.</summary>
public sealed class NullFixture : RegistryFixture
{
    private readonly List<NullDevice> _models = [];

    public NullFixture(ContractSetup setup, QueueDriving driving, bool daemon = false)
        : base(setup, driving, daemon) => AddDevice();

    public override int Instances => _models[0].Profile.Instances;

    public override int CtlLength => CtlLayout.SizeFor(_models[0].Profile.SqDepth);

    public override string InterfaceName => NullDevice.InterfaceName;

    public override string Api => _models[0].Profile.Api;

    public override IReadOnlyList<string> Algorithms => [NullDevice.Algorithm];

    public override uint NumberCommand => QmIoctl.SetQpContext;

    public override int NumberArgument => 4;

    public override ContractClient Drive(QueueFile file, RegionMapping dus)
    {
        byte[] context = new byte[4];
        file.Ioctl(QmIoctl.SetQpContext, context);
        return new NullClient(file, dus, BitConverter.ToUInt16(context), _models[0].Profile);
    }

    public override void Hold() => _models.ForEach(m => m.Stall());

    public override void LetGo() => _models.ForEach(m => m.ReleaseStall());

    protected override SoftwareDevice CreateModel()
    {
        var model = new NullDevice(new NullDeviceOptions
        {
            Instances = 8,
            Depth = 64,
            HasIsolation = Setup.HasIsolation,
            IsVirtualFunction = Setup.IsVirtualFunction,
            NumaNode = Setup.NumaNode,
        });
        _models.Add(model);
        return model;
    }
}
