using WarpDrive.Uacce;
using WarpDrive.Uacce.Drivers;

namespace WarpDrive;

/// <summary>What the library must know of a class of requests; everything else about routes, queues and operations is the same for all classes.</summary>
/// <typeparam name="TRequest">The requests of the class.</typeparam>
/// <typeparam name="TCompletion">What comes back for each.</typeparam>
/// <remarks>One object a class, for the life of the process. Asked when queues are opened, requests staged, metrics recorded or failures told; never between a request and its completion on a device that shares addresses.</remarks>
internal abstract class RequestClass<TRequest, TCompletion>
    where TRequest : struct, IRequest
    where TCompletion : struct, ICompletion
{
    /// <summary>Whether requests are copied through reserved memory for devices without shared addresses; false when drivers do that themselves, in the same region.</summary>
    internal virtual bool IsStaged => true;

    /// <summary>Most bytes on one side of a request, whatever the device.</summary>
    internal abstract int DeviceLimit { get; }

    /// <summary>Finds the driver of this class for an algorithm on a device.</summary>
    /// <param name="drivers">All drivers.</param>
    /// <param name="device">The device.</param>
    /// <param name="algorithm">Algorithm, as devices list it.</param>
    /// <param name="reason">When there is none: why, for people.</param>
    internal abstract IUserDriver? FindDriver(UserDriverRegistry drivers, DeviceInfo device, string algorithm, out string? reason);

    /// <summary>Opens and starts a queue.</summary>
    /// <param name="driver">A driver that <see cref="FindDriver"/> gave.</param>
    /// <param name="device">The device.</param>
    /// <param name="file">A queue in state INIT; owned from here on.</param>
    /// <param name="options">What it is for.</param>
    internal abstract RequestQueue<TRequest, TCompletion> OpenQueue(IUserDriver driver, DeviceInfo device, QueueFile file, QueueOptions options);

    /// <summary>Most bytes on one side of a request that is copied through so many bytes of reserved memory.</summary>
    internal abstract int LimitFor(int reservedMemory);

    /// <summary>Bytes that a request takes in reserved memory, every piece rounded; more than there can be when it is not to be copied.</summary>
    internal abstract int StagedLength(in TRequest request);

    /// <summary>Copies what the device will read into reserved memory, and names the copies in the request.</summary>
    internal abstract void Stage(ReservedMemory memory, ref TRequest request);

    /// <summary>Copies what the device wrote to where the caller wanted it, after success.</summary>
    /// <param name="memory">The memory.</param>
    /// <param name="asked">The request as the caller made it.</param>
    /// <param name="staged">The request as it was sent.</param>
    /// <param name="completion">What came back; its counts are not trusted.</param>
    internal abstract void Unstage(ReservedMemory memory, in TRequest asked, in TRequest staged, in TCompletion completion);

    /// <summary>Bytes that a request took and made, for the metrics.</summary>
    internal abstract (long In, long Out) Count(in TRequest request, in TCompletion completion);

    /// <summary>Words for a status that means something special in this class; null for the common ones.</summary>
    internal virtual string? Describe(RequestStatus status) => null;

    /// <summary>The exception that callers of this class catch.</summary>
    /// <param name="status">How it ended.</param>
    /// <param name="words">Why, for people.</param>
    /// <param name="inner">What caused it, or null.</param>
    internal abstract Exception Failure(RequestStatus status, string words, Exception? inner = null);
}
