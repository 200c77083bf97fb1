using System.IO.Compression;
using WarpDrive.Uacce.Compression;

namespace WarpDrive.Tool.Benchmarks;

/// <summary>What a .NET program does without the library: the runtime's GZipStream, ZLibStream or DeflateStream.</summary>
internal sealed class RuntimeStreamContestant : IContestant
{
    private readonly byte[][] _inputs;
    private readonly CompressionFormat _format;
    private readonly int _level;
    private readonly bool _compresses;
    private readonly MemoryStream _stream = new();
    private readonly byte[] _destination;

    /// <summary>Makes the contestant.</summary>
    /// <param name="inputs">Its inputs.</param>
    /// <param name="settings">The job.</param>
    internal RuntimeStreamContestant(byte[][] inputs, ZipBenchmarkSettings settings)
    {
        _inputs = inputs;
        _format = settings.Format;
        _level = settings.Level;
        _compresses = settings.Direction == CompressionDirection.Compress;
        _destination = _compresses ? [] : new byte[settings.Size];
    }

    /// <summary>What it is called in reports.</summary>
    internal static string Name(ZipBenchmarkSettings settings)
    {
        string type = settings.Format switch
        {
            CompressionFormat.Gzip => nameof(GZipStream),
            CompressionFormat.Zlib => nameof(ZLibStream),
            _ => nameof(DeflateStream),
        };
        return settings.Direction == CompressionDirection.Decompress ? type
            : settings.Level == 0 ? $"{type} Fastest" : $"{type} level {settings.Level}";
    }

    /// <summary>Compresses with it, to make the input of decompression.</summary>
    internal static byte[] Compress(byte[] input, CompressionFormat format, int level)
    {
        using var stream = new MemoryStream();
        using (Stream encoder = Encoder(stream, format, level))
        {
            encoder.Write(input);
        }

        return stream.ToArray();
    }

    /// <summary>A decoder of the runtime: the second opinion on what the library made.</summary>
    internal static Stream Decoder(Stream source, CompressionFormat format) => format switch
    {
        CompressionFormat.Gzip => new GZipStream(source, CompressionMode.Decompress),
        CompressionFormat.Zlib => new ZLibStream(source, CompressionMode.Decompress),
        _ => new DeflateStream(source, CompressionMode.Decompress),
    };

    /// <inheritdoc/>
    public int Run(long index)
    {
        byte[] input = _inputs[index % _inputs.Length];
        if (_compresses)
        {
            _stream.SetLength(0);
            using (Stream encoder = Encoder(_stream, _format, _level))
            {
                encoder.Write(input);
            }

            return (int)_stream.Length;
        }

        using Stream decoder = Decoder(new MemoryStream(input), _format);
        decoder.ReadExactly(_destination);
        return decoder.ReadByte() < 0 ? _destination.Length : -1;   // the last read checks the trailer
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    private static Stream Encoder(Stream destination, CompressionFormat format, int level)
    {
        if (level == 0)
        {
            return format switch
            {
                CompressionFormat.Gzip => new GZipStream(destination, CompressionLevel.Fastest, leaveOpen: true),
                CompressionFormat.Zlib => new ZLibStream(destination, CompressionLevel.Fastest, leaveOpen: true),
                _ => new DeflateStream(destination, CompressionLevel.Fastest, leaveOpen: true),
            };
        }

        var options = new ZLibCompressionOptions { CompressionLevel = level };
        return format switch
        {
            CompressionFormat.Gzip => new GZipStream(destination, options, leaveOpen: true),
            CompressionFormat.Zlib => new ZLibStream(destination, options, leaveOpen: true),
            _ => new DeflateStream(destination, options, leaveOpen: true),
        };
    }
}
