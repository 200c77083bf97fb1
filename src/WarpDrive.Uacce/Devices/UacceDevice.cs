using WarpDrive.Linux;

namespace WarpDrive.Uacce;

/// <summary>One accelerator as a provider shows it: attributes, and a way to open queues.</summary>
/// <remarks>Thread safe. The object stays valid after the device is removed; its operations then answer ENODEV.</remarks>
public abstract class UacceDevice
{
    /// <summary>Device name, <c>&lt;interface&gt;-&lt;id&gt;</c>, e.g. <c>hisi_zip-0</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Name of the provider that offers the device, e.g. <c>embedded</c>.</summary>
    public abstract string Provider { get; }

    /// <summary>Reads an attribute, text exactly as the file would hold it, newline included.</summary>
    /// <param name="attribute">A name of <see cref="DeviceAttribute"/>.</param>
    /// <returns>The text.</returns>
    /// <exception cref="LinuxException">ENOENT: hidden or unknown. ENODEV: removed, or the driver does not support it.</exception>
    public abstract string ReadAttribute(string attribute);

    /// <summary>Writes an attribute.</summary>
    /// <param name="attribute">A name of <see cref="DeviceAttribute"/>.</param>
    /// <param name="value">The text; a trailing newline is allowed.</param>
    /// <exception cref="LinuxException">EINVAL, EPERM, ENOENT or ENODEV as uacce.md §9 says; EACCES for a read-only attribute.</exception>
    public abstract void WriteAttribute(string attribute, string value);

    /// <summary>Opens a queue (uacce.md §3.1). Every open is an independent queue in state INIT.</summary>
    /// <param name="options">How the queue is to be driven; a provider that has no choice ignores it.</param>
    /// <exception cref="LinuxException">ENODEV, EINVAL (being removed), EBUSY (no free queue), EPERM (stopped), ENOMEM, or a bind error.</exception>
    public abstract QueueFile Open(QueueOpenOptions options);

    /// <summary>Reads the attributes of discovery in one go (uacce.md §11.1).</summary>
    /// <exception cref="LinuxException">A required attribute could not be read.</exception>
    public DeviceInfo ReadInfo() => DeviceInfo.Read(this);
}
