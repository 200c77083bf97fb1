using WarpDrive.Uacce;
using WarpDrive.Uacce.Drivers;

namespace WarpDrive;

/// <summary>One instance of the library: its providers, devices, queues and threads.</summary>
/// <remarks>Thread safe. Compressors and decompressors of an instance share its queues.</remarks>
public sealed class Accelerators : IDisposable
{
    /// <summary>A device that failed lately is asked after all others for so long.</summary>
    private static readonly TimeSpan s_distrust = TimeSpan.FromSeconds(10);

    /// <summary>The provider that serves only what no other can, when a daemon is named.</summary>
    private static readonly string s_fallback = "embedded";

    private static readonly Lazy<Accelerators> s_default = new(static () => new Accelerators(AcceleratorOptions.FromEnvironment(), shared: true));

    private readonly List<IUacceProvider> _providers = [];
    private readonly Dictionary<RouteKey, IRoute> _routes = [];
    private readonly Dictionary<(string Provider, string Device), long> _lostAt = [];
    private readonly Lock _lock = new();
    private readonly Reaper _reaper = new();
    private readonly DeviceSelector _selector;
    private readonly bool _shared;
    private long _daemonDeviceLostAt = long.MinValue / 2;
    private bool _disposed;

    /// <summary>Creates an instance.</summary>
    /// <param name="options">How; null for the defaults, which do not read the environment.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    public Accelerators(AcceleratorOptions? options = null)
        : this(options ?? new AcceleratorOptions(), shared: false)
    {
    }

    internal Accelerators(AcceleratorOptions options, bool shared, NumaTopology? topology = null)
    {
        options.Validate();
        Options = options;
        _shared = shared;

        // The order of discovery: a daemon that was named, the devices in this process, then what the options add.
        bool isDaemonNamed = options.Daemon is not null || options.OnlyProvider == DaemonProvider.ProviderName;
        DaemonProvider? daemon = isDaemonNamed && Uses(options, DaemonProvider.ProviderName) ? new DaemonProvider(options.Daemon) : null;
        UsesDaemon = daemon is not null;
        if (daemon is not null)
        {
            _providers.Add(daemon);
        }

        if (Uses(Options, "embedded") && (daemon is null || options.DaemonFallback) && HisiliconRegistration.CreateEmbedded(options.Embedded, options.StopTimeout) is IUacceProvider embedded)
        {
            _providers.Add(embedded);
        }

        _providers.AddRange(options.Providers.Where(provider => Uses(options, provider.Name)));
        var drivers = new UserDriverRegistry(HisiliconRegistration.CreateDrivers().Concat(options.Drivers));
        _selector = new DeviceSelector(_providers, drivers, topology, options.Device, daemon is null ? null : s_fallback, options.Logger);
    }

    /// <summary>The instance of the process, made at first use from the defaults and the <c>WD_*</c> variables. Disposing it does nothing.</summary>
    /// <exception cref="FormatException">A <c>WD_*</c> variable holds a value that it cannot have.</exception>
    public static Accelerators Default => s_default.Value;

    /// <summary>The options it was made with.</summary>
    public AcceleratorOptions Options { get; }

    /// <summary>Rounds of the reaper so far, for tests.</summary>
    internal long ReaperRounds => _reaper.Rounds;

    /// <summary>Whether requests go to another process, which may end half-way.</summary>
    internal bool UsesDaemon { get; }

    /// <summary>Whether a device that is not there now may be so soon: a daemon that was there, or is just ending, may be restarting.</summary>
    internal bool MayReattach => Options.DaemonReattach > TimeSpan.Zero
        && (_selector.IsDaemonLost || Environment.TickCount64 - Volatile.Read(ref _daemonDeviceLostAt) < Options.DaemonReattach.TotalMilliseconds);

    /// <summary>Whether a device serves only until the daemon is back.</summary>
    internal bool IsFallback(DeviceInfo device) => _selector.IsFallback(device);

    internal bool Disposed => Volatile.Read(ref _disposed);

    /// <summary>All devices of all providers as they are now, with the reason why one is not used.</summary>
    public IReadOnlyList<DeviceStatus> ListDevices()
    {
        ObjectDisposedException.ThrowIf(Disposed, this);
        return _selector.List();
    }

    /// <summary>
    /// Closes all queues. Calls in progress end first; their buffers are let go of. Compressors of this instance throw
    /// <see cref="ObjectDisposedException"/> afterwards.
    /// </summary>
    public void Dispose()
    {
        if (_shared)
        {
            return;
        }

        IRoute[] routes;
        lock (_lock)
        {
            if (_disposed)
            {
                return;
            }

            Volatile.Write(ref _disposed, true);
            routes = [.. _routes.Values];
            _routes.Clear();
        }

        foreach (IRoute route in routes)
        {
            route.Dispose();
        }

        _reaper.Dispose();
        foreach (IUacceProvider provider in _providers)
        {
            provider.Dispose();
        }
    }

    /// <summary>The usable devices for an algorithm, best first.</summary>
    internal Candidate[] Select<TRequest, TCompletion>(
        RequestClass<TRequest, TCompletion> requests, string algorithm, string? pinned, out string? reason)
        where TRequest : struct, IRequest
        where TCompletion : struct, ICompletion => _selector.Select(requests, algorithm, pinned, out reason);

    /// <summary>The routes for an algorithm, best device first; routes whose device was lost are replaced.</summary>
    internal Route<TRequest, TCompletion>[] SelectRoutes<TRequest, TCompletion>(
        RequestClass<TRequest, TCompletion> requests, string algorithm, QueueOptions queueOptions, string? pinned, out string? reason)
        where TRequest : struct, IRequest
        where TCompletion : struct, ICompletion
    {
        Candidate[] candidates = Select(requests, algorithm, pinned, out reason);
        var retired = new List<IRoute>();
        var selected = new List<Route<TRequest, TCompletion>>();
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            foreach ((RouteKey key, IRoute route) in _routes)
            {
                if (route.Lost)
                {
                    _lostAt[(key.Provider, key.Device)] = Environment.TickCount64;
                    if (key.Provider == DaemonProvider.ProviderName)
                    {
                        // One that ends in order takes its devices away first, and answers in between.
                        Volatile.Write(ref _daemonDeviceLostAt, Environment.TickCount64);
                    }

                    _routes.Remove(key);   // allowed while enumerating
                    retired.Add(route);
                }
            }

            int trusted = 0;
            foreach (Candidate candidate in candidates)
            {
                var key = new RouteKey(candidate.Info.Provider, candidate.Info.Name, requests, queueOptions);
                if (!_routes.TryGetValue(key, out IRoute? route))
                {
                    route = new Route<TRequest, TCompletion>(requests, candidate, queueOptions, Options, _reaper);
                    _routes.Add(key, route);
                }

                selected.Insert(DistrustedNow(candidate.Info) ? selected.Count : trusted++, (Route<TRequest, TCompletion>)route);
            }
        }

        foreach (IRoute route in retired)
        {
            route.Dispose();
        }

        return [.. selected];
    }

    private static bool Uses(AcceleratorOptions options, string provider) =>
        (options.OnlyProvider is null || options.OnlyProvider == provider) && !options.DisabledProviders.Contains(provider, StringComparer.Ordinal);

    private bool DistrustedNow(DeviceInfo device) =>
        _lostAt.TryGetValue((device.Provider, device.Name), out long at) && Environment.TickCount64 - at < s_distrust.TotalMilliseconds;
}
