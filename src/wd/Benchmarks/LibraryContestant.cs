using WarpDrive.Uacce;

namespace WarpDrive.Tool.Benchmarks;

/// <summary>The library: descriptor, doorbell, device, completion. One buffer a call, or several that are in flight on one queue together.</summary>
internal sealed class LibraryContestant : IContestant
{
    private readonly byte[][] _inputs;
    private readonly Compressor? _compressor;
    private readonly Decompressor? _decompressor;
    private readonly byte[][] _destinations;
    private readonly CompressionJob[] _jobs;
    private readonly CompressionResult[] _results;

    /// <summary>Makes one that compresses.</summary>
    /// <param name="inputs">Its inputs.</param>
    /// <param name="compressor">The library; not disposed here.</param>
    /// <param name="depth">Buffers of a run, 1 or more.</param>
    internal LibraryContestant(byte[][] inputs, Compressor compressor, int depth)
        : this(inputs, (int)Compressor.MaxCompressedLength(inputs.Max(input => input.Length)), depth) => _compressor = compressor;

    /// <summary>Makes one that decompresses.</summary>
    /// <param name="inputs">Its inputs.</param>
    /// <param name="decompressor">The library; not disposed here.</param>
    /// <param name="size">Bytes of a result.</param>
    /// <param name="depth">Buffers of a run, 1 or more.</param>
    internal LibraryContestant(byte[][] inputs, Decompressor decompressor, int size, int depth)
        : this(inputs, size, depth) => _decompressor = decompressor;

    private LibraryContestant(byte[][] inputs, int room, int depth)
    {
        _inputs = inputs;
        _destinations = [.. Enumerable.Range(0, depth).Select(_ => new byte[room])];
        _jobs = new CompressionJob[depth];
        _results = new CompressionResult[depth];
    }

    /// <summary>Where the last operation ran.</summary>
    internal Receipt Receipt => _results[^1].Receipt;

    /// <summary>Buffers of a run.</summary>
    internal int Depth => _jobs.Length;

    /// <summary>What the last run made of one of its buffers.</summary>
    /// <param name="place">0 to <see cref="Depth"/> − 1.</param>
    internal ReadOnlySpan<byte> Result(int place) => _destinations[place].AsSpan(0, _results[place].BytesWritten);

    /// <summary>Which input a run takes at one of its places.</summary>
    /// <param name="index">The run.</param>
    /// <param name="place">0 to <see cref="Depth"/> − 1.</param>
    internal int InputOf(long index, int place) => (int)(((index * Depth) + place) % _inputs.Length);

    /// <inheritdoc/>
    public int Run(long index) => Depth == 1 ? RunOne(_inputs[index % _inputs.Length]) : RunBatch(index);

    /// <inheritdoc/>
    public void Dispose()
    {
        // Compressor and decompressor belong to the benchmark.
    }

    private int RunOne(byte[] input)
    {
        RequestStatus status = _compressor is not null
            ? _compressor.TryCompress(input, _destinations[0], out _results[0])
            : _decompressor!.TryDecompress(input, _destinations[0], out _results[0]);
        return status == RequestStatus.Ok ? _results[0].BytesWritten : -1;
    }

    private int RunBatch(long index)
    {
        for (int place = 0; place < _jobs.Length; place++)
        {
            _jobs[place] = new CompressionJob(_inputs[InputOf(index, place)], _destinations[place]);
        }

        try
        {
            if (_compressor is not null)
            {
                _compressor.Compress(_jobs, _results);
            }
            else
            {
                _decompressor!.Decompress(_jobs, _results);
            }
        }
        catch (CompressionException)
        {
            return -1;   // counted; a batch has no other way to tell
        }

        int total = 0;
        foreach (ref readonly CompressionResult result in _results.AsSpan())
        {
            total += result.BytesWritten;
        }

        return total;
    }
}
