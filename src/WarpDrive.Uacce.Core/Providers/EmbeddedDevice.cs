namespace WarpDrive.Uacce.Core;

/// <summary>A registered device as the contract shows it to this process.</summary>
internal sealed class EmbeddedDevice : UacceDevice
{
    private readonly RegisteredDevice _device;
    private readonly AddressSpaceSource _source;

    /// <summary>Shows a device.</summary>
    /// <param name="device">The device.</param>
    /// <param name="source">The memory of this process.</param>
    internal EmbeddedDevice(RegisteredDevice device, AddressSpaceSource source)
    {
        _device = device;
        _source = source;
    }

    /// <inheritdoc/>
    public override string Name => _device.Name;

    /// <inheritdoc/>
    public override string Provider => EmbeddedProvider.ProviderName;

    /// <summary>The device in the core.</summary>
    internal RegisteredDevice Registered => _device;

    /// <inheritdoc/>
    public override string ReadAttribute(string attribute) => _device.ReadAttribute(attribute);

    /// <inheritdoc/>
    public override void WriteAttribute(string attribute, string value) => _device.WriteAttribute(attribute, value);

    /// <inheritdoc/>
    public override QueueFile Open(QueueOpenOptions options) => new EmbeddedQueueFile(_device, _device.Open(_source, options.Driving));
}
