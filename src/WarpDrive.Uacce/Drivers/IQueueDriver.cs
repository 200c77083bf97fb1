using WarpDrive.Linux;

namespace WarpDrive.Uacce.Drivers;

/// <summary>A user driver for one class of requests. A driver of several classes implements this once for each.</summary>
/// <typeparam name="TRequest">The requests.</typeparam>
/// <typeparam name="TCompletion">What comes back for each.</typeparam>
/// <typeparam name="TOptions">What a queue of the class can be set up for.</typeparam>
public interface IQueueDriver<TRequest, TCompletion, TOptions> : IUserDriver
    where TRequest : struct, IRequest
    where TCompletion : struct, ICompletion
    where TOptions : QueueOptions
{
    /// <summary>Sets a freshly opened queue up and starts it. Owns <paramref name="file"/> from here on, also when it throws.</summary>
    /// <param name="device">The device the file was opened on.</param>
    /// <param name="file">A queue in state INIT.</param>
    /// <param name="options">What it is for.</param>
    /// <exception cref="LinuxException">The device refused.</exception>
    /// <exception cref="NotSupportedException">The device's protocol has no such queue; the message says why.</exception>
    RequestQueue<TRequest, TCompletion> OpenQueue(DeviceInfo device, QueueFile file, TOptions options);
}
