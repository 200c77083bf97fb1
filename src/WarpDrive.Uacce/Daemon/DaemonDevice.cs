using System.Text;
using WarpDrive.Linux;

namespace WarpDrive.Uacce.Daemon;

/// <summary>A device of the daemon as this process sees it.</summary>
internal sealed class DaemonDevice : UacceDevice
{
    private readonly DaemonProvider _provider;

    /// <summary>Shows a device.</summary>
    /// <param name="provider">Who knows the daemon.</param>
    /// <param name="name">Its name.</param>
    internal DaemonDevice(DaemonProvider provider, string name)
    {
        _provider = provider;
        Name = name;
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override string Provider => DaemonProvider.ProviderName;

    /// <inheritdoc/>
    public override string ReadAttribute(string attribute)
    {
        var request = new AttributeRequest
        {
            Device = DaemonConnection.ToName("READ", Name),
            Attribute = DaemonConnection.ToName("READ", attribute, Errno.ENOENT),
        };
        return _provider.Use(connection =>
        {
            using DaemonReply reply = connection.Call(WireType.Read, request);
            return Encoding.UTF8.GetString(reply.Body);
        });
    }

    /// <inheritdoc/>
    public override void WriteAttribute(string attribute, string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (Encoding.UTF8.GetByteCount(value) > WireLimits.Value)
        {
            LinuxException.Throw("WRITE", Errno.EINVAL, $"{attribute}: a value of more than {WireLimits.Value} bytes");
        }

        var request = new AttributeRequest
        {
            Device = DaemonConnection.ToName("WRITE", Name),
            Attribute = DaemonConnection.ToName("WRITE", attribute, Errno.ENOENT),
        };
        _provider.Use(connection =>
        {
            using DaemonReply reply = connection.Call(WireType.Write, request, Encoding.UTF8.GetBytes(value));
            return 0;
        });
    }

    /// <inheritdoc/>
    public override QueueFile Open(QueueOpenOptions options) =>
        _provider.Use(connection => new DaemonQueueFile(connection.Open(Name)));   // always Served: the daemon's workers drive it
}
