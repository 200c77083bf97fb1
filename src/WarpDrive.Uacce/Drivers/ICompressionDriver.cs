using WarpDrive.Linux;
using WarpDrive.Uacce.Compression;

namespace WarpDrive.Uacce.Drivers;

/// <summary>A user driver for compression devices.</summary>
public interface ICompressionDriver : IUserDriver
{
    /// <summary>Sets a freshly opened queue up and starts it. Owns <paramref name="file"/> from here on, also when it throws.</summary>
    /// <param name="device">The device the file was opened on.</param>
    /// <param name="file">A queue in state INIT.</param>
    /// <param name="options">What it is for.</param>
    /// <exception cref="LinuxException">The device refused.</exception>
    /// <exception cref="NotSupportedException">The device's protocol has no such queue; the message says why.</exception>
    CompressionQueue OpenQueue(DeviceInfo device, QueueFile file, CompressionQueueOptions options);
}
