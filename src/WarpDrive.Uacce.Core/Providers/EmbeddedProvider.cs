using System.Runtime.CompilerServices;

namespace WarpDrive.Uacce.Core;

/// <summary>Offers the devices of a <see cref="DeviceRegistry"/> to the process that holds it: no set-up, no daemon, no root.</summary>
/// <remarks>Thread safe.</remarks>
public sealed class EmbeddedProvider : IUacceProvider
{
    /// <summary>Its name.</summary>
    public const string ProviderName = "embedded";

    private readonly DeviceRegistry _registry;
    private readonly bool _ownsRegistry;
    private readonly ConditionalWeakTable<RegisteredDevice, EmbeddedDevice> _shown = [];

    /// <summary>Offers what a registry has, now and later.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="ownsRegistry">Whether disposing the provider disposes the registry, and so removes its devices.</param>
    public EmbeddedProvider(DeviceRegistry registry, bool ownsRegistry = false)
    {
        ArgumentNullException.ThrowIfNull(registry);
        _registry = registry;
        _ownsRegistry = ownsRegistry;
    }

    /// <inheritdoc/>
    public string Name => ProviderName;

    /// <inheritdoc/>
    public IReadOnlyList<UacceDevice> ListDevices() =>
        [.. _registry.Devices.Select(d => _shown.GetValue(d, static d => new EmbeddedDevice(d, LocalSource.Instance)))];

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_ownsRegistry)
        {
            _registry.Dispose();
        }
    }
}
