using WarpDrive.Uacce;

namespace WarpDrive;

/// <summary>A device as discovery sees it now.</summary>
/// <param name="Name">Device name, e.g. <c>hisi_zip-0</c>; empty when the provider itself cannot be asked, as with a daemon that is not there.</param>
/// <param name="Provider">Provider, e.g. <c>embedded</c>.</param>
/// <param name="Api">Queue protocol, e.g. <c>hisi_qm_v3</c>; empty when it could not be read.</param>
/// <param name="Algorithms">Algorithms it offers.</param>
/// <param name="AvailableInstances">Queues left, or null when the device does not tell.</param>
/// <param name="NumaNode">Memory node; a negative node of the device reads as 0.</param>
/// <param name="Flags">Flags.</param>
/// <param name="Isolated">True when the device must not be used.</param>
/// <param name="Reason">Why the library does not use it, for people; null when it does.</param>
public sealed record DeviceStatus(
    string Name,
    string Provider,
    string Api,
    IReadOnlyList<string> Algorithms,
    int? AvailableInstances,
    int NumaNode,
    DeviceFlags Flags,
    bool Isolated,
    string? Reason)
{
    /// <summary>
    /// Why a daemon cannot be given addresses of this process, and what to do about it, for people: data is copied through memory reserved on queues. Null when it can, and
    /// for devices of other providers.
    /// </summary>
    public string? WhyNoSharedAddresses { get; init; }
}
