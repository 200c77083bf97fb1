using WarpDrive.Linux;
using WarpDrive.Uacce;

namespace WarpDrive;

/// <summary>All queues of a library instance on one device for one class of requests, set up alike.</summary>
/// <remarks>Thread safe. Shared by all objects of the library that want the same.</remarks>
internal sealed class Route<TRequest, TCompletion> : IRoute
    where TRequest : struct, IRequest
    where TCompletion : struct, ICompletion
{
    private readonly AcceleratorOptions _options;
    private readonly QueueOptions _queueOptions;
    private readonly Lock _lock = new();
    private readonly Reaper _reaper;
    private ServedRoute<TRequest, TCompletion>? _async;
    private bool _closed;
    private int _lost;
    private int _running;

    internal Route(RequestClass<TRequest, TCompletion> requests, Candidate candidate, QueueOptions queueOptions, AcceleratorOptions options, Reaper reaper)
    {
        Class = requests;
        Candidate = candidate;
        _queueOptions = queueOptions;
        _options = options;
        _reaper = reaper;
        Sync = new ContextPool<TRequest, TCompletion>(options.SyncContexts, OpenContext);
    }

    internal RequestClass<TRequest, TCompletion> Class { get; }

    internal Candidate Candidate { get; }

    /// <summary>Queues for synchronous callers, Inline where the provider can.</summary>
    internal ContextPool<TRequest, TCompletion> Sync { get; }

    /// <summary>True once a request ended because the device is gone, reset or isolated.</summary>
    public bool Lost => Volatile.Read(ref _lost) != 0;

    /// <summary>Requests running now: the load that <see cref="SchedulingPolicy.LeastLoaded"/> compares.</summary>
    internal int Load => Volatile.Read(ref _running) + (Volatile.Read(ref _async)?.Load ?? 0);

    /// <summary>Most bytes on either side of one request.</summary>
    internal int RequestLimit => (Candidate.Info.Flags & DeviceFlags.Sva) != 0
        ? Class.DeviceLimit
        : Math.Min(Class.DeviceLimit, Class.LimitFor(_options.ReservedMemory));

    internal bool SharesAddresses => (Candidate.Info.Flags & DeviceFlags.Sva) != 0;

    /// <summary>Queues for asynchronous callers, made when first needed.</summary>
    internal ServedRoute<TRequest, TCompletion> Async => Volatile.Read(ref _async) ?? CreateAsync();

    internal void WithdrawIfAsync(Operation<TRequest, TCompletion> operation) => Volatile.Read(ref _async)?.Withdraw(operation);

    internal void Enter() => Interlocked.Increment(ref _running);

    internal void Leave() => Interlocked.Decrement(ref _running);

    /// <summary>Takes the device out of use for this instance.</summary>
    internal void MarkLost(string reason)
    {
        if (Interlocked.Exchange(ref _lost, 1) == 0)
        {
            LibraryLog.DeviceLost(_options.Logger, Candidate.Info.Name, Candidate.Info.Provider, reason);
        }
    }

    /// <summary>Opens and starts one queue.</summary>
    /// <exception cref="LinuxException">The device refused.</exception>
    /// <exception cref="NotSupportedException">The driver does not serve this device.</exception>
    internal RequestQueue<TRequest, TCompletion> OpenQueue(QueueDriving driving, out StagedRequests<TRequest, TCompletion>? staged)
    {
        try
        {
            QueueFile file = Candidate.Device.Open(new QueueOpenOptions(driving));
            RequestQueue<TRequest, TCompletion> queue = Class.OpenQueue(Candidate.Driver, Candidate.Info, file, _queueOptions);
            try
            {
                staged = Class.IsStaged && ReservedMemory.For(Candidate.Info, queue, _options.ReservedMemory) is ReservedMemory memory
                    ? new StagedRequests<TRequest, TCompletion>(Class, memory, SharesAddresses)
                    : null;
                return queue;
            }
            catch
            {
                queue.Dispose();
                throw;
            }
        }
        catch (Exception e) when (e is LinuxException or NotSupportedException)
        {
            LibraryLog.OpenFailed(_options.Logger, Candidate.Info.Name, e.Message);
            throw;
        }
    }

    public void Dispose()
    {
        Sync.Dispose();
        lock (_lock)
        {
            _closed = true;
        }

        _async?.Dispose();
    }

    private ServedRoute<TRequest, TCompletion> CreateAsync()
    {
        lock (_lock)
        {
            if (_async is null)
            {
                var created = new ServedRoute<TRequest, TCompletion>(this, _options, _reaper);
                if (_closed)
                {
                    created.Dispose();   // answers that it is closed, as it would had it been there before
                }

                Volatile.Write(ref _async, created);
            }

            return _async!;
        }
    }

    private QueueContext<TRequest, TCompletion> OpenContext()
    {
        RequestQueue<TRequest, TCompletion> queue = OpenQueue(QueueDriving.Inline, out StagedRequests<TRequest, TCompletion>? staged);
        return new QueueContext<TRequest, TCompletion>(Candidate, queue, staged, _options);
    }
}
