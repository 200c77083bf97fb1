using WarpDrive.Linux;
using WarpDrive.Uacce;

namespace WarpDrive.Hisilicon.Qm;

/// <summary>Opens the driver's end of QM queue pairs.</summary>
public static class QmQueuePair
{
    /// <summary>Brings a freshly opened queue up and starts it (A3). Owns <paramref name="file"/> from here on, also when it throws.</summary>
    /// <typeparam name="TSqe">The device's descriptor.</typeparam>
    /// <param name="device">The device the file was opened on.</param>
    /// <param name="file">A queue in state INIT.</param>
    /// <param name="options">How, or null for the defaults.</param>
    /// <exception cref="LinuxException">The device refused.</exception>
    /// <exception cref="NotSupportedException">The device does not speak a QM protocol, or has another descriptor size.</exception>
    public static QmQueuePair<TSqe> Open<TSqe>(DeviceInfo device, QueueFile file, QmQueuePairOptions? options = null)
        where TSqe : unmanaged =>
        QmQueuePair<TSqe>.Open(device, file, options);
}
