using WarpDrive.Linux;

namespace WarpDrive.Uacce.Core;

/// <summary>A device model: the driver callbacks of the core (uacce.md §1), and the step that does the work.</summary>
/// <remarks>
/// The core calls <see cref="CreateQueue"/>, and through the queue all else. Workers call <see cref="Step"/> with the step tokens of the
/// given queues held, from any thread, for different queues at the same time.
/// </remarks>
public abstract class SoftwareDevice
{
    private Action<bool>? _onFatalError;

    /// <summary>What the device is: names, protocol, sizes. Fixed.</summary>
    public abstract DeviceProfile Profile { get; }

    /// <summary>get_available_instances: queues left now.</summary>
    public abstract int AvailableInstances { get; }

    /// <summary>get_queue: reserves a hardware queue for an opener.</summary>
    /// <param name="setup">What the core gives to the queue.</param>
    /// <exception cref="LinuxException">EBUSY: no free queue. EPERM: the device is stopped.</exception>
    public abstract DeviceQueue CreateQueue(DeviceQueueSetup setup);

    /// <summary>Memory that one worker, or one Inline queue, reuses from step to step.</summary>
    public abstract StepScratch CreateScratch();

    /// <summary>
    /// One step: takes descriptors of the given queues, executes them (equal work of several queues together), posts completions in submission
    /// order for each queue. Returns early when a slice of <see cref="StepLimits"/> is used up.
    /// </summary>
    /// <param name="queues">Queues with work, their step tokens held by the caller.</param>
    /// <param name="scratch">The caller's scratch.</param>
    /// <param name="limits">How much may be done for each queue.</param>
    /// <returns>Completions posted.</returns>
    public abstract int Step(ReadOnlySpan<DeviceQueue> queues, StepScratch scratch, in StepLimits limits);

    /// <summary>
    /// A fatal error that the model met by itself: the core tells all queues by their status words and counts the error (uacce.md §10,
    /// hisi-qm-zip.md A8). Returns at once; may be called from within a step. Without a core it does nothing.
    /// </summary>
    /// <param name="recovered">Whether the model works again; if not, the device is isolated at once and cannot be opened any more.</param>
    protected void ReportFatalError(bool recovered)
    {
        // Not here: the caller may hold step tokens that the core is about to take.
        if (Volatile.Read(ref _onFatalError) is { } handler)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static call => call.Handler(call.Recovered), (Handler: handler, Recovered: recovered), preferLocal: false);
        }
    }

    internal void ListenForFatalErrors(Action<bool> handler) => Volatile.Write(ref _onFatalError, handler);
}
