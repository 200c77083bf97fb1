namespace WarpDrive.Tool.Files;

/// <summary>Compression of whole files.</summary>
internal sealed class CompressCodec : IFileCodec
{
    private readonly CodecSettings _settings;
    private readonly Accelerators _accelerators;

    /// <summary>Makes the codec.</summary>
    /// <param name="settings">What the command line says; the format is not null.</param>
    /// <param name="accelerators">The library instance; not disposed here.</param>
    internal CompressCodec(CodecSettings settings, Accelerators accelerators)
    {
        _settings = settings;
        _accelerators = accelerators;
    }

    /// <inheritdoc/>
    public bool Packs => true;

    /// <inheritdoc/>
    public string PackedData => "compressed data";

    /// <inheritdoc/>
    public string OutputName(string name, bool force)
    {
        if (!force && Suffixes.IsKnown(name))
        {
            throw new SkippedFileException($"has the suffix {Path.GetExtension(name)} already, unchanged; use -f to compress it again");
        }

        return name + Suffixes.Of(_settings.Format!.Value);
    }

    /// <inheritdoc/>
    public double? Ratio(CodecResult result) => result.BytesWritten == 0 ? null : (double)result.BytesRead / result.BytesWritten;

    /// <inheritdoc/>
    public CodecResult Run(string name, ByteCounter input, ByteCounter output)
    {
        var options = new ParallelCompressionOptions
        {
            Compression = new CompressionOptions { Format = _settings.Format!.Value, Level = _settings.Level, Device = _settings.Device },
        };
        if (_settings.Threads is int threads)
        {
            options = options with { Degree = threads };
        }

        CompressionTotals totals = new ParallelCompressor(options, _accelerators).Compress(input, output);
        return new CodecResult(totals.BytesRead, totals.BytesWritten, totals.Receipt.Device, totals.Receipt.Provider, totals.Receipt.Engine, null);
    }
}
