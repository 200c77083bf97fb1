using WarpDrive.Hisilicon.Qm;

namespace WarpDrive.Hisilicon.Sec;

/// <summary>What a SEC device model can be told. <see cref="QmDeviceOptions.Generation"/> is 2 or 3.</summary>
public sealed record SecDeviceOptions : QmDeviceOptions
{
    /// <summary>Engine for queues that do not ask for one, e.g. <c>avx512</c>, <c>libcrypto</c>, <c>ipsec-mb</c>; null chooses by measurement.</summary>
    public string? Engine { get; init; }

    /// <summary>
    /// How long a step may wait for more requests while its SIMD lanes are not full, 0…10 ms. Zero takes what is there; more trades the latency of lone
    /// requests for throughput.
    /// </summary>
    public TimeSpan MaxLaneWait { get; init; }
}
