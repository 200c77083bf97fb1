using WarpDrive.Hisilicon.Sec;

namespace WarpDrive.Conformance.Hisilicon;

/// <summary>A SEC device that can be held.</summary>
internal sealed class HeldSecDevice(SecDeviceOptions options) : SecDevice(options)
{
    private volatile bool _isHeld;

    protected override bool IsHalted => _isHeld;

    internal void Hold() => _isHeld = true;

    internal void LetGo() => _isHeld = false;
}
