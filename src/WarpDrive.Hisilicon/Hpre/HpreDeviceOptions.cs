using WarpDrive.Engines.PublicKey;
using WarpDrive.Hisilicon.Qm;

namespace WarpDrive.Hisilicon.Hpre;

/// <summary>What an HPRE device model can be told. <see cref="QmDeviceOptions.Generation"/> is 2 (RSA and DH) or 3.</summary>
public sealed record HpreDeviceOptions : QmDeviceOptions
{
    /// <summary>Engine for all queues: <c>libcrypto</c>, which is the only one; null is the same.</summary>
    public string? Engine { get; init; }

    /// <summary>Keys kept ready for use in each address space, from 1.</summary>
    public int PreparedKeys { get; init; } = PreparedKeyCache.DefaultCapacity;
}
