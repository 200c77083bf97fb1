using WarpDrive.Uacce.Compression;

namespace WarpDrive.Tool.Benchmarks;

/// <summary>A library instance as a side of <c>wd bench zip</c>: one contestant a thread.</summary>
internal sealed class ZipLibrary : IDisposable
{
    private readonly Compressor? _compressor;
    private readonly Decompressor? _decompressor;
    private readonly LibraryContestant[] _contestants;
    private readonly ZipBenchmarkSettings _settings;
    private readonly Accelerators _accelerators;
    private readonly byte[][] _inputs;

    /// <summary>Makes the contestants; nothing runs yet.</summary>
    /// <param name="settings">The job.</param>
    /// <param name="accelerators">The library instance; not disposed here.</param>
    /// <param name="inputs">What is worked on.</param>
    internal ZipLibrary(ZipBenchmarkSettings settings, Accelerators accelerators, byte[][] inputs)
    {
        _settings = settings;
        _accelerators = accelerators;
        _inputs = inputs;
        if (settings.Direction == CompressionDirection.Compress)
        {
            _compressor = new Compressor(new CompressionOptions { Format = settings.Format, Level = settings.Level }, accelerators);
        }
        else
        {
            _decompressor = new Decompressor(new DecompressionOptions { Format = settings.Format }, accelerators);
        }

        _contestants = [.. Enumerable.Range(0, settings.Threads).Select(_ => _compressor is not null
            ? new LibraryContestant(inputs, _compressor, settings.Depth)
            : new LibraryContestant(inputs, _decompressor!, settings.Size, settings.Depth))];
    }

    /// <summary>Makes those that take turns, one for each thread.</summary>
    /// <param name="engine">The engine that the device used for <see cref="First"/>; null when it is not known.</param>
    internal IContestant[] CreateContestants(string? engine) => !_settings.Reserved
        ? [.. _contestants]
        : [.. _contestants.Select(_ => new ReservedContestant(_settings, _accelerators, engine, _inputs))];

    /// <summary>The one whose results are looked at.</summary>
    internal LibraryContestant First => _contestants[0];

    /// <inheritdoc/>
    public void Dispose()
    {
        _compressor?.Dispose();
        _decompressor?.Dispose();
    }
}
