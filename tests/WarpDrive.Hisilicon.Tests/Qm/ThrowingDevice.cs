using WarpDrive.Hisilicon.Null;
using WarpDrive.Hisilicon.Qm;

namespace WarpDrive.Hisilicon.Tests.Qm;

internal sealed class ThrowingDevice()
    : QmDevice(CreateProfile("wd_throw", "wd_throw_", ["throw"], NullDescriptor.SizeInBytes, new QmDeviceOptions()), NullDescriptor.SizeInBytes)
{
    protected internal override void Execute(Span<QmRequest> batch, QmStepScratch scratch) => throw new InvalidOperationException("a bug");
}
