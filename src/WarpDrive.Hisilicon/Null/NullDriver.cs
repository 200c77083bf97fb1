using WarpDrive.Hisilicon.Qm;
using WarpDrive.Linux;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Drivers;

namespace WarpDrive.Hisilicon.Null;

/// <summary>User driver of the null device. Its queue is the ring itself: <see cref="QmQueuePair{TSqe}"/> of <see cref="NullDescriptor"/>.</summary>
public sealed class NullDriver : IUserDriver
{
    /// <inheritdoc/>
    public string Name => NullDevice.InterfaceName;

    /// <inheritdoc/>
    public string ApiPrefix => NullDevice.ApiPrefix;

    /// <inheritdoc/>
    public int Priority => 0;

    /// <inheritdoc/>
    public bool Supports(DeviceInfo device, string algorithm, out string? reason)
    {
        ArgumentNullException.ThrowIfNull(device);
        if (algorithm != NullDevice.Algorithm)
        {
            reason = $"a null device does nothing, in particular not {algorithm}";
            return false;
        }

        bool speaks = device.Api.StartsWith(ApiPrefix, StringComparison.Ordinal) && QmVersion.TryParse(device.Api, out _);
        reason = speaks ? null : $"{device.Api} is not {ApiPrefix}N";
        return speaks;
    }

    /// <summary>Sets a freshly opened queue up and starts it. Owns <paramref name="file"/> from here on, also when it throws.</summary>
    /// <param name="device">The device the file was opened on.</param>
    /// <param name="file">A queue in state INIT.</param>
    /// <param name="options">Or null for the defaults.</param>
    /// <exception cref="LinuxException">The device refused.</exception>
    /// <exception cref="NotSupportedException">It is not a null device.</exception>
    public static QmQueuePair<NullDescriptor> OpenQueue(DeviceInfo device, QueueFile file, QmQueuePairOptions? options = null) =>
        QmQueuePair.Open<NullDescriptor>(device, file, options);
}
