using WarpDrive.Hisilicon;

namespace WarpDrive.Tool.CommandLine;

/// <summary>Where work may run, as the command line says it.</summary>
/// <param name="Device">Only this device; null for any.</param>
/// <param name="Provider">Only this provider; null for any.</param>
/// <param name="Socket">The daemon that listens there; null for none but that of the environment.</param>
/// <param name="Engine">Only this engine on software devices; null for the fastest.</param>
internal sealed record DeviceSettings(string? Device, string? Provider, string? Socket, string? Engine)
{
    /// <summary>The kind of software devices that will be used, one of <see cref="SoftwareDevices.Kinds"/>; null for any.</summary>
    internal string? Kind { get; init; }
}
