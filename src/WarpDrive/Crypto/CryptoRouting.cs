using WarpDrive.Uacce;

namespace WarpDrive;

/// <summary>Makes the routes of cryptographic requests.</summary>
internal static class CryptoRouting
{
    /// <summary>Routes for one algorithm.</summary>
    /// <param name="accelerators">The library instance.</param>
    /// <param name="requests">Class of the requests.</param>
    /// <param name="algorithm">Algorithm, as user drivers know it.</param>
    /// <param name="operation">What callers call it, for the metrics.</param>
    /// <param name="queueOptions">What queues are set up for, but for engine and notes.</param>
    /// <param name="options">The caller's wishes.</param>
    internal static RouteSet<TRequest, Completion> Create<TRequest>(
        Accelerators accelerators, RequestClass<TRequest, Completion> requests, string algorithm, string operation, QueueOptions queueOptions,
        CryptoOptions options)
        where TRequest : struct, IRequest
    {
        options.Validate();
        AcceleratorOptions instance = accelerators.Options;
        return new RouteSet<TRequest, Completion>(
            accelerators, requests, algorithm, operation,
            queueOptions with { Engine = options.Engine, WantNotes = instance.Receipts != ReceiptMode.Off },
            options.Device, options.Scheduling ?? instance.Scheduling, options.Deadline ?? instance.Deadline);
    }
}
