using System.Diagnostics;

namespace WarpDrive;

/// <summary>Where an operation ran and how long it took. A value: keeping it keeps nothing else alive.</summary>
/// <remarks>For an operation of several requests it speaks of the last one.</remarks>
public readonly struct Receipt
{
    private readonly string? _device;
    private readonly string? _provider;
    private readonly string? _engine;
    private readonly long _queuedTicks;
    private readonly uint _servedNanoseconds;
    private readonly uint _batchSize;

    internal Receipt(string device, string provider, string engine, bool levelHonoured, long queuedTicks, uint servedNanoseconds, uint batchSize)
    {
        _device = device;
        _provider = provider;
        _engine = engine;
        LevelHonoured = levelHonoured;
        _queuedTicks = queuedTicks;
        _servedNanoseconds = servedNanoseconds;
        _batchSize = batchSize;
    }

    /// <summary>Device name, e.g. <c>hisi_zip-0</c>; empty without a receipt.</summary>
    public string Device => _device ?? "";

    /// <summary>Provider name, e.g. <c>embedded</c>; empty without a receipt.</summary>
    public string Provider => _provider ?? "";

    /// <summary>Engine path, e.g. <c>isal-1</c>, or <c>hardware</c>; empty without a receipt.</summary>
    public string Engine => _engine ?? "";

    /// <summary>Whether the device heeded the level; hardware has one level.</summary>
    public bool LevelHonoured { get; }

    /// <summary>Whether the times were measured.</summary>
    public bool HasTimes => _servedNanoseconds != 0;

    /// <summary>From the call to the moment the device took the request; zero when not measured.</summary>
    public TimeSpan QueuedFor => TimeSpan.FromTicks((long)(_queuedTicks * ((double)TimeSpan.TicksPerSecond / Stopwatch.Frequency)));

    /// <summary>From taking to completion, in steps of 100 ns; zero when not measured.</summary>
    public TimeSpan ServedFor => TimeSpan.FromTicks(_servedNanoseconds / TimeSpan.NanosecondsPerTick);

    /// <summary>Requests executed together with this one, itself included; 0 when not measured.</summary>
    public int BatchSize => (int)_batchSize;

    /// <inheritdoc/>
    public override string ToString() =>
        $"{Provider} {Device}, engine {Engine}, queued {QueuedFor.TotalMicroseconds:0.0} µs, served {ServedFor.TotalMicroseconds:0.0} µs";
}
