using System.Diagnostics;
using WarpDrive.Hisilicon.Null;
using WarpDrive.Hisilicon.Qm;
using WarpDrive.Tool.Benchmarks.Rings;
using WarpDrive.Tool.Output;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Core;

namespace WarpDrive.Tool.Benchmarks;

/// <summary>Measures the queue alone: a null device of its own, beside a baseline in the same run.</summary>
/// <remarks>
/// Job and baseline take turns in slices of equal time, so that whatever else the machine does meets both; the ratio is the median over the turns.
/// Percentiles come from a second pass over groups of 64 operations, so that time stamps are not what is measured.
/// </remarks>
/// <typeparam name="TDescriptor">Begins with a <see cref="NullDescriptor"/>.</typeparam>
internal sealed class QueueBenchmarkRun<TDescriptor> : IDisposable
    where TDescriptor : unmanaged
{
    private const int Turns = 16;
    private const double SettleSeconds = 0.02;

    private readonly QueueBenchmarkOptions _options;
    private readonly IUacceProvider _provider;
    private readonly bool _isServed;
    private readonly UacceDevice _device;
    private readonly QmQueuePair<TDescriptor> _pair;
    private readonly QueueBenchmarkClient<TDescriptor> _client;
    private readonly List<QmQueuePair<TDescriptor>> _idle = [];

    /// <summary>Makes the device and opens the busy queue.</summary>
    /// <param name="options">What to measure.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    internal QueueBenchmarkRun(QueueBenchmarkOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Depth, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Depth, 1023, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Threads, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Threads, 2, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegative(options.IdleQueues, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.IdleQueues, 1023, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(options.Seconds, 0, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.AllocationOperations, 1, nameof(options));
        _options = options;
        _isServed = options.Threads == 2 || options.Socket is not null;
        if (options.Socket is string socket)
        {
            _provider = new DaemonProvider(socket);
            try
            {
                (_device, _pair) = FindInDaemon(socket);
            }
            catch
            {
                _provider.Dispose();
                throw;
            }
        }
        else
        {
            var registry = new DeviceRegistry();
            _provider = new EmbeddedProvider(registry, ownsRegistry: true);
            registry.Add(new NullDevice(new NullDeviceOptions { DescriptorSize = options.Size }));
            _device = _provider.ListDevices()[0];
            _pair = Open(_isServed ? QueueDriving.Served : QueueDriving.Inline);
        }

        _client = new QueueBenchmarkClient<TDescriptor>(_pair);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        CloseIdle();
        _pair.Dispose();
        _provider.Dispose();
    }

    /// <summary>Measures.</summary>
    internal QueueBenchmarkResult Run()
    {
        bool isIdleJob = _options.IdleQueues > 0;
        BareRingForm form = _options.Socket is not null ? BareRingForm.TwoProcesses : _isServed ? BareRingForm.TwoThreads : BareRingForm.OneThread;
        using BareRing<TDescriptor>? bare = isIdleJob ? null : new BareRing<TDescriptor>(form);
        Func<long, long> job = operations => _client.Run(operations, _options.Depth);
        Func<long, long> other = bare is null ? job : operations => bare.Run(operations, _options.Depth);
        long errors = QueueBenchmarkPasses.Warm(job, bare is null ? null : other, bare);
        double allocated = QueueBenchmarkPasses.Allocated(job, _options.AllocationOperations, ref errors);

        double[] ratios = new double[Turns];
        var mine = new QueueSlice(0, 0);
        QueueSlice theirs = mine;
        var myStretches = new QueueStretches();
        var theirStretches = new QueueStretches();
        double length = _options.Seconds / 2 / Turns;
        int chunk = QueueBenchmarkPasses.ChunkFor(_options.Depth);
        for (int turn = 0; turn < Turns; turn++)
        {
            bare?.Resume();
            QueueSlice baseline = QueueBenchmarkPasses.RunFor(other, length, chunk, ref errors, theirStretches);
            bare?.Pause();
            OpenIdle();
            Settle(job, ref errors);
            QueueSlice slice = QueueBenchmarkPasses.RunFor(job, length, chunk, ref errors, myStretches);
            CloseIdle();
            Settle(job, ref errors);
            ratios[turn] = slice.Rate / baseline.Rate;
            mine = mine.With(slice);
            theirs = theirs.With(baseline);
        }

        OpenIdle();
        Settle(job, ref errors);
        (double p50, double p99) = QueueBenchmarkPasses.Percentiles(job, Math.Min(_options.Seconds, 2) / 4, ref errors);
        Array.Sort(ratios);
        return new QueueBenchmarkResult
        {
            Provider = _device.Provider,
            Device = _device.Name,
            Size = _options.Size,
            Depth = _options.Depth,
            Threads = _isServed ? 2 : 1,
            IdleQueues = _options.IdleQueues,
            Seconds = Stopwatch.GetElapsedTime(0, mine.Ticks).TotalSeconds,
            Operations = mine.Operations,
            P50Nanoseconds = p50,
            P99Nanoseconds = p99,
            AllocatedBytesPerOperation = allocated,
            Errors = errors,
            BaselineName = isIdleJob ? "the same without idle queues" : NameOf(form),
            BaselineOperationsPerSecond = theirs.Operations / Stopwatch.GetElapsedTime(0, theirs.Ticks).TotalSeconds,
            BaselineRatio = (ratios[(Turns / 2) - 1] + ratios[Turns / 2]) / 2,
            BaselineAwakeRatio = (double)theirStretches.Median() / myStretches.Median(),
        };
    }

    private static string NameOf(BareRingForm form) => form switch
    {
        BareRingForm.TwoProcesses => "bare ring between two processes",
        BareRingForm.TwoThreads => "bare ring between two threads",
        _ => "bare ring on one thread",
    };

    private QmQueuePair<TDescriptor> Open(QueueDriving driving) =>
        QmQueuePair.Open<TDescriptor>(_device.ReadInfo(), _device.Open(new QueueOpenOptions(driving)));

    private (UacceDevice Device, QmQueuePair<TDescriptor> Pair) FindInDaemon(string socket)
    {
        foreach (UacceDevice device in _provider.ListDevices())
        {
            DeviceInfo info = device.ReadInfo();
            if (!info.Supports(NullDevice.Algorithm))
            {
                continue;
            }

            try
            {
                return (device, QmQueuePair.Open<TDescriptor>(info, device.Open(new QueueOpenOptions(QueueDriving.Served))));
            }
            catch (NotSupportedException)
            {
                // its descriptors have another size
            }
        }

        throw new UserErrorException($"the daemon at {socket} has no null device with descriptors of {_options.Size} bytes; its configuration can name one");
    }

    private void OpenIdle()
    {
        while (_idle.Count < _options.IdleQueues)
        {
            QmQueuePair<TDescriptor> idle = Open(QueueDriving.Served);
            _idle.Add(idle);
            new QueueBenchmarkClient<TDescriptor>(idle).RunSingly(1);   // idle, but known to the workers
        }
    }

    // Queues that are idle are measured, not the opening and closing of them: what that left to collect, to finalize and to unmap belongs to no slice.
    private void Settle(Func<long, long> job, ref long errors)
    {
        if (_options.IdleQueues > 0)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            QueueBenchmarkPasses.RunFor(job, SettleSeconds, QueueBenchmarkPasses.ChunkFor(_options.Depth), ref errors);
        }
    }

    private void CloseIdle()
    {
        foreach (QmQueuePair<TDescriptor> idle in _idle)
        {
            idle.Dispose();
        }

        _idle.Clear();
    }
}
