using WarpDrive.Uacce;

namespace WarpDrive.Tool.Benchmarks;

/// <summary>The library: descriptor, doorbell, device, completion.</summary>
internal sealed class LibraryContestant : IContestant
{
    private readonly byte[][] _inputs;
    private readonly byte[] _destination;
    private readonly Compressor? _compressor;
    private readonly Decompressor? _decompressor;

    /// <summary>Makes one that compresses.</summary>
    internal LibraryContestant(byte[][] inputs, Compressor compressor)
    {
        _inputs = inputs;
        _compressor = compressor;
        _destination = new byte[Compressor.MaxCompressedLength(inputs.Max(input => input.Length))];
    }

    /// <summary>Makes one that decompresses.</summary>
    internal LibraryContestant(byte[][] inputs, Decompressor decompressor, int size)
    {
        _inputs = inputs;
        _decompressor = decompressor;
        _destination = new byte[size];
    }

    /// <summary>Where the last operation ran.</summary>
    internal Receipt Receipt { get; private set; }

    /// <summary>What the last operation left.</summary>
    internal ReadOnlySpan<byte> Destination => _destination;

    /// <inheritdoc/>
    public int Run(long index)
    {
        byte[] input = _inputs[index % _inputs.Length];
        RequestStatus status = _compressor is not null
            ? _compressor.TryCompress(input, _destination, out CompressionResult result)
            : _decompressor!.TryDecompress(input, _destination, out result);
        Receipt = result.Receipt;
        return status == RequestStatus.Ok ? result.BytesWritten : -1;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Compressor and decompressor belong to the benchmark.
    }
}
