using WarpDrive.Uacce;
using WarpDrive.Uacce.Drivers;

namespace WarpDrive;

/// <summary>What the classes of cryptographic requests have in common.</summary>
/// <typeparam name="TRequest">The requests of the class.</typeparam>
/// <typeparam name="TOptions">What its queues can be set up for.</typeparam>
internal abstract class CryptoClass<TRequest, TOptions> : RequestClass<TRequest, Completion>
    where TRequest : struct, IRequest
    where TOptions : QueueOptions
{
    internal override IUserDriver? FindDriver(UserDriverRegistry drivers, DeviceInfo device, string algorithm, out string? reason) =>
        drivers.Find<IQueueDriver<TRequest, Completion, TOptions>>(device, algorithm, out reason);

    internal override RequestQueue<TRequest, Completion> OpenQueue(IUserDriver driver, DeviceInfo device, QueueFile file, QueueOptions options) =>
        ((IQueueDriver<TRequest, Completion, TOptions>)driver).OpenQueue(device, file, (TOptions)options);

    internal override Exception Failure(RequestStatus status, string words, Exception? inner = null) => new CryptoRequestException(status, words, inner);
}
