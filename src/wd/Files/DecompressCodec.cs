using WarpDrive.Tool.Output;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Compression;

namespace WarpDrive.Tool.Files;

/// <summary>Decompression of whole files: recognises the format, joins gzip members, and judges what follows the data as gzip does.</summary>
internal sealed class DecompressCodec : IFileCodec
{
    private readonly CodecSettings _settings;
    private readonly Accelerators _accelerators;

    /// <summary>Makes the codec.</summary>
    /// <param name="settings">What the command line says.</param>
    /// <param name="accelerators">The library instance; not disposed here.</param>
    internal DecompressCodec(CodecSettings settings, Accelerators accelerators)
    {
        _settings = settings;
        _accelerators = accelerators;
    }

    /// <inheritdoc/>
    public bool Packs => false;

    /// <inheritdoc/>
    public string PackedData => "compressed data";

    /// <inheritdoc/>
    public string OutputName(string name, bool force) => Suffixes.Strip(name);

    /// <inheritdoc/>
    public double? Ratio(CodecResult result) => result.BytesRead == 0 ? null : (double)result.BytesWritten / result.BytesRead;

    /// <inheritdoc/>
    public CodecResult Run(string name, ByteCounter input, ByteCounter output)
    {
        ReadOnlySpan<byte> first = input.Peek(2);
        if (first.IsEmpty)
        {
            throw new UserErrorException("unexpected end of file: it is empty");
        }

        var decompressor = new StreamDecompressor(
            new DecompressionOptions { Format = _settings.Format ?? Recognise(name, first), Device = _settings.Device, MaxOutputLength = long.MaxValue },
            _accelerators);
        try
        {
            DecompressionTotals totals = decompressor.Decompress(input, output);
            return new CodecResult(input.Count, output.Count, totals.Receipt.Device, totals.Receipt.Provider, totals.Receipt.Engine,
                totals.TrailingGarbage ? "decompression OK, trailing garbage ignored" : null);
        }
        catch (CompressionException e) when (e.Status == RequestStatus.Truncated)
        {
            throw new UserErrorException("unexpected end of file: the data is cut off");
        }
    }

    /// <summary>The format by the first bytes; raw deflate has no mark of its own and goes by the suffix.</summary>
    private static CompressionFormat Recognise(string name, ReadOnlySpan<byte> start)
    {
        if (start is [0x1f, 0x8b, ..])   // RFC 1952 §2.3.1
        {
            return CompressionFormat.Gzip;
        }

        // RFC 1950 §2.2: method 8, a window of at most 32 KiB, and a check that makes the pair a multiple of 31.
        if (start.Length >= 2 && (start[0] & 0x0f) == 8 && start[0] >> 4 <= 7 && ((start[0] << 8) | start[1]) % 31 == 0)
        {
            return CompressionFormat.Zlib;
        }

        return Suffixes.FormatOf(name) == CompressionFormat.Deflate
            ? CompressionFormat.Deflate
            : throw new UserErrorException("neither gzip nor zlib; raw deflate needs --format deflate");
    }
}
