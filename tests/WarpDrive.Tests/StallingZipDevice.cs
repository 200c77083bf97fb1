using WarpDrive.Hisilicon.Zip;

namespace WarpDrive.Tests;

/// <summary>The ZIP device, taking nothing from its rings while it stalls.</summary>
internal sealed class StallingZipDevice : ZipDevice
{
    private volatile bool _stalls;

    public bool Stalls
    {
        get => _stalls;
        set => _stalls = value;
    }

    protected override bool IsHalted => _stalls;
}
