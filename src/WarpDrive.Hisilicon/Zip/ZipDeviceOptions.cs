using WarpDrive.Hisilicon.Qm;

namespace WarpDrive.Hisilicon.Zip;

/// <summary>What a ZIP device model can be told. <see cref="QmDeviceOptions.Generation"/> is 2 or 3.</summary>
public sealed record ZipDeviceOptions : QmDeviceOptions
{
    /// <summary>Engine for queues that do not ask for one: <c>zlib-ng</c>, <c>isal</c>, <c>libdeflate</c>; null chooses by measurement.</summary>
    public string? Engine { get; init; }
}
