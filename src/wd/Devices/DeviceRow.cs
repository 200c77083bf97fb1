namespace WarpDrive.Tool.Devices;

/// <summary>One device in the output of <c>wd devices --json</c>.</summary>
/// <param name="Name">Device name.</param>
/// <param name="Provider">Provider.</param>
/// <param name="Api">Queue protocol.</param>
/// <param name="Algorithms">Algorithms it offers.</param>
/// <param name="AvailableInstances">Queues left, or null when the device does not tell.</param>
/// <param name="NumaNode">Memory node.</param>
/// <param name="Flags">Value of the flags attribute.</param>
/// <param name="Isolated">Whether it must not be used.</param>
/// <param name="Reason">Why it is not used, or null.</param>
/// <param name="WhyNoSharedAddresses">Why the daemon cannot be given addresses of this process, or null.</param>
internal sealed record DeviceRow(
    string Name, string Provider, string Api, IReadOnlyList<string> Algorithms, int? AvailableInstances, int NumaNode, uint Flags, bool Isolated, string? Reason,
    string? WhyNoSharedAddresses);
