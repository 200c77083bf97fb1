using System.Globalization;
using WarpDrive.Linux;

namespace WarpDrive.Uacce;

/// <summary>A snapshot of a device's attributes, as discovery uses them (uacce.md §11.1).</summary>
public sealed record DeviceInfo
{
    /// <summary>Device name, e.g. <c>hisi_zip-0</c>.</summary>
    public required string Name { get; init; }
    /// <summary>Provider, e.g. <c>embedded</c>.</summary>
    public required string Provider { get; init; }
    /// <summary>Queue protocol, e.g. <c>hisi_qm_v3</c>.</summary>
    public required string Api { get; init; }
    /// <summary>Supported algorithms; matched as whole names.</summary>
    public required IReadOnlyList<string> Algorithms { get; init; }
    /// <summary>Flags.</summary>
    public required DeviceFlags Flags { get; init; }
    /// <summary>Queues left, or null when the device does not tell.</summary>
    public int? AvailableInstances { get; init; }
    /// <summary>Memory node; a negative node of the device reads as 0.</summary>
    public int NumaNode { get; init; }
    /// <summary>Bytes of the MMIO region, 0 when absent.</summary>
    public long RegionMmioSize { get; init; }
    /// <summary>Bytes of the DUS region, 0 when absent.</summary>
    public long RegionDusSize { get; init; }
    /// <summary>True when the device must not be used; null when it has no isolation.</summary>
    public bool? Isolated { get; init; }

    /// <summary>Name without the trailing <c>-&lt;id&gt;</c>: the driver's name (uacce.md §11.1).</summary>
    public string DriverName
    {
        get
        {
            int dash = Name.LastIndexOf('-');
            return dash > 0 && Name.AsSpan(dash + 1).IndexOfAnyExceptInRange('0', '9') < 0 && dash + 1 < Name.Length ? Name[..dash] : Name;
        }
    }

    /// <summary>Whether the device names the algorithm, as a whole line.</summary>
    /// <param name="algorithm">E.g. <c>gzip</c>.</param>
    public bool Supports(string algorithm) => Algorithms.Contains(algorithm, StringComparer.Ordinal);

    internal static DeviceInfo Read(UacceDevice device) => new()
    {
        Name = device.Name,
        Provider = device.Provider,
        Api = device.ReadAttribute(DeviceAttribute.Api).TrimEnd('\n'),
        Algorithms = device.ReadAttribute(DeviceAttribute.Algorithms).Split('\n', StringSplitOptions.RemoveEmptyEntries),
        Flags = (DeviceFlags)Number(device.ReadAttribute(DeviceAttribute.Flags)),
        AvailableInstances = Optional(device, DeviceAttribute.AvailableInstances) is long free ? (int)free : null,
        NumaNode = (int)Math.Max(0, Optional(device, DeviceAttribute.NumaNode) ?? 0),
        RegionMmioSize = Optional(device, DeviceAttribute.RegionMmioSize) ?? 0,
        RegionDusSize = Optional(device, DeviceAttribute.RegionDusSize) ?? 0,
        Isolated = Optional(device, DeviceAttribute.Isolate) is long isolated ? isolated == 1 : null,
    };

    private static long? Optional(UacceDevice device, string attribute)
    {
        try
        {
            return Number(device.ReadAttribute(attribute));
        }
        catch (LinuxException e) when (e.Errno is Errno.ENOENT or Errno.ENODEV)
        {
            return null;   // hidden attributes are part of the contract (uacce.md §9)
        }
    }

    private static long Number(string text) => long.Parse(text.AsSpan().TrimEnd('\n'), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
}
