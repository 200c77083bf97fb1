using System.IO.Compression;
using BenchmarkDotNet.Attributes;
using WarpDrive.Engines.Deflate;

namespace WarpDrive.Bench;

/// <summary>The decoder face over each engine of this machine, beside the runtime's DeflateStream.</summary>
public class DecoderBenchmarks
{
    private byte[] _data = [];
    private byte[] _encoded = [];
    private byte[] _destination = [];
    private InflateDecoder? _decoder;

    [Params(4 * 1024, 64 * 1024, 1024 * 1024)]
    public int Size { get; set; }

    [ParamsSource(nameof(Kinds))]
    public DeflateEngineKind Engine { get; set; }

    public static IEnumerable<DeflateEngineKind> Kinds => DeflateEngines.Available.Select(info => info.Kind);

    [GlobalSetup]
    public void Setup()
    {
        _data = Corpus.Take(Size);
        _destination = new byte[Size];
        using var stream = new MemoryStream();
        using (var deflate = new DeflateStream(stream, CompressionLevel.Optimal, leaveOpen: true))
        {
            deflate.Write(_data);
        }

        _encoded = stream.ToArray();
        _decoder = DeflateEngines.CreateDecoder(Engine);
        BenchmarkCheck.That(Decode() == Size && _destination.AsSpan().SequenceEqual(_data), $"{Engine} does not read back");
    }

    [GlobalCleanup]
    public void Cleanup() => _decoder?.Dispose();

    [Benchmark(Baseline = true)]
    public int RuntimeStream()
    {
        using var inflate = new DeflateStream(new MemoryStream(_encoded), CompressionMode.Decompress);
        inflate.ReadExactly(_destination);
        return _destination.Length;
    }

    [Benchmark]
    public int Decode()
    {
        DecodeStatus status = _decoder!.Decode(_encoded, _destination, out _, out int written);
        BenchmarkCheck.That(status == DecodeStatus.Done, "the decoder failed");
        return written;
    }
}
