using WarpDrive.Engines.Checksums;
using WarpDrive.Engines.Deflate;
using WarpDrive.Tool.Output;
using WarpDrive.Uacce.Compression;

namespace WarpDrive.Tool.Benchmarks;

/// <summary>The engine that the device used, called directly on the same buffers, with the checksum that the format asks for: the ceiling.</summary>
internal sealed class EngineContestant : IContestant
{
    private readonly byte[][] _inputs;
    private readonly CompressionFormat _format;
    private readonly DeflateEncoder? _encoder;
    private readonly InflateDecoder? _decoder;
    private readonly byte[] _destination;
    private readonly int _header;

    /// <summary>Makes the contestant.</summary>
    /// <param name="inputs">Its inputs.</param>
    /// <param name="settings">The job.</param>
    /// <param name="choice">The engine and its level.</param>
    internal EngineContestant(byte[][] inputs, ZipBenchmarkSettings settings, DeflateChoice choice)
    {
        _inputs = inputs;
        _format = settings.Format;
        if (settings.Direction == CompressionDirection.Compress)
        {
            _encoder = DeflateEngines.CreateEncoder(choice.Kind, choice.Level);
            _destination = new byte[Compressor.MaxCompressedLength(settings.Size)];
        }
        else
        {
            // The inputs were made here, with the short headers of RFC 1952 §2.3 and RFC 1950 §2.2.
            _decoder = DeflateEngines.CreateDecoder(choice.Kind);
            _destination = new byte[settings.Size];
            _header = _format switch { CompressionFormat.Gzip => 10, CompressionFormat.Zlib => 2, _ => 0 };
        }
    }

    /// <summary>The engine behind the name in a receipt, e.g. <c>isal-1</c>.</summary>
    /// <param name="engine">The name.</param>
    /// <returns>The engine, or null when it is none of this library's (hardware).</returns>
    internal static DeflateChoice? Parse(string engine)
    {
        foreach (DeflateEngineKind kind in Enum.GetValues<DeflateEngineKind>())
        {
            string name = EngineNames.Of(kind);
            if (engine == name)
            {
                return new DeflateChoice(kind, 0);
            }

            if (engine.StartsWith(name, StringComparison.Ordinal) && engine.Length > name.Length && engine[name.Length] == '-'
                && int.TryParse(engine.AsSpan(name.Length + 1), out int level))
            {
                return new DeflateChoice(kind, level);
            }
        }

        return null;
    }

    /// <inheritdoc/>
    public int Run(long index)
    {
        byte[] input = _inputs[index % _inputs.Length];
        int written;
        if (_encoder is not null)
        {
            if (_encoder.Encode(input, _destination, out written) != EncodeStatus.Done)
            {
                return -1;
            }

            return written + (int)(Checksum(input) & 0);   // the checksum must be computed, its value is of no interest
        }

        if (_decoder!.Decode(input.AsSpan(_header), _destination, out _, out written) != DecodeStatus.Done)
        {
            return -1;
        }

        return written + (int)(Checksum(_destination.AsSpan(0, written)) & 0);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _encoder?.Dispose();
        _decoder?.Dispose();
    }

    private uint Checksum(ReadOnlySpan<byte> data) => _format switch
    {
        CompressionFormat.Gzip => Crc32.Compute(data),
        CompressionFormat.Zlib => Adler32.Compute(data),
        _ => 0,
    };
}
